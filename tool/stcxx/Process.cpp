//===- Process.cpp - Running the compiler ---------------------------------===//

#include "Process.h"

#include <cctype>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace stcxx {

namespace {

volatile sig_atomic_t Child = 0;

extern "C" void passOn(int Signal) {
  if (Child > 0)
    kill(pid_t(Child), Signal);
}

std::vector<char *> pointers(const std::vector<std::string> &Command) {
  std::vector<char *> Result;
  Result.reserve(Command.size() + 1);
  for (const std::string &Arg : Command)
    Result.push_back(const_cast<char *>(Arg.c_str()));
  Result.push_back(nullptr);
  return Result;
}

/// In a child: not to outlive the parent, even one that died before the call.
void dieWith(pid_t Parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != Parent)
    _exit(1);
}

int waitFor(pid_t Pid) {
  int Status = 0;
  while (waitpid(Pid, &Status, 0) < 0 && errno == EINTR)
    ;
  return Status;
}

} // namespace

void printError(const std::string &Message, const std::string &Remedy) {
  std::string Text = "stcxx: error: " + Message + "\n";
  if (!Remedy.empty())
    Text += "stcxx: note: " + Remedy + "\n";
  fputs(Text.c_str(), stderr);
}

int become(const std::vector<std::string> &Command) {
  execvp(Command[0].c_str(), pointers(Command).data());
  int Error = errno;
  if (Error == ENOENT) {
    printError("'" + Command[0] + "' not found",
               "give the compiler by its full path, or put its directory into PATH");
    return 127;
  }
  printError("cannot run '" + Command[0] + "': " + strerror(Error),
             Error == E2BIG ? "pass the arguments in a response file: @file" : "");
  return 126;
}

int runAndWait(const std::vector<std::string> &Command) {
  constexpr int Signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2};
  sigset_t Block, Before;
  sigemptyset(&Block);
  for (int Signal : Signals)
    sigaddset(&Block, Signal);
  // Blocked until the child is known, so that none of them is lost in between.
  sigprocmask(SIG_BLOCK, &Block, &Before);
  pid_t Parent = getpid();
  pid_t Pid = fork();
  if (Pid == 0) {
    sigprocmask(SIG_SETMASK, &Before, nullptr);
    dieWith(Parent);
    _exit(become(Command));
  }
  if (Pid < 0) {
    sigprocmask(SIG_SETMASK, &Before, nullptr);
    printError(std::string("cannot start a process: ") + strerror(errno));
    exit(126);
  }
  Child = Pid;
  for (int Signal : Signals) {
    struct sigaction Old;
    sigaction(Signal, nullptr, &Old);
    if (Old.sa_handler == SIG_IGN)
      continue;
    struct sigaction Action = {};
    Action.sa_handler = passOn;
    sigaction(Signal, &Action, nullptr);
  }
  sigprocmask(SIG_SETMASK, &Before, nullptr);
  int Status = waitFor(Pid);
  Child = 0;
  return Status;
}

void endAs(int WaitStatus) {
  if (WIFSIGNALED(WaitStatus)) {
    int Signal = WTERMSIG(WaitStatus);
    // The child wrote the core file that there is to write.
    rlimit NoCore = {0, 0};
    setrlimit(RLIMIT_CORE, &NoCore);
    signal(Signal, SIG_DFL);
    sigset_t Only;
    sigemptyset(&Only);
    sigaddset(&Only, Signal);
    raise(Signal);
    sigprocmask(SIG_UNBLOCK, &Only, nullptr);
    _exit(128 + Signal);
  }
  exit(WEXITSTATUS(WaitStatus));
}

std::optional<std::string> capture(const std::vector<std::string> &Command, int Seconds) {
  int Pipe[2];
  if (pipe2(Pipe, O_CLOEXEC) != 0)
    return std::nullopt;
  std::vector<char *> Arguments = pointers(Command);
  pid_t Parent = getpid();
  pid_t Pid = fork();
  if (Pid == 0) {
    dieWith(Parent);
    int Null = open("/dev/null", O_RDWR);
    dup2(Null, 0);
    dup2(Pipe[1], 1);
    dup2(Null, 2);
    setpgid(0, 0);
    execvp(Arguments[0], Arguments.data());
    _exit(127);
  }
  close(Pipe[1]);
  std::string Text;
  time_t End = time(nullptr) + Seconds;
  bool Complete = false;
  while (Pid > 0 && time(nullptr) <= End && Text.size() < (1u << 20)) {
    pollfd Poll = {Pipe[0], POLLIN, 0};
    if (poll(&Poll, 1, 200) <= 0)
      continue;
    char Buffer[8192];
    ssize_t N = read(Pipe[0], Buffer, sizeof Buffer);
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0) {
      Complete = N == 0;
      break;
    }
    Text.append(Buffer, size_t(N));
  }
  close(Pipe[0]);
  if (Pid < 0)
    return std::nullopt;
  if (!Complete && kill(-Pid, SIGKILL) != 0)
    kill(Pid, SIGKILL);
  int Status = waitFor(Pid);
  if (!Complete || !WIFEXITED(Status) || WEXITSTATUS(Status) != 0)
    return std::nullopt;
  return Text;
}

std::string quote(const std::vector<std::string> &Command) {
  std::string Line;
  for (const std::string &Arg : Command) {
    if (!Line.empty())
      Line += ' ';
    bool Plain = !Arg.empty();
    for (unsigned char C : Arg)
      Plain &= isalnum(C) || strchr("-_./=+,:@%", C);
    if (Plain) {
      Line += Arg;
      continue;
    }
    Line += '\'';
    for (char C : Arg)
      C == '\'' ? Line += "'\\''" : Line += C;
    Line += '\'';
  }
  return Line;
}

} // namespace stcxx
