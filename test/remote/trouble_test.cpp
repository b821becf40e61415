// Servers that are not there, slow, dying or mad: no call hangs, and no value is wrong.
#include "support.h"
#include <arpa/inet.h>
#include <random>
#include <sys/socket.h>

namespace st::store::remote {
namespace {

using store::pattern;
using store::put_result;

// Of a call with the timeouts that these tests set, also on a busy machine.
constexpr double soon = 1.5 * store::slowness;
constexpr const char *quick = "?timeout=200ms&connect=200ms";

void send_text(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (n <= 0)
      return;
    text.remove_prefix(static_cast<std::size_t>(n));
  }
}
bool receive(int fd) {
  char bytes[65536];
  return ::recv(fd, bytes, sizeof(bytes), 0) > 0;
}

// A call returns at once while the breaker is open. The best of many, as others use the machine.
void expect_at_once(server &s) {
  const place where = place_of(s, 1);
  double best = 1;
  for (int i = 0; i < 20; ++i)
    best = std::min(best, seconds_of([&] {
                            lookup found;
                            for (int j = 0; j < 100; ++j)
                              s.find(where, {}, 0, false, found);
                          }) / 100);
  EXPECT_LT(best, 1e-6 * store::slowness);
}

// All calls there are, none of which may succeed.
void expect_misses(server &s) {
  const place where = place_of(s, 1);
  EXPECT_EQ(value_of(s, where), "<none>");
  lease right = s.acquire(where);
  EXPECT_NE(s.put(where, view("v"), {}, 1, &right), put_result::stored);
  EXPECT_FALSE(s.erase(where));
  EXPECT_FALSE(s.clear_symbol("_Z1fi"));
  EXPECT_EQ(s.secret(), nullptr);
}

TEST(remote_trouble, nobody_listens) {
  const std::size_t before = logged().size();
  const auto s = open_url("redis://127.0.0.1:1");
  EXPECT_LT(seconds_of([&] { expect_misses(*s); }), soon);
  expect_at_once(*s);
  EXPECT_EQ(s->events().errors, 1u);
  EXPECT_EQ(logged().size(), before + 1);
  const auto no_socket = open_url("unix:///nonexistent/socket");
  expect_misses(*no_socket);
  const auto no_name = open_url("redis://name.invalid?connect=200ms");
  EXPECT_LT(seconds_of([&] { expect_misses(*no_name); }), soon);
  expect_at_once(*no_name);
}

TEST(remote_trouble, nobody_accepts) {
  const store::directory where;
  const std::string path = where.path + "/s";
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(at);
  ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr *>(&at), size), 0);
  ASSERT_EQ(::listen(listener, 0), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr *>(&at), &size), 0);
  const std::string url = "redis://127.0.0.1:" + std::to_string(ntohs(at.sin_port)) + quick;
  // The first ones get into the queue and no answer, the later ones no connection.
  for (int i = 0; i < 4; ++i) {
    const auto s = open_url(url);
    EXPECT_LT(seconds_of([&] { expect_misses(*s); }), soon);
    EXPECT_EQ(s->events().timeouts, 1u);
    expect_at_once(*s);
  }
  ::close(listener);
}

TEST(remote_trouble, stopped_and_continued) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url(quick));
  ASSERT_EQ(put_value(*s, place_of(*s, 1), "v"), put_result::stored);
  r.stop();
  EXPECT_LT(seconds_of([&] { EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>"); }), soon);
  EXPECT_EQ(s->events().timeouts, 1u);
  expect_at_once(*s);
  const std::size_t before = logged().size();
  r.go_on();
  EXPECT_TRUE(eventually([&] { return value_of(*s, place_of(*s, 1)) == "v"; }));
  EXPECT_EQ(logged().size(), before + 1);
  EXPECT_NE(logged().back().find("again"), std::string::npos);
}

TEST(remote_trouble, restarted) {
  NEEDS_REDIS();
  redis r;
  const auto s = open_url(r.url());
  put_value(*s, place_of(*s, 1), "v");
  r.kill();
  r.start();
  // The connection of before is dead, which is no trouble.
  EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>");
  EXPECT_EQ(s->events().errors, 0u);
  EXPECT_EQ(put_value(*s, place_of(*s, 1), "new"), put_result::stored);
  r.kill();
  EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>");
  EXPECT_EQ(s->events().errors, 1u);
  r.start();
  EXPECT_TRUE(
      eventually([&] { return put_value(*s, place_of(*s, 1), "newer") == put_result::stored; }));
}

TEST(remote_trouble, bytes_trickle) {
  std::atomic<bool> *ending = nullptr;
  fake f([&](int fd) {
    receive(fd);
    const std::string text = "*2\r\n$1\r\n7\r\n$1000000\r\n";
    for (std::size_t i = 0; !*ending; ++i) {
      send_text(fd, i < text.size() ? text.substr(i, 1) : "x");
      ::usleep(5000);
    }
  });
  ending = &f.ending;
  const auto s = open_url(f.url(quick));
  EXPECT_LT(seconds_of([&] { EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>"); }), soon);
  EXPECT_EQ(s->events().timeouts, 1u);
  expect_at_once(*s);
}

TEST(remote_trouble, nonsense) {
  const std::string deep = [] {
    std::string text;
    for (int i = 0; i < 1000; ++i)
      text += "*1\r\n";
    return text;
  }();
  const std::string all[] = {
      "$9223372036854775807\r\n",
      "$18446744073709551617\r\nxx",
      "$-9223372036854775808\r\n",
      "$-2\r\n",
      "$99999999999999999999999999999999999999999999999",
      "*2\r\n$1\r\n7\r\n$536870912\r\n",
      "*2\r\n$1\r\n7\r\n$536870913\r\n",
      "*2147483647\r\n",
      "*-5\r\n",
      "*1000000000000\r\n",
      "*100\r\n",
      "*0\r\n",
      "*-1\r\n",
      "*1\r\n:1\r\n",
      "*3\r\n:1\r\n:2\r\n:3\r\n",
      "*2\r\n:1\r\n:2\r\n",
      "*2\r\n+a\r\n-b\r\n",
      "*2\r\n*2\r\n:1\r\n:2\r\n:3\r\n",
      deep,
      ":1\r\n",
      ":99999999999999999999999\r\n",
      ":\r\n",
      "+OK\r\n",
      "-ERR no\r\n",
      "-\r\n",
      "-MOVED\r\n",
      "-MOVED 1\r\n",
      "-MOVED 99999 :0\r\n",
      "-MOVED 1 127.0.0.1:99999999\r\n",
      "-ASK x y:z\r\n",
      "$5\r\nhello\r\n",
      "$-1\r\n",
      "*2\r\n$1\r\n7\r\n$5\r\nhello\r\n",
      "*2\r\n$1\r\n7\r\n$5\r\nhel",
      "*2\r\n$1\r\n7\r\n$-1\r\n+more\r\n+more\r\n+more\r\n",
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      std::string(1'000'000, 'x'),
      "+" + std::string(1'000'000, 'x'),
      "$" + std::string(1'000'000, '1'),
      "*" + std::string(1'000'000, '1'),
      std::string(1'000'000, '\0'),
      std::string(1'000'000, '\r'),
      std::string("+\n\r\0\n", 5),
      "",
  };
  for (const std::string &text : all) {
    // Once it is all there is, once the connection stays.
    for (const bool ends : {true, false}) {
      const fake f([&](int fd) {
        while (receive(fd)) {
          send_text(fd, text);
          if (ends)
            return;
        }
      });
      const auto s = open_url(f.url("?timeout=30ms&connect=200ms"));
      EXPECT_LT(seconds_of([&] {
                  EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>");
                  EXPECT_EQ(value_of(*s, place_of(*s, 1), {}, 0, true), "<none>");
                }),
                soon)
          << text.substr(0, 60);
    }
    const fake f([&](int fd) {
      while (receive(fd))
        send_text(fd, text);
    });
    const auto s = open_url(f.url("?timeout=30ms&connect=200ms"),
                            [](settings &how) { how.lease = 20 * millisecond; });
    EXPECT_LT(seconds_of([&] {
                const lease right = s->acquire(place_of(*s, 1));
                s->put(place_of(*s, 1), view("v"), {}, 1);
                s->erase(place_of(*s, 1));
                s->clear_symbol("_Z1fi");
                EXPECT_EQ(s->secret(), nullptr);
              }),
              2 * soon)
        << text.substr(0, 60);
  }
}

TEST(remote_trouble, random_bytes) {
  std::atomic<unsigned> seed{1};
  const fake f([&](int fd) {
    while (receive(fd)) {
      // Half of it from what replies are made of.
      std::mt19937 random(seed++);
      std::string text;
      for (std::size_t left = random() % 300; left > 0; --left)
        text += random() % 2 ? static_cast<char>(random()) : "$*+-:\r\n0123456789"[random() % 17];
      send_text(fd, text);
      if (random() % 2)
        return;
    }
  });
  for (int i = 0; i < 100; ++i) {
    const auto s = open_url(f.url("?timeout=20ms&connect=200ms"));
    EXPECT_LT(seconds_of([&] {
                EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>");
                s->put(place_of(*s, 1), view("v"), {}, 1);
                EXPECT_EQ(s->secret(), nullptr);
              }),
              soon);
  }
}

TEST(remote_trouble, redirections_in_a_circle_end) {
  const int port = free_port();
  const fake f([&](int fd) {
    while (receive(fd))
      send_text(fd, "-MOVED 5 127.0.0.1:" + std::to_string(port) + "\r\n");
  });
  const auto s = open_url(f.url(quick));
  EXPECT_LT(seconds_of([&] { expect_misses(*s); }), soon);
}

TEST(remote_trouble, loading_and_busy) {
  for (const char *const text : {"-LOADING x\r\n", "-BUSY x\r\n", "-CLUSTERDOWN x\r\n",
                                 "-ERR max number of clients reached\r\n"}) {
    const fake f([&](int fd) {
      while (receive(fd))
        send_text(fd, text);
    });
    const auto s = open_url(f.url(quick));
    expect_misses(*s);
    EXPECT_EQ(s->events().errors, 1u);
    expect_at_once(*s);
  }
}

TEST(remote_trouble, killed_at_random_while_threads_use_it) {
  NEEDS_REDIS();
  redis r;
  const auto s = open_url(r.url(quick));
  std::atomic<bool> done{false};
  std::atomic<int> wrong{0};
  std::atomic<int> hits{0};
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      while (!done) {
        const std::uint64_t key = random() % 20;
        const std::size_t size = key * key * 500;
        const std::string found = value_of(*s, place_of(*s, key));
        if (found != "<none>") {
          ++hits;
          wrong += found != pattern(key, size);
        } else {
          put_value(*s, place_of(*s, key), pattern(key, size));
        }
      }
    });
  }
  std::mt19937 random(99);
  for (int i = 0; i < 6; ++i) {
    sleep_ms(static_cast<int>(random() % 500));
    r.kill(i % 2 ? SIGKILL : SIGTERM);
    sleep_ms(static_cast<int>(random() % 200));
    r.start();
    if (i % 2) {
      const int hits_before = hits;
      EXPECT_TRUE(eventually([&] { return hits > hits_before; }, 20'000));
    }
  }
  done = true;
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(hits, 0);
}

TEST(remote_trouble, breaker_pauses_grow) {
  breaker b(20 * millisecond, 80 * millisecond);
  using admission = breaker::admission;
  EXPECT_EQ(b.admit(store::second), admission::yes);
  EXPECT_FALSE(b.failed(admission::no));
  EXPECT_TRUE(b.failed(admission::yes));
  EXPECT_FALSE(b.failed(admission::yes)); // said once
  EXPECT_EQ(b.admit(store::second), admission::no);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(eventually([&] {
      const admission got = b.admit(10 * store::second);
      if (got == admission::trial) {
        EXPECT_EQ(b.admit(store::second), admission::no); // only one
      }
      return got == admission::trial;
    }));
    EXPECT_FALSE(b.failed(admission::trial));
  }
  EXPECT_TRUE(eventually([&] { return b.admit(store::second) == admission::trial; }));
  EXPECT_FALSE(b.succeeded(admission::yes));
  EXPECT_TRUE(b.succeeded(admission::trial));
  EXPECT_EQ(b.admit(store::second), admission::yes);
}

} // namespace
} // namespace st::store::remote
