#pragma once

#include "geo.h"

#include <cstddef>
#include <cstdio>
#include <st/cache.h>
#include <string>
#include <vector>

struct Place {
  double lat, lon;
};

struct Trip {
  std::string name;
  std::vector<Place> places;
};

// In trips.cpp.
[[st::cache_data]] std::vector<Trip> read_trips(int count);

// Inline functions and templates are cached once in a program, whatever files use them.
[[st::cache_data]] inline double length(const Trip &trip) {
  std::printf("  length runs for %s\n", trip.name.c_str());
  double sum = 0;
  for (std::size_t i = 1; i < trip.places.size(); ++i) {
    const Place &from = trip.places[i - 1], &to = trip.places[i];
    sum += kilometres(from.lat, from.lon, to.lat, to.lon);
  }
  return sum;
}

template <class T> [[st::cache_data]] T largest(const std::vector<T> &values) {
  std::puts("  largest runs");
  T result{};
  for (const T &value : values)
    if (result < value)
      result = value;
  return result;
}
