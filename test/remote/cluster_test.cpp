// Three nodes of a real cluster.
#include "support.h"

namespace st::store::remote {
namespace {

using store::put_result;

class remote_cluster : public ::testing::Test {
protected:
  void SetUp() override {
    NEEDS_REDIS();
    for (int i = 0; i < 3; ++i) {
      nodes.push_back(std::make_unique<redis>(
          std::vector<std::string>{"--cluster-enabled", "yes", "--cluster-node-timeout", "2000",
                                   "--requirepass", "p", "--masterauth", "p",
                                   "--cluster-require-full-coverage", "no"},
          free_port()));
      control.push_back(open_url(nodes.back()->url(), [](settings &how) { how.password = "p"; }));
    }
    for (int i = 0; i < 3; ++i)
      ASSERT_EQ(ask(*control[i], "",
                    {"CLUSTER", "ADDSLOTSRANGE", std::to_string(first(i)),
                     std::to_string(first(i + 1) - 1)}),
                "OK");
    for (int i = 1; i < 3; ++i)
      ask(*control[0], "", {"CLUSTER", "MEET", "127.0.0.1", std::to_string(nodes[i]->port())});
    for (const auto &one : control)
      ASSERT_TRUE(eventually(
          [&] {
            const std::string info = ask(*one, "", {"CLUSTER", "INFO"});
            return info.find("cluster_state:ok") != std::string::npos &&
                   info.find("cluster_slots_ok:16384") != std::string::npos &&
                   info.find("cluster_known_nodes:3") != std::string::npos;
          },
          30'000));
  }
  static int first(int i) { return 16384 * i / 3; }
  static std::size_t home(int slot) { return slot < first(1) ? 0 : slot < first(2) ? 1 : 2; }
  std::shared_ptr<server> open(std::size_t seed) const {
    return open_url("redis://:p@127.0.0.1:" + std::to_string(nodes[seed]->port()));
  }

  std::vector<std::unique_ptr<redis>> nodes;
  std::vector<std::shared_ptr<server>> control;
};

TEST_F(remote_cluster, each_function_on_its_node) {
  const auto s = open(0);
  const auto other = open(1);
  ASSERT_TRUE(s->secret());
  ASSERT_TRUE(other->secret());
  EXPECT_EQ(std::memcmp(s->secret(), other->secret(), sizeof(detail::hash_secret)), 0);
  store::put_info info;
  info.max_entries = 2;
  for (int f = 0; f < 30; ++f) {
    const std::string symbol = "_Z1fi" + std::to_string(f);
    for (std::uint64_t i = 1; i <= 3; ++i) {
      lease right = s->acquire(place_of(*s, i, symbol));
      EXPECT_TRUE(right.owned());
      EXPECT_EQ(put_value(*s, place_of(*s, i, symbol), symbol, info, &right), put_result::stored);
    }
    EXPECT_EQ(value_of(*other, place_of(*s, 1, symbol)), "<none>");
    EXPECT_EQ(value_of(*other, place_of(*s, 2, symbol), {}, 0, true), symbol);
    EXPECT_EQ(value_of(*other, place_of(*s, 3, symbol)), symbol);
  }
  EXPECT_TRUE(other->clear_symbol("_Z1fi7"));
  EXPECT_EQ(value_of(*s, place_of(*s, 3, "_Z1fi7")), "<none>");
  EXPECT_EQ(value_of(*s, place_of(*s, 3, "_Z1fi8")), "_Z1fi8");
  EXPECT_EQ(s->events().errors + other->events().errors, 0u);
  for (const auto &one : control)
    EXPECT_GT(std::stoi(ask(*one, "", {"DBSIZE"})), 5);
}

TEST_F(remote_cluster, follows_a_slot_that_moves) {
  const auto s = open(0);
  const place where = place_of(*s, 1);
  put_value(*s, where, "v");
  const int slot = slot_of(clears_key(where.symbol));
  const std::size_t from = home(slot);
  const std::size_t to = (from + 1) % 3;
  const std::string text = std::to_string(slot);
  const std::string ids[] = {ask(*control[0], "", {"CLUSTER", "MYID"}),
                             ask(*control[1], "", {"CLUSTER", "MYID"}),
                             ask(*control[2], "", {"CLUSTER", "MYID"})};
  ask(*control[to], "", {"CLUSTER", "SETSLOT", text, "IMPORTING", ids[from]});
  ask(*control[from], "", {"CLUSTER", "SETSLOT", text, "MIGRATING", ids[to]});
  // On the move: what has moved already is reached by ASK.
  for (const auto &key : {clears_key(where.symbol), entry_key_text(where)})
    EXPECT_EQ(ask(*control[from], "",
                  {"MIGRATE", "127.0.0.1", std::to_string(nodes[to]->port()), std::string(key), "0",
                   "5000", "AUTH", "p"}),
              "OK");
  EXPECT_EQ(value_of(*s, where), "v");
  // A look at two keys of which one is nowhere is put off by the server until the move is over.
  EXPECT_EQ(value_of(*s, place_of(*s, 2)), "<none>");
  EXPECT_EQ(put_value(*s, where, "w"), put_result::stored);
  EXPECT_EQ(value_of(*s, where), "w");
  for (const std::size_t one : {to, from, (to + 1) % 3})
    ask(*control[one], "", {"CLUSTER", "SETSLOT", text, "NODE", ids[to]});
  EXPECT_EQ(value_of(*s, where), "w");
  EXPECT_EQ(put_value(*s, place_of(*s, 2), "new"), put_result::stored);
  EXPECT_EQ(value_of(*s, place_of(*s, 2)), "new");
  EXPECT_EQ(value_of(*open((to + 1) % 3), where), "w");
}

TEST_F(remote_cluster, a_node_dies) {
  const auto s = open(0);
  std::vector<std::string> symbols;
  std::vector<std::size_t> homes;
  for (int f = 0; f < 20; ++f) {
    symbols.push_back("_Z1fi" + std::to_string(f));
    const place where = place_of(*s, 1, symbols.back());
    homes.push_back(home(slot_of(clears_key(where.symbol))));
    put_value(*s, where, "v");
  }
  nodes[1]->kill();
  for (std::size_t f = 0; f < symbols.size(); ++f)
    EXPECT_EQ(value_of(*s, place_of(*s, 1, symbols[f])), homes[f] == 1 ? "<none>" : "v");
}

} // namespace
} // namespace st::store::remote
