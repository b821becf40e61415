#include "recency.h"
#include <algorithm>
#include <cstring>

namespace st::store {

std::size_t recency::note(const entry_key &key, std::int64_t used) noexcept {
  try {
    const std::lock_guard locked(lock_);
    if (noted_.size() < most_noted || noted_.contains(key)) {
      std::int64_t &last = noted_[key];
      last = std::max(last, used);
    }
    return noted_.size();
  } catch (...) {
    return 0;
  }
}

std::int64_t recency::last_use(const entry_key &key, std::int64_t written) noexcept {
  const std::lock_guard locked(lock_);
  const auto at = noted_.find(key);
  return at == noted_.end() ? written : std::max(at->second, written);
}

std::size_t recency::noted() noexcept {
  const std::lock_guard locked(lock_);
  return noted_.size();
}

std::vector<std::pair<entry_key, std::int64_t>> recency::all_noted() {
  std::vector<std::pair<entry_key, std::int64_t>> all;
  {
    const std::lock_guard locked(lock_);
    all.assign(noted_.begin(), noted_.end());
  }
  std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) {
    return std::memcmp(&a.first, &b.first, sizeof(entry_key)) < 0;
  });
  return all;
}

void recency::forget(const std::vector<std::pair<entry_key, std::int64_t>> &written) noexcept {
  const std::lock_guard locked(lock_);
  for (const auto &[key, used] : written)
    if (const auto at = noted_.find(key); at != noted_.end() && at->second == used)
      noted_.erase(at);
}

void recency::queue::fill(std::vector<candidate> &all) {
  // A part of them, so that listing and sorting is rare and the queue small.
  const std::size_t count = std::min(all.size(), std::max<std::size_t>(32, all.size() / 4));
  const auto keep = [&](std::deque<candidate> &to, auto before) {
    std::partial_sort(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count), all.end(),
                      before);
    to.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
  };
  keep(by_expiry, [](const candidate &a, const candidate &b) { return a.expires < b.expires; });
  while (!by_expiry.empty() && by_expiry.back().expires == never)
    by_expiry.pop_back();
  expiring = !by_expiry.empty();
  keep(by_use, [](const candidate &a, const candidate &b) { return a.used < b.used; });
}

} // namespace st::store
