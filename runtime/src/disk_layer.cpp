// The store on disk as a layer.
#include "layer.h"
#include "observe.h"

namespace st::detail {
namespace {

class disk_value : public stored_value {
public:
  store::bytes_view payload() const noexcept override { return entry.payload(); }
  store::bytes_view extra() const noexcept override { return entry.extra(); }
  const store::entry_info &info() const noexcept override { return entry.info(); }
  store::found entry;
};

class disk_place : public stored_place {
public:
  disk_place(store::disk &in, const store::id128 &group, const stored_arguments &arguments)
      : in_(in), key_{group, arguments.hash}, arguments_(arguments) {}

  std::unique_ptr<stored_value> find(std::int64_t ttl) override {
    auto result = std::make_unique<disk_value>();
    return in_.find(key_, arguments_.list(), ttl, result->entry) ? std::move(result) : nullptr;
  }
  bool acquire() override {
    right_ = in_.acquire(key_);
    return true; // a look costs less than to compute what somebody has stored a moment ago
  }
  bool alone() const noexcept override { return right_.owned(); }
  store::put_result put(const payload_source &source, const store::put_info &info) override {
    store::value_writer payload(in_.values_directory());
    source.write(payload);
    store::put_info with_arguments = info;
    with_arguments.arguments = arguments_.list();
    return in_.put(key_, payload, with_arguments);
  }
  void erase() noexcept override { in_.erase(key_); }

private:
  store::disk &in_;
  store::entry_key key_;
  stored_arguments arguments_;
  store::flight right_;
};

class disk_layer : public layer {
public:
  disk_layer(std::shared_ptr<store::disk> in, const store::function_info &f)
      : in_(std::move(in)), symbol_(f.symbol), group_(in_->open_group(f)),
        steps_symbol_(symbol_ + steps_suffix), steps_name_(std::string(f.name) + steps_suffix),
        steps_info_(f) {
    steps_info_.symbol = steps_symbol_;
    steps_info_.name = steps_name_;
    steps_group_ = store::group_id(steps_info_);
  }

  const char *name() const noexcept override { return "disk"; }
  std::string where() const override { return in_->directory(); }
  const hash_secret *secret() noexcept override { return &in_->secret(); }
  std::unique_ptr<stored_place> at(const stored_arguments &arguments) override {
    return std::make_unique<disk_place>(*in_, group_, arguments);
  }
  bool keeps_steps_apart() const noexcept override { return true; }
  std::unique_ptr<stored_place> steps_at(const stored_arguments &arguments, bool to_put) override {
    // Most functions have none, and should not be listed as if they had.
    if (to_put)
      std::call_once(steps_opened_, [this] { in_->open_group(steps_info_); });
    return std::make_unique<disk_place>(*in_, steps_group_, arguments);
  }
  bool follows_memory() const noexcept override { return true; }
  void erase(const key128 &arguments) noexcept override {
    in_->erase({group_, arguments});
    in_->erase({steps_group_, arguments});
  }
  void clear() noexcept override {
    in_->clear_symbol(symbol_);
    in_->clear_symbol(steps_symbol_);
  }

private:
  static constexpr const char *steps_suffix = " [reads]";

  std::shared_ptr<store::disk> in_;
  std::string symbol_;
  store::id128 group_;
  std::string steps_symbol_, steps_name_;
  store::function_info steps_info_;
  std::once_flag steps_opened_;
  store::id128 steps_group_{};
};

void log(const char *line) { say("%s", line); }

// The store of the process, opened at first use; null where that was refused, which is said once.
// Never destroyed: functions are called at exit, too.
std::shared_ptr<store::disk> the_store() {
  static auto *const opened = [] {
    std::string why_not;
    std::string complaint;
    store::settings settings = store::settings_from_environment(complaint);
    if (!complaint.empty())
      log(complaint.c_str());
    settings.log = &log;
    auto result = store::disk::open(settings, why_not);
    if (!result)
      say("results are not stored on disk: %s", why_not.c_str());
    static auto *const kept = new std::shared_ptr<store::disk>(std::move(result));
    // What only the system has yet reaches the disk, so that the next start of the machine finds
    // it.
    if (*kept)
      std::atexit([] { (*kept)->rest(); });
    return kept;
  }();
  return *opened;
}

} // namespace

std::unique_ptr<layer> open_disk_layer(const store::function_info &f) {
  std::shared_ptr<store::disk> in = the_store();
  return in ? std::make_unique<disk_layer>(std::move(in), f) : nullptr;
}

} // namespace st::detail
