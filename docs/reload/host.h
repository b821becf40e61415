// What host and script know of each other.
#ifndef HOST_H
#define HOST_H

#include <string>

/// Draws the picture of a moment, in the lines of a terminal. Called once for each frame.
extern "C" void draw_frame(double seconds, std::string &picture);

#endif
