// A hit on the remote store beside a GET of as many bytes by hiredis alone, in one run, against a
// redis-server that is started for it, through a Unix socket and through TCP. The two take turns,
// so that both see the same machine; printed are the medians in microseconds and their ratio:
//   stcache_bench_remote [rounds]
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <remote/server.h>
#include <signal.h>
#include <store/calls.h>
#include <string>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace {

namespace remote = st::store::remote;

void must(bool good, const char *what) {
  if (good)
    return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

struct redis {
  redis() {
    must(::mkdtemp(directory.data()) != nullptr, "no directory");
    pid = ::fork();
    if (pid == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
      ::dup2(null, 1);
      ::execlp("redis-server", "redis-server", "--save", "", "--appendonly", "no", "--unixsocket",
               socket().c_str(), "--port", port_text.c_str(), "--bind", "127.0.0.1",
               static_cast<char *>(nullptr));
      ::_exit(127);
    }
    for (int i = 0; i < 500 && ::access(socket().c_str(), F_OK) != 0; ++i)
      ::usleep(10'000);
  }
  ~redis() {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    ::unlink(socket().c_str());
    ::rmdir(directory.c_str());
  }
  redis(const redis &) = delete;
  redis &operator=(const redis &) = delete;
  std::string socket() const { return directory + "/s"; }

  std::string directory = "/tmp/stcache-bench-XXXXXX";
  int port = 20000 + static_cast<int>(::getpid() % 20000);
  std::string port_text = std::to_string(port);
  pid_t pid = -1;
};

double median(std::vector<double> all) {
  std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2),
                   all.end());
  return all[all.size() / 2];
}

template <class F> double microseconds(const F &what, int times) {
  const std::int64_t from = st::store::monotonic_time();
  for (int i = 0; i < times; ++i)
    what();
  return static_cast<double>(st::store::monotonic_time() - from) / 1e3 / times;
}

std::shared_ptr<remote::server> open(const std::string &url) {
  remote::settings how;
  std::string why_not;
  must(remote::parse_url(url, how, why_not), why_not.c_str());
  return remote::server::open(how, why_not);
}

void compare(const char *name, const std::shared_ptr<remote::server> &server, redisContext *plain,
             std::size_t size, int rounds) {
  const remote::group group = server->open_function({"_Z1fi", "f(int)", {1, 2}, 3});
  const remote::place where{group.symbol, {group.id, {size, 1}}};
  std::string value(size, 0);
  for (std::size_t i = 0; i < size; ++i)
    value[i] = static_cast<char>(i * 2654435761u >> 13);
  remote::lookup found;
  server->find(where, {}, 0, false, found);
  must(server->put(where, {reinterpret_cast<const unsigned char *>(value.data()), size}, {},
                   found.clears) == st::store::put_result::stored,
       "not stored");
  ::freeReplyObject(::redisCommand(plain, "SET plain %b", value.data(), value.size()));
  const int times = size < 100'000 ? 50 : 5;
  std::vector<double> hits;
  std::vector<double> bounded;
  std::vector<double> gets;
  for (int i = 0; i < rounds; ++i) {
    gets.push_back(microseconds(
        [&] {
          auto *const r = static_cast<redisReply *>(::redisCommand(plain, "GET plain"));
          must(r && r->type == REDIS_REPLY_STRING && r->len == size, "no value");
          ::freeReplyObject(r);
        },
        times));
    hits.push_back(
        microseconds([&] { must(server->find(where, {}, 0, false, found), "no hit"); }, times));
    bounded.push_back(
        microseconds([&] { must(server->find(where, {}, 0, true, found), "no hit"); }, times));
  }
  const double get = median(gets);
  std::printf("%-6s %9zu bytes: GET %9.1f us, hit %9.1f us (%.2f), with max_entries %9.1f us "
              "(%.2f)\n",
              name, size, get, median(hits), median(hits) / get, median(bounded),
              median(bounded) / get);
}

} // namespace

int main(int argc, char **argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 51;
  const redis server;
  redisContext *const local = ::redisConnectUnix(server.socket().c_str());
  redisContext *const tcp = ::redisConnect("127.0.0.1", server.port);
  must(local && !local->err && tcp && !tcp->err, "no redis-server");
  // For all sizes the same connections: TCP makes their windows larger as they are used.
  const auto near = open("unix://" + server.socket());
  const auto far = open("redis://127.0.0.1:" + server.port_text);
  for (const std::size_t size : {100, 1000, 10'000, 100'000, 1'000'000, 10'000'000}) {
    compare("socket", near, local, size, rounds);
    compare("tcp", far, tcp, size, rounds);
  }
  ::redisFree(local);
  ::redisFree(tcp);
  remote::settings closed;
  closed.host = "127.0.0.1";
  closed.port = 1;
  std::string why_not;
  const auto nobody = remote::server::open(closed, why_not);
  remote::lookup found;
  const auto miss = [&] { nobody->find({}, {}, 0, false, found); };
  miss();
  std::printf("miss while the breaker is open: %.3f us\n", microseconds(miss, 100'000));
  return 0;
}
