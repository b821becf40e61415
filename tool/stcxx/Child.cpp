//===- Child.cpp - Processes beside each other ----------------------------===//

#include "Child.h"

#include "Process.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

namespace stcxx {

namespace {

constexpr unsigned PatienceMilliseconds = 2000;

volatile sig_atomic_t Interrupted = 0; // first signal to end this process
volatile sig_atomic_t Pending = 0;     // one that children have not been sent yet

extern "C" void noteSignal(int Signal) {
  if (Signal == SIGCHLD)
    return;
  if (!Interrupted)
    Interrupted = Signal;
  Pending = Signal;
}

sigset_t BeforeBlocking; // what children start with, and what applies while waiting

/// From here on, signals arrive only while this process waits for something.
void blockSignals() {
  static bool Done = false;
  if (std::exchange(Done, true))
    return;
  // What children leave behind when they are ended becomes a child of this process.
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t Block;
  sigemptyset(&Block);
  for (int Signal : {SIGCHLD, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2}) {
    struct sigaction Old, New = {};
    New.sa_handler = noteSignal;
    sigaction(Signal, nullptr, &Old);
    if (Old.sa_handler == SIG_IGN && Signal != SIGCHLD)
      continue;
    sigaction(Signal, &New, nullptr);
    sigaddset(&Block, Signal);
  }
  sigprocmask(SIG_BLOCK, &Block, &BeforeBlocking);
  sigdelset(&BeforeBlocking, SIGCHLD);
}

void printAll(std::string &Text) {
  for (std::string_view Rest = Text; !Rest.empty();) {
    ssize_t N = write(STDERR_FILENO, Rest.data(), Rest.size());
    if (N < 0 && errno == EINTR)
      continue;
    if (N <= 0)
      break;
    Rest.remove_prefix(size_t(N));
  }
  Text.clear();
}

/// The two ends of a terminal like the one that stderr is.
bool openTerminal(int (&Ends)[2]) {
  int Master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (Master < 0)
    return false;
  char Name[128];
  int Slave = -1;
  if (grantpt(Master) == 0 && unlockpt(Master) == 0 && ptsname_r(Master, Name, sizeof Name) == 0)
    Slave = open(Name, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (Slave < 0) {
    close(Master);
    return false;
  }
  termios Modes;
  if (tcgetattr(Slave, &Modes) == 0) {
    cfmakeraw(&Modes);
    tcsetattr(Slave, TCSANOW, &Modes);
  }
  winsize Size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &Size) == 0)
    ioctl(Slave, TIOCSWINSZ, &Size);
  Ends[0] = Master;
  Ends[1] = Slave;
  return true;
}

/// Where to read what is written to Ends[1]. A compiler colours, and folds, what it says
/// to a terminal.
bool openErrors(int (&Ends)[2]) {
  return (isatty(STDERR_FILENO) && openTerminal(Ends)) || pipe2(Ends, O_CLOEXEC) == 0;
}

[[noreturn]] void failToStart() {
  printError(std::string("cannot start a process: ") + strerror(errno));
  exit(126);
}

} // namespace

Child::~Child() {
  if (isRunning())
    end();
}

void Child::start(const std::vector<std::string> &Command, ErrorOutput Errors, bool ReadOutput) {
  blockSignals();
  int Out[2] = {-1, -1}, Err[2] = {-1, -1};
  if ((ReadOutput && pipe2(Out, O_CLOEXEC) != 0) || (Errors == Held && !openErrors(Err)))
    failToStart();
  fflush(nullptr);
  pid_t Parent = getpid();
  Pid = fork();
  if (Pid < 0)
    failToStart();
  if (Pid == 0) {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != Parent)
      _exit(1);
    // A group in the background writes to the terminal, even after `stty tostop`.
    signal(SIGTTOU, SIG_IGN);
    if (ReadOutput)
      dup2(Out[1], STDOUT_FILENO);
    if (Errors == Held)
      dup2(Err[1], STDERR_FILENO);
    for (int Signal : {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD}) {
      struct sigaction Now;
      sigaction(Signal, nullptr, &Now);
      if (Now.sa_handler == noteSignal)
        signal(Signal, SIG_DFL);
    }
    sigprocmask(SIG_SETMASK, &BeforeBlocking, nullptr);
    _exit(become(Command));
  }
  setpgid(Pid, Pid); // whichever of the two comes first
  Group = Pid;
  OutputFD = Out[0];
  ErrorFD = Err[0];
  for (int FD : {Out[1], Err[1]})
    if (FD >= 0)
      close(FD);
  for (int FD : {OutputFD, ErrorFD})
    if (FD >= 0)
      fcntl(FD, F_SETFL, O_NONBLOCK);
}

bool Child::readSome(int &FD, std::string &Into) {
  char Buffer[16384];
  ssize_t N = read(FD, Buffer, sizeof Buffer);
  if (N > 0) {
    Into.append(Buffer, size_t(N));
    return true;
  }
  // A terminal of which the other end is closed gives an error.
  if (N == 0 || (errno != EAGAIN && errno != EINTR)) {
    close(FD);
    FD = -1;
  }
  return false;
}

void Child::readAll() {
  while (OutputFD >= 0 && readSome(OutputFD, Output))
    ;
  while (ErrorFD >= 0 && readSome(ErrorFD, Text))
    ;
  if (Released)
    printAll(Text);
}

void Child::release() {
  Released = true;
  printAll(Text);
}

bool Child::reap() {
  int Ended = 0;
  if (!isRunning() || waitpid(Pid, &Ended, WNOHANG) != Pid)
    return false;
  Pid = 0;
  Status = Ended;
  readAll();
  for (int *FD : {&OutputFD, &ErrorFD})
    if (*FD >= 0)
      close(std::exchange(*FD, -1));
  return true;
}

void Child::end() {
  if (isRunning()) {
    kill(-Group, SIGTERM);
    // Those of the group that the command itself does not wait for come to this process.
    int Ended = 0;
    pid_t Gone;
    for (unsigned Waited = 0; (Gone = waitpid(-Group, &Ended, WNOHANG)) >= 0; ++Waited) {
      if (Gone == Pid)
        Status = Ended;
      if (Gone == 0)
        usleep(1000);
      if (Waited == PatienceMilliseconds)
        kill(-Group, SIGKILL);
    }
    Pid = 0;
  }
  for (int *FD : {&OutputFD, &ErrorFD})
    if (*FD >= 0)
      close(std::exchange(*FD, -1));
  Text.clear();
}

void waitForAny(std::initializer_list<Child *> Children) {
  for (;;) {
    bool Running = false, Ended = false;
    for (Child *C : Children) {
      Ended |= C->reap();
      Running |= C->isRunning();
    }
    if (Ended || !Running)
      return;
    if (int Signal = std::exchange(Pending, 0))
      for (Child *C : Children)
        if (C->isRunning())
          kill(-C->Group, Signal);
    std::vector<pollfd> Polls;
    for (Child *C : Children)
      for (int FD : {C->OutputFD, C->ErrorFD})
        if (C->isRunning() && FD >= 0)
          Polls.push_back({FD, POLLIN, 0});
    ppoll(Polls.data(), Polls.size(), nullptr, &BeforeBlocking);
    for (Child *C : Children)
      if (C->isRunning())
        C->readAll();
  }
}

void wait(Child &C) {
  while (C.isRunning())
    waitForAny({&C});
}

int runChild(const std::vector<std::string> &Command) {
  Child C;
  C.start(Command, Child::Through);
  wait(C);
  return C.status();
}

std::optional<int> interruption() {
  // One that waits to be delivered counts, too.
  timespec Now = {};
  if (!Interrupted)
    ppoll(nullptr, 0, &Now, &BeforeBlocking);
  return Interrupted ? std::optional<int>(Interrupted) : std::nullopt;
}

} // namespace stcxx
