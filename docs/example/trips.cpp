#include "trips.h"

std::vector<Trip> read_trips(int count) {
  std::puts("  read_trips runs");
  std::vector<Trip> trips;
  for (int i = 0; i < count; ++i) {
    Trip trip{"trip " + std::to_string(i), {}};
    for (int j = 0; j < 3 + i; ++j)
      trip.places.push_back({52.5 + 0.01 * j, 13.4 + 0.02 * i * j});
    trips.push_back(trip);
  }
  return trips;
}
