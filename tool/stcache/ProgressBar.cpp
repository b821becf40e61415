//===- ProgressBar.cpp - How far the work is ------------------------------===//

#include "ProgressBar.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

namespace stcache::tool {
namespace {

constexpr int Ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
constexpr std::string_view Erase = "\r\033[K";
pid_t Owner;
struct sigaction Before[std::size(Ending)];

void put(std::string_view Text) {
  // What a terminal does not take is not worth an error.
  [[maybe_unused]] ssize_t N = write(STDERR_FILENO, Text.data(), Text.size());
}

/// Workers inherit it, and leave the line to their parent.
void endBySignal(int Signal) {
  if (getpid() == Owner)
    put(Erase);
  raise(Signal); // the default action, as SA_RESETHAND says
}

size_t terminalWidth() {
  winsize Size{};
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &Size) != 0 || Size.ws_col == 0)
    return 80;
  return Size.ws_col;
}

bool isUsableTerminal() {
  const char *Kind = getenv("TERM");
  return isatty(STDERR_FILENO) && Kind && std::string_view(Kind) != "dumb";
}

} // namespace

std::string progressLine(size_t Done, size_t Total, size_t Width) {
  std::string Count = std::to_string(Done) + "/" + std::to_string(Total);
  if (Width < Count.size())
    return "";
  constexpr size_t Least = 5, Most = 50;
  std::string Text = Count + (Total == 1 ? " file" : " files");
  if (Width < Text.size() + Least + 3)
    return Width < Text.size() ? Count : Text;
  size_t Bar = std::min(Width - Text.size() - 3, Most), Full = Total ? Bar * Done / Total : Bar;
  return "[" + std::string(Full, '=') + std::string(Bar - Full, ' ') + "] " + Text;
}

ProgressBar::ProgressBar(size_t Total) : Total(Total), OnTerminal(isUsableTerminal()) {
  if (!OnTerminal)
    return;
  Owner = getpid();
  for (size_t I = 0; I < std::size(Ending); ++I) {
    struct sigaction Action = {};
    Action.sa_handler = endBySignal;
    Action.sa_flags = int(SA_RESETHAND);
    sigaction(Ending[I], nullptr, &Before[I]);
    if (Before[I].sa_handler != SIG_IGN)
      sigaction(Ending[I], &Action, nullptr);
  }
  show(0);
}

ProgressBar::~ProgressBar() {
  if (!OnTerminal)
    return;
  put(Erase);
  for (size_t I = 0; I < std::size(Ending); ++I)
    sigaction(Ending[I], &Before[I], nullptr);
}

void ProgressBar::show(size_t Done) {
  if (!OnTerminal)
    return;
  // In the last column, some terminals would go on to the next line.
  std::string Line = progressLine(Done, Total, terminalWidth() - 1);
  if (Line != Shown)
    put(std::string(Erase) + Line);
  Shown = std::move(Line);
}

} // namespace stcache::tool
