// Threads that see different inputs at the same time: each gets what belongs to its own.
#include "wrap.h"
#include <chrono>
#include <gtest/gtest.h>
#include <random>
#include <thread>

namespace {

constexpr int values = 4;
// As if each thread were a session of its own.
thread_local int seen[4];
std::atomic<int> bodies{0};

int read(int which) {
  return st::slider(std::string(1, static_cast<char>('a' + which)), 0, values, 0);
}

auto allowed() { return st::detail::options(st::experimental_allow_widgets = true); }
auto bounded() {
  return st::detail::options(st::experimental_allow_widgets = true, st::max_entries = 7);
}

int inner_of(int n, const int *v) { return n * 1000 + v[3]; }
int outer_of(int n, const int *v) {
  return v[0] % 2 ? inner_of(n, v) * 100 + v[0] * 10 + v[1] : inner_of(n + v[2], v) * 100 + v[0];
}

CACHED_DATA(int, inner, (int n), allowed, nullptr, 0, static_cast<int &&>(n)) {
  ++bodies;
  return n * 1000 + read(3);
}
template <int (*Inner)(int)> int outer_value(int n) {
  ++bodies;
  const int a = read(0);
  if (a % 2)
    return Inner(n) * 100 + a * 10 + read(1);
  return Inner(n + read(2)) * 100 + a;
}
CACHED_DATA(int, outer, (int n), allowed, nullptr, 0, static_cast<int &&>(n)) {
  return outer_value<inner>(n);
}
CACHED_DATA(int, small, (int n), bounded, nullptr, 0, static_cast<int &&>(n)) {
  return outer_value<inner>(n);
}

struct with_provider {
  with_provider() {
    st::set_input_provider([](const st::Input &input) {
      return std::optional<std::string>(std::to_string(seen[input.label[0] - 'a']));
    });
  }
  ~with_provider() { st::set_input_provider(nullptr); }
};

void run(int seed, int rounds, std::atomic<int> &wrong) {
  std::mt19937 random(static_cast<unsigned>(seed));
  for (int i = 0; i < rounds; ++i) {
    if (random() % 4 == 0)
      for (int &v : seen)
        v = static_cast<int>(random() % values);
    const int n = static_cast<int>(random() % 3);
    switch (random() % 16) {
    case 0:
      st::cached(outer).clear(n);
      break;
    case 1:
      st::cached(inner).clear();
      break;
    case 2:
      static_cast<void>(st::cached(outer).contains(n));
      break;
    default:
      wrong += outer(n) != outer_of(n, seen);
      wrong += small(n) != outer_of(n, seen);
    }
  }
}

TEST(reads, each_thread_gets_what_belongs_to_its_inputs) {
  const with_provider provider;
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([i, &wrong] { run(i, 3000, wrong); });
  for (std::thread &t : threads)
    t.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_LE(st::cached(small).stats().entries, 7u);
  // With enough calls in peace, all is known.
  for (int round = 0; round < 2; ++round) {
    const int before = bodies;
    for (seen[0] = 0; seen[0] < values; ++seen[0])
      for (seen[3] = 0; seen[3] < values; ++seen[3])
        EXPECT_EQ(outer(1), outer_of(1, seen));
    if (round == 1) {
      EXPECT_EQ(bodies, before);
    }
  }
}

// Somebody who sees other inputs waits for a computation that is cleared meanwhile: its value is
// not his.
std::atomic<bool> entered{false}, go_on{false};
CACHED_DATA(int, held_up, (int n), allowed, nullptr, 0, static_cast<int &&>(n)) {
  const int value = read(0);
  entered = true;
  while (!go_on)
    std::this_thread::yield();
  return n + value;
}
TEST(reads, who_waits_gets_nothing_that_belongs_to_other_inputs) {
  const with_provider provider;
  for (const bool cleared : {false, true}) {
    entered = go_on = false;
    st::cached(held_up).clear();
    int mine = 0, other = 0;
    std::thread first([&] {
      seen[0] = 1;
      mine = held_up(10);
    });
    while (!entered)
      std::this_thread::yield();
    std::thread second([&] {
      seen[0] = 2;
      other = held_up(10);
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    if (cleared)
      st::cached(held_up).clear(10);
    go_on = true;
    first.join();
    second.join();
    EXPECT_EQ(mine, 11);
    EXPECT_EQ(other, 12);
  }
}

// What a computation throws is not for those who see other inputs either. A computation that fails
// takes its step along, while others are on their way.
CACHED_DATA(int, failing, (int n), allowed, nullptr, 0, static_cast<int &&>(n)) {
  const int first = read(0);
  if (first == 2)
    throw first;
  return n + first * 10 + read(1) * 100;
}
TEST(reads, who_waits_gets_no_exception_that_belongs_to_other_inputs) {
  const with_provider provider;
  std::atomic<int> wrong{0};
  std::atomic<bool> done{false};
  std::thread fails([&] {
    seen[0] = 2;
    while (!done)
      try {
        failing(1);
        ++wrong;
      } catch (int) {
      }
  });
  seen[0] = 1;
  for (int i = 0; i < 20000; ++i) {
    seen[1] = i % values;
    wrong += failing(1) != 11 + seen[1] * 100;
    st::cached(failing).clear(1);
  }
  done = true;
  fails.join();
  EXPECT_EQ(wrong, 0);
}

// What a computation leaves goes with its last entry.
CACHED_DATA(int, of_many, (int n), allowed, nullptr, 0, static_cast<int &&>(n)) {
  return n + read(0) + read(1) + read(2);
}
TEST(reads, steps_go_with_the_last_entry_behind_them) {
  const with_provider provider;
  for (int round = 0; round < 3; ++round) {
    for (int n = 0; n < 50; ++n)
      for (seen[1] = 0; seen[1] < values; ++seen[1])
        EXPECT_EQ(of_many(n), n + seen[0] + seen[1] + seen[2]);
    seen[1] = 0;
    EXPECT_EQ(st::cached(of_many).stats().entries, 200u);
    EXPECT_GT(st::detail::linked_nodes_for_testing(), 200u);
    for (int n = 0; n < 50; ++n)
      st::cached(of_many).clear(n);
    EXPECT_EQ(st::cached(of_many).stats().entries, 0u);
    EXPECT_EQ(st::cached(of_many).stats().bytes, 0u);
  }
  st::cache_data.clear();
  EXPECT_EQ(st::detail::linked_nodes_for_testing(), 0u);
  EXPECT_EQ(of_many(1), 1 + seen[0] + seen[1] + seen[2]);
  EXPECT_EQ(st::detail::linked_nodes_for_testing(), 4u); // three steps
  st::cached(of_many).clear(1);
  EXPECT_EQ(st::detail::linked_nodes_for_testing(), 0u);
}

} // namespace
