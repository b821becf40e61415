#include "support.h"

namespace st::store::remote {
namespace {

settings good(const std::string &url) {
  settings how;
  std::string why_not;
  EXPECT_TRUE(parse_url(url, how, why_not)) << url << ": " << why_not;
  return how;
}
std::string bad(const std::string &url) {
  settings how;
  std::string why_not;
  EXPECT_FALSE(parse_url(url, how, why_not)) << url;
  EXPECT_EQ(why_not.find("geheim"), std::string::npos) << why_not;
  return why_not;
}

TEST(remote_url, names_a_server) {
  EXPECT_EQ(good("redis://example.org").host, "example.org");
  EXPECT_EQ(good("redis://example.org").port, 6379);
  EXPECT_EQ(good("redis://h:1/7").port, 1);
  EXPECT_EQ(good("redis://h:1/7").database, 7u);
  EXPECT_EQ(good("redis://h/").database, 0u);
  EXPECT_EQ(good("redis://[::1]:80").host, "::1");
  EXPECT_EQ(good("redis://[::1]:80").port, 80);
  EXPECT_EQ(good("redis://[::1]").name(), "redis://[::1]:6379");
  EXPECT_EQ(good("unix:///run/r.sock?db=3").socket, "/run/r.sock");
  EXPECT_EQ(good("unix:///run/r.sock?db=3").database, 3u);
}

TEST(remote_url, has_user_and_password) {
  const settings both = good("redis://me:a%40b%3A%2f@h");
  EXPECT_EQ(both.user, "me");
  EXPECT_EQ(both.password, "a@b:/");
  EXPECT_EQ(both.name(), "redis://h:6379");
  EXPECT_EQ(good("redis://:geheim@h").user, "");
  EXPECT_EQ(good("redis://:geheim@h").password, "geheim");
  EXPECT_EQ(good("redis://:ge?heim@h?timeout=1s").password, "ge?heim");
}

TEST(remote_url, has_options) {
  const settings all =
      good("redis://h?timeout=1s&connect=50ms&max_value=1Mi&compress=zstd&front=disk");
  EXPECT_EQ(all.timeout, store::second);
  EXPECT_EQ(all.connect_timeout, 50 * millisecond);
  EXPECT_EQ(all.max_value, 1u << 20);
  EXPECT_TRUE(all.compress);
  EXPECT_TRUE(all.front_disk);
  EXPECT_FALSE(good("redis://h?compress=none&front=none").compress);
}

TEST(remote_url, says_what_is_wrong) {
  EXPECT_NE(bad("rediss://u:geheim@h").find("stunnel"), std::string::npos);
  EXPECT_NE(bad("http://geheim@h").find("redis://"), std::string::npos);
  bad("");
  bad("redis");
  bad("redis://");
  bad("redis://u:geheim@");
  bad("redis://u:geheim@h:0");
  bad("redis://u:geheim@h:65536");
  bad("redis://u:geheim@h:x");
  bad("redis://u:geheim%4@h");
  bad("redis://u:geheim%zz@h");
  bad("redis://u:geheim@[::1");
  bad("redis://u:geheim@[::1]x");
  bad("redis://u:geheim@h/x");
  bad("redis://u:geheim@h?timeout=0");
  bad("redis://u:geheim@h?timeout=99999999999999999999s");
  bad("redis://u:geheim@h?timeout");
  bad("redis://u:geheim@h?max_value=1Ti");
  bad("redis://u:geheim@h?compress=lz4");
  bad("redis://u:geheim@h?front=tape");
  EXPECT_NE(bad("redis://h?colour=1").find("colour"), std::string::npos);
  bad("unix://relative");
  bad("unix:///" + std::string(200, 'x'));
}

TEST(remote_url, slots_are_those_of_the_cluster_specification) {
  EXPECT_EQ(slot_of("123456789"), 0x31C3 % 16384);
  EXPECT_EQ(slot_of("foo"), 12182);
  EXPECT_EQ(slot_of("a{foo}b"), 12182);
  EXPECT_EQ(slot_of("{}foo"), slot_of("{}foo"));
}

} // namespace
} // namespace st::store::remote
