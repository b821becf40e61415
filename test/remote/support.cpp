#include "support.h"
#include <arpa/inet.h>
#include <fcntl.h>
#include <mutex>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>

namespace st::store::remote {
namespace {

std::mutex log_mutex;
std::vector<std::string> lines;

void note(const char *line) {
  const std::lock_guard locked(log_mutex);
  lines.emplace_back(line);
}

} // namespace

std::vector<std::string> logged() {
  const std::lock_guard locked(log_mutex);
  return lines;
}

bool have_redis() {
  static const bool found = [] {
    std::string path = std::getenv("PATH") ? std::getenv("PATH") : "/usr/bin";
    for (std::size_t at = 0; at <= path.size();) {
      const std::size_t end = std::min(path.find(':', at), path.size());
      if (::access((path.substr(at, end - at) + "/redis-server").c_str(), X_OK) == 0)
        return true;
      at = end + 1;
    }
    return false;
  }();
  return found;
}

int free_port() {
  // Tests that run at the same time have other process ids, and look elsewhere. All is below the
  // ports that the system gives to clients.
  for (int port = 10000 + static_cast<int>(::getpid() % 820) * 12; port < 20000; ++port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int other = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(static_cast<std::uint16_t>(port));
    bool free = ::bind(fd, reinterpret_cast<sockaddr *>(&at), sizeof(at)) == 0;
    // A node of a cluster also takes this one.
    at.sin_port = htons(static_cast<std::uint16_t>(port + 10000));
    free = free && ::bind(other, reinterpret_cast<sockaddr *>(&at), sizeof(at)) == 0;
    ::close(fd);
    ::close(other);
    if (free)
      return port;
  }
  return 0;
}

redis::redis(std::vector<std::string> options, int port)
    : options_(std::move(options)), port_(port) {
  start();
}

redis::~redis() { kill(); }

void redis::start() {
  std::vector<std::string> words = {"redis-server",
                                    "--save",
                                    "",
                                    "--appendonly",
                                    "no",
                                    "--unixsocket",
                                    socket(),
                                    "--port",
                                    std::to_string(port_),
                                    "--dir",
                                    where_.path,
                                    "--logfile",
                                    where_.path + "/log",
                                    "--bind",
                                    "127.0.0.1"};
  words.insert(words.end(), options_.begin(), options_.end());
  std::vector<char *> argv;
  for (std::string &word : words)
    argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // What redis-server says on its way is of no interest.
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(null, 1);
    ::dup2(null, 2);
    ::execvp(argv[0], argv.data());
    ::_exit(127);
  }
  EXPECT_TRUE(eventually([&] { return answers(); }));
}

void redis::kill(int signal) {
  if (pid_ < 0)
    return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
  ::unlink(socket().c_str());
}

bool redis::answers() const {
  settings how;
  how.socket = socket();
  connection one;
  request ping;
  ping.command(0, "PING");
  replies got;
  return one.open(how, {}, 0) == status::good &&
         one.exchange(ping, limits(), got) == status::good && !is_error(*got[0], "LOADING");
}

fake::fake(std::function<void(int)> serve) : serve_(std::move(serve)) {
  listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un at{};
  at.sun_family = AF_UNIX;
  const std::string path = where_.path + "/s";
  std::copy(path.begin(), path.end(), at.sun_path);
  if (::bind(listener_, reinterpret_cast<sockaddr *>(&at), sizeof(at)) != 0 ||
      ::listen(listener_, 64) != 0)
    ADD_FAILURE() << "cannot listen";
  accepting_ = std::thread([this] {
    for (;;) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0)
        return;
      accepted_.push_back(fd);
      threads_.emplace_back([this, fd] {
        serve_(fd);
        ::shutdown(fd, SHUT_RDWR);
      });
    }
  });
}

fake::~fake() {
  ending = true;
  ::shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  for (const int fd : accepted_)
    ::shutdown(fd, SHUT_RDWR);
  for (std::thread &one : threads_)
    one.join();
  for (const int fd : accepted_)
    ::close(fd);
  ::close(listener_);
}

std::shared_ptr<server> open_url(const std::string &url,
                                 const std::function<void(settings &)> &change) {
  static std::atomic<int> number{0};
  settings how;
  std::string why_not;
  if (!parse_url(url, how, why_not)) {
    ADD_FAILURE() << why_not;
    return nullptr;
  }
  how.log = &note;
  how.lease += ++number;
  // Sanitizers and busy machines make everything slow; what is about time sets its own.
  if (url.find("timeout=") == std::string::npos)
    how.timeout = how.connect_timeout = 10 * store::second;
  if (change)
    change(how);
  return server::open(how, why_not);
}

namespace {

std::string text_of(const reply &r) {
  switch (r.what) {
  case reply::kind::nil:
    return "<nil>";
  case reply::kind::text:
    return std::string(r.text());
  case reply::kind::integer:
    return std::to_string(r.integer);
  case reply::kind::array: {
    std::string all;
    for (const reply_ptr &one : r.elements)
      all += (all.empty() ? "" : " ") + text_of(*one);
    return all;
  }
  default:
    return r.line;
  }
}

} // namespace

std::string ask(server &s, std::string_view key, const std::vector<std::string> &words) {
  replies got;
  limits most;
  most.text = 1 << 27;
  most.elements = 10'000;
  most.depth = 5;
  if (!inside(s).run(key, most, got, [&](request &to) {
        to.command(static_cast<unsigned>(words.size() - 1), words[0]);
        for (std::size_t i = 1; i < words.size(); ++i)
          to.add(words[i]);
      }))
    return "<no answer>";
  return text_of(*got[0]);
}

} // namespace st::store::remote
