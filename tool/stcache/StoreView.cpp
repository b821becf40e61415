//===- StoreView.cpp - The store, for the commands that show or change it -===//

#include "StoreView.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <ctime>
#include <st/detail/duration_text.h>

using namespace llvm;
using st::store::group_info;

namespace stcache::tool {

std::optional<StoreView> StoreView::open(StringRef Directory, bool Make) {
  std::string Complaint;
  st::store::settings Settings = st::store::settings_from_environment(Complaint);
  if (!Complaint.empty())
    errs() << "stcache: warning: " << Complaint << '\n';
  Settings.program.clear();
  if (!Directory.empty())
    Settings.directory = Directory.str();
  if (Settings.directory.empty()) {
    fail("no directory for the store is known", "set STCACHE_DIR, XDG_CACHE_HOME or HOME");
    return std::nullopt;
  }
  StoreView View;
  View.Directory = Settings.directory;
  if (!Make && !sys::fs::exists(Settings.directory))
    return View;
  std::string WhyNot;
  View.Disk = st::store::disk::open(Settings, WhyNot);
  if (!View.Disk) {
    fail(WhyNot);
    return std::nullopt;
  }
  return View;
}

std::optional<std::vector<group_info>> StoreView::groups() const {
  std::vector<group_info> Groups;
  if (Disk && !Disk->list_groups(Groups)) {
    fail("the store in " + Directory + " cannot be read");
    return std::nullopt;
  }
  // Several with one name are versions of it, the latest first.
  sort(Groups, [](const group_info &A, const group_info &B) {
    return std::tie(A.name, A.symbol, B.opened) < std::tie(B.name, B.symbol, A.opened);
  });
  return Groups;
}

std::vector<const group_info *> matching(ArrayRef<group_info> Groups, StringRef Name) {
  Name.consume_front("::");
  std::vector<const group_info *> Found;
  for (const group_info &G : Groups)
    if (G.name == Name || G.symbol == Name || StringRef(G.name).split('<').first == Name)
      Found.push_back(&G);
  return Found;
}

int failNoFunction(ArrayRef<group_info> Groups, StringRef Name) {
  std::vector<std::string> Names;
  Names.reserve(Groups.size());
  for (const group_info &G : Groups)
    Names.push_back(G.name);
  return fail("the store has no function '" + Name + "'",
              didYouMean(similar(Name, Names), "see stcache ls for those it has"));
}

std::string sizeText(uint64_t Bytes) {
  static constexpr const char *Units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  double Value = double(Bytes);
  unsigned Unit = 0;
  while (Value >= 1024 && Unit + 1 < std::size(Units)) {
    Value /= 1024;
    ++Unit;
  }
  return Unit == 0 ? formatv("{0} B", Bytes).str()
                   : formatv("{0:F1} {1}", Value, Units[Unit]).str();
}

std::string durationText(int64_t Nanoseconds) {
  static constexpr struct {
    double Size;
    const char *Name;
  } Units[] = {{86400e9, "d"}, {3600e9, "h"}, {60e9, "min"}, {1e9, "s"}, {1e6, "ms"}, {1e3, "us"}};
  for (const auto &[Size, Name] : Units)
    if (double(Nanoseconds) >= Size)
      return double(Nanoseconds) >= 10 * Size
                 ? formatv("{0:F0} {1}", double(Nanoseconds) / Size, Name).str()
                 : formatv("{0:F1} {1}", double(Nanoseconds) / Size, Name).str();
  return formatv("{0} ns", Nanoseconds).str();
}

std::string agoText(int64_t Time) {
  if (Time == 0)
    return "-";
  int64_t Age = st::store::real_time() - Time;
  return Age < 1'000'000'000 ? "just now" : durationText(Age) + " ago";
}

std::string timeText(int64_t Time) {
  if (Time == st::store::never)
    return "never";
  std::time_t Seconds = Time / 1'000'000'000;
  std::tm Parts{};
  char Text[32] = "";
  if (gmtime_r(&Seconds, &Parts))
    std::strftime(Text, sizeof Text, "%Y-%m-%dT%H:%M:%SZ", &Parts);
  return Text;
}

std::string idText(const st::detail::key128 &Id) {
  return formatv("{0:x-16}{1:x-16}", Id.hi, Id.lo).str();
}

std::optional<uint64_t> readSize(StringRef Option, StringRef Text) {
  uint64_t Bytes = 0;
  if (st::store::parse_size({Text.data(), Text.size()}, Bytes))
    return Bytes;
  fail("option '" + Option + "' needs a size, but '" + Text + "' was given",
       "bytes, or with K, M, G, Ki, Mi, Gi, as in 500M");
  return std::nullopt;
}

std::optional<int64_t> readDuration(StringRef Option, StringRef Text) {
  st::detail::duration_result Result = st::detail::parse_duration(Text.data(), Text.size());
  if (Result.ok && Result.nanoseconds >= 0)
    return Result.nanoseconds;
  fail("option '" + Option + "' needs a duration, but '" + Text + "' was given",
       "for example 90min, \"2 days\", 1d12h");
  return std::nullopt;
}

void printTable(ArrayRef<std::vector<std::string>> Rows) {
  std::vector<size_t> Widths;
  for (const auto &Row : Rows) {
    Widths.resize(std::max(Widths.size(), Row.size()));
    for (auto [Column, Cell] : enumerate(Row))
      Widths[Column] = std::max(Widths[Column], Cell.size());
  }
  for (const auto &Row : Rows) {
    for (auto [Column, Cell] : enumerate(Row)) {
      size_t Space = Widths[Column] - Cell.size();
      if (Column == 0)
        outs() << Cell << std::string(Row.size() > 1 ? Space : 0, ' ');
      else
        outs() << "  " << std::string(Space, ' ') << Cell;
    }
    outs() << '\n';
  }
}

} // namespace stcache::tool
