//===- Workers.h - Work in several processes ------------------------------===//

#ifndef STCACHE_TOOL_WORKERS_H
#define STCACHE_TOOL_WORKERS_H

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace stcache::tool {

/// Calls Work(0), ..., Work(Count - 1), each in a process of its own, at most Jobs at a time, and
/// gives what they return. Nothing for a process that died. A crash in one leaves the others alone.
std::vector<std::optional<std::string>> inProcesses(size_t Count, unsigned Jobs,
                                                    const std::function<std::string(size_t)> &Work);

} // namespace stcache::tool

#endif // STCACHE_TOOL_WORKERS_H
