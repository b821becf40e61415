//===- ProgressBar.h - How far the work is --------------------------------===//

#ifndef STCACHE_TOOL_PROGRESSBAR_H
#define STCACHE_TOOL_PROGRESSBAR_H

#include <cstddef>
#include <string>

namespace stcache::tool {

/// "[====    ] 12/30 files", in at most Width columns; less, or nothing, where that is too little.
std::string progressLine(size_t Done, size_t Total, size_t Width);

/// A line on the standard error while that is a terminal, and gone with the object, or when a
/// signal ends the process. Nobody else may write meanwhile.
class ProgressBar {
public:
  explicit ProgressBar(size_t Total);
  ~ProgressBar();
  ProgressBar(const ProgressBar &) = delete;
  ProgressBar &operator=(const ProgressBar &) = delete;

  void show(size_t Done);

private:
  size_t Total;
  bool OnTerminal;
  std::string Shown;
};

} // namespace stcache::tool

#endif // STCACHE_TOOL_PROGRESSBAR_H
