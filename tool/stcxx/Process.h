//===- Process.h - Running the compiler -----------------------------------===//

#ifndef STCXX_PROCESS_H
#define STCXX_PROCESS_H

#include <optional>
#include <string>
#include <vector>

namespace stcxx {

/// Prints "stcxx: error: ..." and, when not empty, "stcxx: note: ..." (the remedy).
void printError(const std::string &Message, const std::string &Remedy = {});

/// Becomes the command. Returns only when that fails, after saying why, with the
/// status to exit with: 127 for a program that is not there, 126 for another reason.
int become(const std::vector<std::string> &Command);

/// Runs the command as a child and waits. Signals to end reach the child too, and
/// it dies with this process. Returns its wait status.
int runAndWait(const std::vector<std::string> &Command);

/// Ends this process as \p WaitStatus says a child ended: same status, same signal.
[[noreturn]] void endAs(int WaitStatus);

/// What the command prints, when it ends with status 0 within \p Seconds. It reads
/// nothing, and what it says on stderr is dropped.
std::optional<std::string> capture(const std::vector<std::string> &Command, int Seconds);

/// The command for a POSIX shell.
std::string quote(const std::vector<std::string> &Command);

} // namespace stcxx

#endif
