// What a server that works does.
#include "support.h"
#include <zstd.h>

namespace st::store::remote {
namespace {

using store::pattern;
using store::put_info;
using store::put_result;

TEST(remote_server, finds_what_was_put_elsewhere) {
  NEEDS_REDIS();
  const redis r;
  const auto a = open_url(r.url());
  const auto b = open_url(r.url());
  ASSERT_TRUE(a->secret());
  ASSERT_TRUE(b->secret());
  EXPECT_EQ(std::memcmp(a->secret(), b->secret(), sizeof(detail::hash_secret)), 0);
  for (const std::size_t size : {0, 1, 100, 4096, 70'000, 5'000'000}) {
    const place where = place_of(*a, size);
    EXPECT_EQ(value_of(*b, where), "<none>");
    put_info info;
    info.compute_ns = 12345;
    info.schema = 77;
    const std::string extra = pattern(size, 33);
    info.extra = view(extra);
    ASSERT_EQ(put_value(*a, where, pattern(size, size), info), put_result::stored);
    lookup found;
    ASSERT_TRUE(b->find(where, {}, 0, false, found));
    EXPECT_TRUE(found.reached);
    EXPECT_EQ(text_of(found.payload()), pattern(size, size));
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(found.payload().data()) % 64, 0u);
    EXPECT_EQ(text_of(found.extra()), extra);
    EXPECT_EQ(found.info.compute_ns, 12345);
    EXPECT_EQ(found.info.schema, 77u);
    EXPECT_EQ(value_of(*b, place_of(*b, size, "_Z1gi")), "<none>");
    EXPECT_EQ(value_of(*b, place_of(*b, size, "_Z1fi", 2)), "<none>");
  }
  EXPECT_EQ(b->events().hits, 6u);
  EXPECT_EQ(a->events().puts, 6u);
  EXPECT_EQ(a->events().errors + b->events().errors, 0u);
  EXPECT_TRUE(a->erase(place_of(*a, 1)));
  EXPECT_FALSE(a->erase(place_of(*a, 1)));
  EXPECT_EQ(value_of(*b, place_of(*b, 1)), "<none>");
}

TEST(remote_server, is_one_for_one_url) {
  settings how;
  std::string why_not;
  ASSERT_TRUE(parse_url("redis://127.0.0.1:1", how, why_not));
  const auto a = server::open(how, why_not);
  EXPECT_EQ(server::open(how, why_not), a);
  how.database = 1;
  EXPECT_NE(server::open(how, why_not), a);
  EXPECT_EQ(server::open({}, why_not), nullptr);
  EXPECT_FALSE(why_not.empty());
}

TEST(remote_server, compares_arguments) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  put_info info;
  info.arguments = view("these");
  put_value(*s, place_of(*s, 1), "value", info);
  EXPECT_EQ(value_of(*s, place_of(*s, 1), view("these")), "value");
  EXPECT_EQ(value_of(*s, place_of(*s, 1), view("those")), "<none>");
}

TEST(remote_server, entries_expire) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  put_info info;
  info.ttl = 100 * store::second;
  put_value(*s, place_of(*s, 1), "value", info);
  EXPECT_EQ(value_of(*s, place_of(*s, 1), {}, 100 * store::second), "value");
  sleep_ms(20);
  EXPECT_EQ(value_of(*s, place_of(*s, 1), {}, 10 * millisecond), "<none>");
  const std::string left = ask(*s, "", {"PTTL", std::string(entry_key_text(place_of(*s, 1)))});
  EXPECT_GT(std::stol(left), 90'000);
  EXPECT_LE(std::stol(left), 100'000);
  info.ttl = 30 * millisecond;
  put_value(*s, place_of(*s, 2), "value", info);
  sleep_ms(50);
  EXPECT_EQ(value_of(*s, place_of(*s, 2)), "<none>");
}

TEST(remote_server, least_recently_used_leave) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  put_info info;
  info.max_entries = 3;
  for (std::uint64_t i = 1; i <= 3; ++i)
    put_value(*s, place_of(*s, i), "v" + std::to_string(i), info);
  EXPECT_EQ(value_of(*s, place_of(*s, 1), {}, 0, true), "v1");
  put_value(*s, place_of(*s, 4), "v4", info);
  EXPECT_EQ(value_of(*s, place_of(*s, 1)), "v1");
  EXPECT_EQ(value_of(*s, place_of(*s, 2)), "<none>");
  EXPECT_EQ(value_of(*s, place_of(*s, 3)), "v3");
  EXPECT_EQ(value_of(*s, place_of(*s, 4)), "v4");
  s->erase(place_of(*s, 4));
  put_value(*s, place_of(*s, 5), "v5", info);
  EXPECT_EQ(value_of(*s, place_of(*s, 1)), "v1");
  EXPECT_EQ(value_of(*s, place_of(*s, 3)), "v3");
}

TEST(remote_server, clear_reaches_everyone) {
  NEEDS_REDIS();
  const redis r;
  const auto a = open_url(r.url());
  const auto b = open_url(r.url());
  for (std::uint64_t i = 0; i < 3000; ++i)
    put_value(*a, place_of(*a, i), "v");
  put_value(*a, place_of(*a, 1, "_Z1fi", 2), "other code");
  put_value(*a, place_of(*a, 1, "_Z5otheri"), "other function");
  lookup during;
  b->find(place_of(*b, 9999), {}, 0, false, during);
  EXPECT_TRUE(during.reached);
  ASSERT_TRUE(a->clear_symbol("_Z1fi"));
  EXPECT_EQ(value_of(*b, place_of(*b, 1)), "<none>");
  EXPECT_EQ(value_of(*b, place_of(*b, 1, "_Z1fi", 2)), "<none>");
  EXPECT_EQ(value_of(*b, place_of(*b, 1, "_Z5otheri")), "other function");
  // What was being computed is not found, either.
  EXPECT_EQ(b->put(place_of(*b, 9999), view("late"), {}, during.clears), put_result::stored);
  EXPECT_EQ(value_of(*a, place_of(*a, 9999)), "<none>");
  // The room is free: two counters, the other function and the late one.
  EXPECT_EQ(ask(*a, "", {"DBSIZE"}), "4");
}

TEST(remote_server, a_lost_counter_does_not_bring_back_what_was_cleared) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  const place where = place_of(*s, 1);
  put_value(*s, where, "old");
  const std::string entry(entry_key_text(where));
  const std::string kept = ask(*s, "", {"GET", entry});
  s->clear_symbol("_Z1fi");
  ask(*s, "", {"SET", entry, kept});
  EXPECT_EQ(value_of(*s, where), "<none>");
  ask(*s, "", {"DEL", std::string(clears_key(where.symbol))});
  EXPECT_EQ(value_of(*s, where), "<none>");
  EXPECT_EQ(value_of(*s, where), "<none>");
  ask(*s, "", {"SET", std::string(clears_key(where.symbol)), "nonsense"});
  put_value(*s, where, "new");
  EXPECT_EQ(value_of(*s, where), "new");
}

TEST(remote_server, password_user_and_database) {
  NEEDS_REDIS();
  const redis r({"--requirepass", "geheim", "--user", "ann", "on", ">an?a", "~*", "&*", "+@all"});
  const auto with = [&](const char *user, const char *password, unsigned database) {
    return open_url(r.url(), [&](settings &how) {
      how.user = user;
      how.password = password;
      how.database = database;
    });
  };
  const auto right = with("", "geheim", 0);
  EXPECT_EQ(put_value(*right, place_of(*right, 1), "v"), put_result::stored);
  const auto ann = with("ann", "an?a", 0);
  EXPECT_EQ(value_of(*ann, place_of(*ann, 1)), "v");
  const auto elsewhere = with("", "geheim", 3);
  EXPECT_EQ(value_of(*elsewhere, place_of(*elsewhere, 1)), "<none>");
  const std::size_t before = logged().size();
  for (const auto &wrong :
       {with("", "falsch", 0), with("bob", "geheim", 0), with("", "", 0), with("", "geheim", 99)}) {
    EXPECT_EQ(value_of(*wrong, place_of(*wrong, 1)), "<none>");
    EXPECT_EQ(wrong->secret(), nullptr);
    EXPECT_EQ(wrong->events().errors, 1u); // not tried again
  }
  const auto lines = logged();
  ASSERT_EQ(lines.size(), before + 4);
  for (std::size_t i = before; i < lines.size(); ++i) {
    EXPECT_EQ(lines[i].find("geheim"), std::string::npos);
    EXPECT_NE(lines[i].find(i == before + 3 ? "database" : "password"), std::string::npos)
        << lines[i];
  }
}

TEST(remote_server, without_rights_to_write) {
  NEEDS_REDIS();
  const redis r({"--user", "reader", "on", ">p", "~*", "&*", "+@read", "+@connection"});
  const auto writer = open_url(r.url());
  put_value(*writer, place_of(*writer, 1), "v");
  const auto reader = open_url(r.url(), [](settings &how) {
    how.user = "reader";
    how.password = "p";
  });
  EXPECT_EQ(value_of(*reader, place_of(*reader, 1)), "v");
  EXPECT_FALSE(reader->acquire(place_of(*reader, 2)).owned());
  EXPECT_NE(put_value(*reader, place_of(*reader, 2), "v"), put_result::stored);
  EXPECT_EQ(value_of(*reader, place_of(*reader, 1)), "v");
}

TEST(remote_server, full) {
  NEEDS_REDIS();
  const redis r({"--maxmemory", "4mb", "--maxmemory-policy", "noeviction"});
  const auto s = open_url(r.url());
  int stored = 0;
  const std::size_t before = logged().size();
  for (std::uint64_t i = 0; i < 100; ++i)
    stored += put_value(*s, place_of(*s, i), pattern(i, 100'000)) == put_result::stored;
  EXPECT_GT(stored, 5);
  EXPECT_LT(stored, 50);
  EXPECT_EQ(logged().size(), before + 1);
  EXPECT_NE(logged().back().find("full"), std::string::npos);
  EXPECT_EQ(s->events().errors, 1u); // then it is not tried
  EXPECT_EQ(value_of(*s, place_of(*s, 0)), pattern(0, 100'000));
  EXPECT_FALSE(s->acquire(place_of(*s, 99)).owned());
  // It asks again after some seconds.
  ask(*s, "", {"CONFIG", "SET", "maxmemory", "0"});
  EXPECT_TRUE(
      eventually([&] { return put_value(*s, place_of(*s, 200), "v") == put_result::stored; }));
  EXPECT_EQ(value_of(*s, place_of(*s, 200)), "v");
}

TEST(remote_server, large_values_stay_local) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url("?max_value=10K"));
  const auto larger = open_url(r.url());
  EXPECT_EQ(s->max_value(), 10'000u);
  EXPECT_EQ(put_value(*s, place_of(*s, 1), pattern(1, 10'001)), put_result::refused);
  EXPECT_EQ(s->events().too_large, 1u);
  EXPECT_EQ(put_value(*s, place_of(*s, 2), pattern(2, 10'000)), put_result::stored);
  EXPECT_EQ(value_of(*s, place_of(*s, 2)), pattern(2, 10'000));
  // Another machine has another limit: what it put is not read, and no trouble.
  put_value(*larger, place_of(*s, 3), pattern(3, 1'000'000));
  EXPECT_EQ(value_of(*s, place_of(*s, 3)), "<none>");
  EXPECT_EQ(s->events().too_large, 2u);
  EXPECT_EQ(s->events().errors, 0u);
  EXPECT_EQ(value_of(*s, place_of(*s, 2)), pattern(2, 10'000));
}

TEST(remote_server, compresses) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url("?compress=zstd"));
  const auto plain = open_url(r.url());
  std::string text;
  while (text.size() < 1'000'000)
    text += "it is " + std::to_string(text.size()) + " bytes long now; ";
  put_value(*s, place_of(*s, 1), text);
  put_value(*s, place_of(*s, 2), pattern(2, 50'000));
  put_value(*s, place_of(*s, 3), "short");
  for (const auto &reader : {s, plain}) {
    lookup found;
    ASSERT_TRUE(reader->find(place_of(*s, 1), {}, 0, false, found));
    EXPECT_EQ(text_of(found.payload()), text);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(found.payload().data()) % 64, 0u);
    EXPECT_EQ(value_of(*reader, place_of(*s, 2)), pattern(2, 50'000));
    EXPECT_EQ(value_of(*reader, place_of(*s, 3)), "short");
  }
  EXPECT_LT(std::stoul(ask(*s, "", {"STRLEN", std::string(entry_key_text(place_of(*s, 1)))})),
            text.size() / 4);
}

TEST(remote_server, a_bomb_is_a_miss) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url("?max_value=100K&compress=zstd"));
  const auto generous = open_url(r.url("?compress=zstd"));
  put_value(*generous, place_of(*s, 1), std::string(60'000'000, 'x'));
  EXPECT_LT(std::stoul(ask(*s, "", {"STRLEN", std::string(entry_key_text(place_of(*s, 1)))})),
            100'000u);
  EXPECT_EQ(value_of(*s, place_of(*s, 1)), "<none>");
  EXPECT_EQ(value_of(*generous, place_of(*s, 1)).size(), 60'000'000u);
}

TEST(remote_server, every_flipped_byte_and_every_truncation_is_a_miss) {
  NEEDS_REDIS();
  const redis r;
  for (const char *const compress : {"none", "zstd"}) {
    const auto s = open_url(r.url(std::string("?compress=") + compress));
    const place where = place_of(*s, 1);
    put_info info;
    info.arguments = view("arguments");
    const std::string value = pattern(1, 40) + std::string(600, 'c') + pattern(2, 20);
    put_value(*s, where, value, info);
    const std::string entry(entry_key_text(where));
    const std::string good = ask(*s, "", {"GET", entry});
    EXPECT_EQ(good.size() < 500, std::string(compress) == "zstd");
    for (std::size_t i = 0; i < good.size(); ++i) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << i % 8));
      ask(*s, "", {"SET", entry, bad});
      ASSERT_EQ(value_of(*s, where, view("arguments")), "<none>") << i;
      ask(*s, "", {"SET", entry, good.substr(0, i)});
      ASSERT_EQ(value_of(*s, where, view("arguments")), "<none>") << i;
    }
    ask(*s, "", {"SET", entry, good + "x"});
    ASSERT_EQ(value_of(*s, where, view("arguments")), "<none>");
    // An entry in the place of another.
    ask(*s, "", {"SET", std::string(entry_key_text(place_of(*s, 2))), good});
    EXPECT_EQ(value_of(*s, place_of(*s, 2), view("arguments")), "<none>");
    ask(*s, "", {"SET", entry, good});
    EXPECT_EQ(value_of(*s, where, view("arguments")), value);
    EXPECT_GE(s->events().damaged, 2 * good.size());
  }
}

TEST(remote_server, other_types_are_misses) {
  NEEDS_REDIS();
  const redis r;
  const auto s = open_url(r.url());
  const place where = place_of(*s, 1);
  ask(*s, "", {"LPUSH", std::string(entry_key_text(where)), "x"});
  ask(*s, "", {"LPUSH", std::string(lock_key(where)), "x"});
  ask(*s, "", {"SET", std::string(used_key(where)), "x"});
  EXPECT_EQ(value_of(*s, where, {}, 0, true), "<none>");
  EXPECT_FALSE(s->acquire(where).owned());
  put_info info;
  info.max_entries = 2;
  put_value(*s, where, "v", info);
  EXPECT_EQ(value_of(*s, where, {}, 0, true), "v");
  ask(*s, "", {"DEL", std::string(clears_key(where.symbol))});
  ask(*s, "", {"LPUSH", std::string(clears_key(where.symbol)), "x"});
  EXPECT_EQ(value_of(*s, where), "<none>");
  ask(*s, "", {"LPUSH", std::string(secret_key), "x"});
  EXPECT_EQ(s->secret(), nullptr);
}

TEST(remote_buffer, grows_up_to_its_limit) {
  buffer all(100'000);
  std::string text = pattern(1, 100'000);
  for (std::size_t at = 0; at < text.size(); at += 777)
    detail::append(all, text.data() + at, std::min<std::size_t>(777, text.size() - at));
  EXPECT_FALSE(all.failed);
  EXPECT_EQ(text_of(all.bytes()), text);
  detail::append(all, "x", 1);
  EXPECT_TRUE(all.failed);
  EXPECT_TRUE(all.too_large());
  EXPECT_EQ(all.offset(), 100'001u);
  detail::append(all, text.data(), text.size());
  EXPECT_EQ(all.offset(), 200'001u);
}

} // namespace
} // namespace st::store::remote
