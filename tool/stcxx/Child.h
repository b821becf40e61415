//===- Child.h - Processes beside each other ------------------------------===//

#ifndef STCXX_CHILD_H
#define STCXX_CHILD_H

#include <initializer_list>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace stcxx {

/// A command that runs while this process does other things. All that it starts is in
/// a process group of its own, so that it can be ended as a whole.
class Child {
public:
  enum ErrorOutput {
    Through, ///< goes where this process's goes
    Held,    ///< kept until it is released; to the command it looks the same
  };

  Child() = default;
  ~Child();
  Child(const Child &) = delete;
  Child &operator=(const Child &) = delete;

  /// With \p ReadOutput what it prints is kept in Output.
  void start(const std::vector<std::string> &Command, ErrorOutput Errors, bool ReadOutput = false);

  bool isRunning() const { return Pid > 0; }

  /// How it ended, as wait() tells it.
  int status() const { return Status; }
  bool succeeded() const { return !isRunning() && Status == 0; }

  std::string Output;

  /// What was held is printed, and what follows as it comes.
  void release();

  /// What was held so far.
  const std::string &held() const { return Text; }

  /// Ends it with all that it started, and waits until they are gone.
  void end();

private:
  friend void waitForAny(std::initializer_list<Child *> Children);
  friend void wait(Child &C);

  bool reap();
  void readAll();
  bool readSome(int &FD, std::string &Into);

  pid_t Pid = 0;
  pid_t Group = 0;
  int Status = 0;
  int OutputFD = -1, ErrorFD = -1;
  bool Released = false;
  std::string Text;
};

/// Waits until one of those that run has ended, reading what they print. Signals that end
/// this process reach all children; after that, this waits for them still.
void waitForAny(std::initializer_list<Child *> Children);
void wait(Child &C);

/// Starts the command and waits.
int runChild(const std::vector<std::string> &Command);

/// The signal that this process was sent to end it, since the first child was started.
std::optional<int> interruption();

} // namespace stcxx

#endif
