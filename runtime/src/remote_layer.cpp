// The server that machines share as a layer.
#include "layer.h"
#include "observe.h"
#include <remote/server.h>

namespace st::detail {
namespace {

class remote_value : public stored_value {
public:
  store::bytes_view payload() const noexcept override { return what.payload(); }
  store::bytes_view extra() const noexcept override { return what.extra(); }
  const store::entry_info &info() const noexcept override { return what.info; }
  store::remote::lookup what;
};

class remote_place : public stored_place {
public:
  remote_place(store::remote::server &in, const store::remote::place &where,
               const stored_arguments &arguments, bool bounded)
      : in_(in), where_(where), arguments_(arguments), bounded_(bounded) {}

  std::unique_ptr<stored_value> find(std::int64_t ttl) override {
    auto result = std::make_unique<remote_value>();
    const bool found = in_.find(where_, arguments_.list(), ttl, bounded_, result->what);
    clears_ = result->what.clears;
    return found ? std::move(result) : nullptr;
  }
  bool acquire() override {
    // A server that has not answered would not answer this either.
    if (clears_ != 0)
      right_ = in_.acquire(where_);
    return right_.waited();
  }
  bool alone() const noexcept override { return right_.owned(); }
  store::put_result put(const payload_source &source, const store::put_info &info) override {
    if (clears_ == 0)
      return store::put_result::refused;
    store::remote::buffer payload(in_.max_value());
    source.write(payload);
    if (payload.failed)
      return payload.too_large() ? store::put_result::refused : store::put_result::invalid;
    store::put_info with_arguments = info;
    with_arguments.arguments = arguments_.list();
    return in_.put(where_, payload.bytes(), with_arguments, clears_, &right_);
  }
  void erase() noexcept override { in_.erase(where_); }
  std::uint64_t clears() const noexcept override { return clears_; }
  void computed_as_of(std::uint64_t clears) noexcept override { clears_ = clears; }

private:
  store::remote::server &in_;
  store::remote::place where_;
  stored_arguments arguments_;
  bool bounded_;
  std::uint64_t clears_ = 0; // as of the last look, before the computation
  store::remote::lease right_;
};

class remote_layer : public layer {
public:
  remote_layer(std::shared_ptr<store::remote::server> in, const store::function_info &f,
               bool bounded)
      : in_(std::move(in)), symbol_(f.symbol), group_(in_->open_function(f)), bounded_(bounded) {}

  const char *name() const noexcept override { return "remote"; }
  std::string where() const override { return in_->how().name(); }
  const hash_secret *secret() noexcept override { return in_->secret(); }
  std::unique_ptr<stored_place> at(const stored_arguments &arguments) override {
    return std::make_unique<remote_place>(*in_, place(arguments.hash), arguments, bounded_);
  }
  // The server counts only what is put with max_entries, and one look finds either.
  bool keeps_steps_apart() const noexcept override { return false; }
  std::unique_ptr<stored_place> steps_at(const stored_arguments &arguments, bool) override {
    return at(arguments);
  }
  // Other machines may still have room for it.
  bool follows_memory() const noexcept override { return false; }
  void erase(const key128 &arguments) noexcept override { in_->erase(place(arguments)); }
  void clear() noexcept override { in_->clear_symbol(symbol_); }

private:
  store::remote::place place(const key128 &arguments) const noexcept {
    return {group_.symbol, {group_.id, arguments}};
  }

  std::shared_ptr<store::remote::server> in_;
  std::string symbol_;
  store::remote::group group_;
  bool bounded_;
};

// The server of the process, at first use; null where its address is missing or wrong, which is
// said once. Never destroyed: functions are called at exit, too.
const std::shared_ptr<store::remote::server> &the_server() {
  static auto *const opened = [] {
    std::shared_ptr<store::remote::server> result;
    std::string why_not = "STCACHE_REMOTE is not set";
    store::remote::settings settings;
    const char *const url = std::getenv("STCACHE_REMOTE");
    if (url && *url && store::remote::parse_url(url, settings, why_not)) {
      settings.log = [](const char *line) { say("%s", line); };
      result = store::remote::server::open(settings, why_not);
    }
    if (!result)
      say("results are not stored remotely: %s", why_not.c_str());
    return new std::shared_ptr<store::remote::server>(std::move(result));
  }();
  return *opened;
}

} // namespace

std::unique_ptr<layer> open_remote_layer(const store::function_info &f, bool bounded) {
  const std::shared_ptr<store::remote::server> &in = the_server();
  return in ? std::make_unique<remote_layer>(in, f, bounded) : nullptr;
}

bool remote_wants_disk() {
  const std::shared_ptr<store::remote::server> &in = the_server();
  return in && in->how().front_disk;
}

} // namespace st::detail
