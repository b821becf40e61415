//===- StoreView.h - The store, for the commands that show or change it ---===//

#ifndef STCACHE_TOOL_STOREVIEW_H
#define STCACHE_TOOL_STOREVIEW_H

#include "Command.h"

#include "llvm/Support/raw_ostream.h"

#include <memory>
#include <optional>
#include <store/disk.h>

namespace stcache::tool {

/// The store that programs use with the same environment.
class StoreView {
public:
  /// Directory: empty for the environment's. Reports why there is none to be had; unless Make,
  /// nothing is made where there is nothing.
  static std::optional<StoreView> open(llvm::StringRef Directory, bool Make = false);

  const std::string &directory() const { return Directory; }
  /// Null if nothing has been stored yet.
  st::store::disk *get() const { return Disk.get(); }
  /// The functions with stored results, sorted by name; reports errors.
  std::optional<std::vector<st::store::group_info>> groups() const;

private:
  std::string Directory;
  std::shared_ptr<st::store::disk> Disk;
};

/// Groups by the function's qualified name, with or without arguments, or its mangled one.
std::vector<const st::store::group_info *> matching(llvm::ArrayRef<st::store::group_info> Groups,
                                                    llvm::StringRef Name);
/// Says that no function of that name has results.
int failNoFunction(llvm::ArrayRef<st::store::group_info> Groups, llvm::StringRef Name);

std::string sizeText(uint64_t Bytes);             ///< "1.5 MiB"
std::string durationText(int64_t Nanoseconds);    ///< "12 ms", "3 days"
std::string agoText(int64_t Time);                ///< "2 hours ago"
std::string timeText(int64_t Time);               ///< "2026-11-23T07:54:08Z"
std::string idText(const st::detail::key128 &Id); ///< 32 hex digits
/// A size or a duration that an option was given; reports what is no such thing.
std::optional<uint64_t> readSize(llvm::StringRef Option, llvm::StringRef Text);
std::optional<int64_t> readDuration(llvm::StringRef Option, llvm::StringRef Text);

/// Prints rows in columns: the first to the left, the others to the right.
void printTable(llvm::ArrayRef<std::vector<std::string>> Rows);

} // namespace stcache::tool

#endif // STCACHE_TOOL_STOREVIEW_H
