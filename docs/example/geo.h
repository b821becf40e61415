// The distance of two places on Earth, in C.
#ifndef GEO_H
#define GEO_H

#ifdef __cplusplus
extern "C" {
#endif

double kilometres(double lat1, double lon1, double lat2, double lon2);

#ifdef __cplusplus
}
#endif

#endif
