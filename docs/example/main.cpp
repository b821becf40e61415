#include "trips.h"

int main() {
  std::vector<std::size_t> sizes;
  for (const Trip &trip : read_trips(2)) {
    std::printf("%s: %.3f km\n", trip.name.c_str(), length(trip));
    sizes.push_back(trip.places.size());
  }
  std::printf("at most %zu places\n", largest(sizes));
}
