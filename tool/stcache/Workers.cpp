//===- Workers.cpp - Work in several processes ----------------------------===//

#include "Workers.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stcache::tool {
namespace {

struct Worker {
  size_t Index;
  pid_t Pid;
  int Pipe;
  std::string Output;
};

bool writeAll(int Fd, const std::string &Text) {
  for (size_t Done = 0; Done < Text.size();) {
    ssize_t N = write(Fd, Text.data() + Done, Text.size() - Done);
    if (N < 0 && errno != EINTR)
      return false;
    Done += size_t(std::max<ssize_t>(N, 0));
  }
  return true;
}

std::optional<Worker> start(size_t Index, const std::function<std::string(size_t)> &Work) {
  int Ends[2];
  if (pipe2(Ends, O_CLOEXEC) != 0)
    return std::nullopt;
  fflush(nullptr);
  pid_t Parent = getpid(), Pid = fork();
  if (Pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != Parent)
      _exit(1);
    _exit(writeAll(Ends[1], Work(Index)) ? 0 : 1);
  }
  close(Ends[1]);
  if (Pid > 0)
    return Worker{Index, Pid, Ends[0], {}};
  close(Ends[0]);
  return std::nullopt;
}

/// False at the end.
bool readSome(Worker &W) {
  char Buffer[1 << 16];
  ssize_t N = read(W.Pipe, Buffer, sizeof Buffer);
  if (N > 0)
    W.Output.append(Buffer, size_t(N));
  return N > 0 || (N < 0 && errno == EINTR);
}

bool endedWell(const Worker &W) {
  close(W.Pipe);
  int Status = 0;
  while (waitpid(W.Pid, &Status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(Status) && WEXITSTATUS(Status) == 0;
}

} // namespace

std::vector<std::optional<std::string>> inProcesses(size_t Count, unsigned Jobs,
                                                    const std::function<std::string(size_t)> &Work,
                                                    const std::function<void(size_t)> &Progress) {
  std::vector<std::optional<std::string>> Results(Count);
  std::vector<Worker> Running;
  for (size_t Next = 0; Next < Count || !Running.empty();) {
    while (Next < Count && Running.size() < std::max(Jobs, 1U))
      if (std::optional<Worker> W = start(Next++, Work))
        Running.push_back(std::move(*W));
    std::vector<pollfd> Polled;
    Polled.reserve(Running.size());
    for (const Worker &W : Running)
      Polled.push_back({W.Pipe, POLLIN, 0});
    if (poll(Polled.data(), Polled.size(), -1) < 0)
      continue;
    for (size_t I = Running.size(); I-- > 0;) {
      Worker &W = Running[I];
      if (Polled[I].revents == 0 || readSome(W))
        continue;
      if (endedWell(W))
        Results[W.Index] = std::move(W.Output);
      Running.erase(Running.begin() + ptrdiff_t(I));
      Progress(Next - Running.size());
    }
  }
  return Results;
}

} // namespace stcache::tool
