// Eight processes that need the same results at the same time compute each once, whoever is killed.
// RUN: rm -rf %t && mkdir -p %t && %stcxx -O1 %s -o %t/program
// RUN: env STCACHE_DIR=%t/store %t/program %t/log | %FileCheck %s
// CHECK: 20 computed
// CHECK: killed: 1 more
#include <st/cache.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <signal.h>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
static const char *log_file;
static void note() {
  int file = open(log_file, O_CREAT | O_WRONLY | O_APPEND, 0600);
  if (write(file, "x", 1) != 1)
    std::abort();
  close(file);
}
static long noted() {
  struct stat s;
  return stat(log_file, &s) ? 0 : long(s.st_size);
}
[[st::cache_data(persist = disk)]] std::string slow(int x) {
  note();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return std::to_string(x);
}
[[st::cache_data(persist = disk)]] int endless(int x) {
  note();
  if (x == 0 && std::getenv("FIRST"))
    std::this_thread::sleep_for(std::chrono::hours(1));
  return x;
}
int main(int, char **arguments) {
  log_file = arguments[1];
  for (int p = 0; p < 8; ++p)
    if (fork() == 0) {
      for (int i = 0; i < 20; ++i)
        if (slow((i + p) % 20) != std::to_string((i + p) % 20))
          _exit(1);
      _exit(0);
    }
  for (int p = 0, status; p < 8; ++p)
    if (wait(&status) < 0 || status != 0)
      return 1;
  const long computed = noted();
  std::printf("%ld computed\n", computed);
  std::fflush(stdout);
  pid_t first = fork();
  if (first == 0) {
    setenv("FIRST", "1", 1);
    endless(0);
    _exit(0);
  }
  while (noted() == computed)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  pid_t second = fork();
  if (second == 0)
    _exit(endless(0) == 0 ? 0 : 1);
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const long before = noted();
  kill(first, SIGKILL);
  int status;
  waitpid(first, &status, 0);
  waitpid(second, &status, 0);
  std::printf("killed: %ld more\n", status == 0 && before == computed + 1 ? noted() - before : -1);
}
