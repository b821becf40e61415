#include "geo.h"

#include <math.h>

static double radians(double degrees) { return degrees * 3.14159265358979323846 / 180; }

double kilometres(double lat1, double lon1, double lat2, double lon2) {
  double radius = 6371;
  double x = radians(lon2 - lon1) * cos(radians((lat1 + lat2) / 2));
  double y = radians(lat2 - lat1);
  return radius * sqrt(x * x + y * y);
}
