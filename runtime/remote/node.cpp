#include "core.h"
#include <algorithm>

namespace st::store::remote {
namespace {

constexpr std::int64_t first_pause = store::second;
constexpr std::int64_t longest_pause = 60 * store::second;

constexpr const char *rejected_text = "it does not accept user and password, or their lack";
constexpr const char *database_text = "it has no such database";

// What an error says of the server as a whole; null if nothing.
const char *trouble_of(const reply &r) noexcept {
  if (r.what != reply::kind::error)
    return nullptr;
  if (is_error(r, "NOAUTH") || is_error(r, "WRONGPASS") || is_error(r, "DENIED"))
    return rejected_text;
  if (is_error(r, "LOADING") || is_error(r, "BUSY") || is_error(r, "MASTERDOWN"))
    return "it is busy";
  if (is_error(r, "CLUSTERDOWN"))
    return "its cluster is down";
  if (r.line.starts_with("ERR max number of clients"))
    return "it has too many clients";
  return nullptr;
}

} // namespace

bool is_error(const reply &r, std::string_view word) noexcept {
  return r.what == reply::kind::error && r.line.starts_with(word) &&
         (r.line.size() == word.size() || r.line[word.size()] == ' ');
}

node::node(core &of, std::string host, std::uint16_t port)
    : of_(of), host_(std::move(host)), port_(port), trouble_(first_pause, longest_pause) {}

node::~node() {
  for (auto &place : idle_)
    delete place.load();
}

std::unique_ptr<connection> node::take() noexcept {
  for (auto &place : idle_) {
    if (!place.load(std::memory_order_relaxed))
      continue;
    std::unique_ptr<connection> one(place.exchange(nullptr, std::memory_order_acquire));
    // A child of fork closes what is its parent's, without a word to the server.
    if (one && one->is_ours())
      return one;
  }
  return nullptr;
}

void node::give_back(std::unique_ptr<connection> one) noexcept {
  connection *const plain = one.release();
  for (auto &place : idle_) {
    connection *expected = nullptr;
    if (place.compare_exchange_strong(expected, plain, std::memory_order_release))
      return;
  }
  delete plain;
}

void node::say(const char *what, const char *why) const noexcept {
  try {
    std::string name = of_.how.name();
    if (!host_.empty() && !is(of_.how.host, of_.how.port))
      name += ", node " + host_ + ":" + std::to_string(port_);
    of_.log(name + " " + what + why);
  } catch (const std::bad_alloc &) {
    // Nothing is said.
  }
}

status node::connect(std::unique_ptr<connection> &out, const char *&why) {
  auto one = std::make_unique<connection>();
  const status opened = one->open(of_.how, host_, port_);
  if (opened != status::good) {
    why = opened == status::timeout   ? "connecting took too long"
          : opened == status::no_name ? "the host's name leads nowhere"
                                      : "the connection is refused";
    return opened;
  }
  const settings &how = of_.how;
  request hello;
  if (!how.password.empty() || !how.user.empty()) {
    hello.command(how.user.empty() ? 1 : 2, "AUTH");
    if (!how.user.empty())
      hello.add(how.user);
    hello.add(how.password);
  }
  const bool with_password = hello.commands() != 0;
  if (how.database != 0) {
    hello.command(1, "SELECT");
    hello.add(static_cast<long long>(how.database));
  }
  if (hello.commands() != 0) {
    replies answers;
    if (const status said = one->exchange(hello, limits(), answers); said != status::good) {
      why = "it does not answer to being greeted";
      return said == status::closed ? status::broken : said;
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i]->is_ok())
        continue;
      why = trouble_of(*answers[i]);
      if (!why)
        why = with_password && i == 0 ? rejected_text : database_text;
      return why == rejected_text || why == database_text ? status::rejected : status::refused;
    }
  }
  out = std::move(one);
  return status::good;
}

status node::try_call(const request &what, const limits &most, replies &out, const char *&why) {
  std::unique_ptr<connection> one = take();
  const bool used_before = one != nullptr;
  if (!one)
    if (const status opened = connect(one, why); opened != status::good)
      return opened;
  status result = one->exchange(what, most, out);
  if (result == status::closed && used_before) {
    // The server was restarted, or got tired of it; so the others are of no use either.
    while (take())
      ;
    if (const status opened = connect(one, why); opened != status::good)
      return opened;
    result = one->exchange(what, most, out);
  }
  // The rest of a reply that is too large is not waited for.
  if (result == status::too_large)
    return result;
  if (result != status::good) {
    why = result == status::timeout ? "a reply took too long"
                                    : "it closed the connection or answered nonsense";
    return result;
  }
  for (const reply_ptr &r : out) {
    if (const char *const trouble = trouble_of(*r)) {
      why = trouble;
      return trouble == rejected_text ? status::rejected : status::refused;
    }
  }
  give_back(std::move(one));
  return status::good;
}

status node::call(const request &what, const limits &most, replies &out) {
  const settings &how = of_.how;
  const breaker::admission admitted =
      trouble_.admit(2 * (how.connect_timeout + how.timeout) + 10 * store::second);
  if (admitted == breaker::admission::no)
    return status::paused;
  const char *why = "";
  const status result = try_call(what, most, out, why);
  if (result == status::too_large)
    count(of_.counted.too_large);
  if (result == status::good || result == status::too_large) {
    if (trouble_.succeeded(admitted))
      say("is reached again", "");
    return result;
  }
  count(result == status::timeout ? of_.counted.timeouts : of_.counted.errors);
  if (trouble_.failed(admitted, result == status::rejected))
    say("is not used for a while: ", why);
  return result;
}

} // namespace st::store::remote
