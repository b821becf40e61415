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
/// Progress is told how many are done, each time that one is.
std::vector<std::optional<std::string>> inProcesses(
    size_t Count, unsigned Jobs, const std::function<std::string(size_t)> &Work,
    const std::function<void(size_t)> &Progress = [](size_t) {});

} // namespace stcache::tool

#endif // STCACHE_TOOL_WORKERS_H
