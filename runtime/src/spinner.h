// The spinner: a line on the terminal that standard error is.
//
// It stands in the line below the cursor, and the cursor stays where it is, so what the program
// prints goes on where it would without. Nobody knows when that happens: what was left of the
// spinner behind and below the cursor is erased with the next frame.
#ifndef STCACHE_RUNTIME_SPINNER_H
#define STCACHE_RUNTIME_SPINNER_H

#include <string>
#include <string_view>

namespace st::detail {

/// Is standard error a terminal that can move its cursor? Reads the environment, for what follows.
bool has_terminal() noexcept;

/// Draws a frame, where the process may write to the terminal: it must be in the foreground. The
/// text is cut to the width of the terminal. For one thread. Throws bad_alloc.
void draw_spinner(std::string_view text, unsigned frame);
void erase_spinner() noexcept;

/// Keeps the spinner off the terminal while something else is written there. Nests, and threads may
/// have one each.
class no_spinner {
public:
  no_spinner() noexcept;
  ~no_spinner();
  no_spinner(const no_spinner &) = delete;
  no_spinner &operator=(const no_spinner &) = delete;
};

void forget_spinner_after_fork() noexcept;

} // namespace st::detail

#endif
