//===- StoreUpkeep.cpp - stcache clear, prune and verify ------------------===//

#include "CodeRecords.h"
#include "StoreView.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

using namespace llvm;
using namespace st::store;

namespace stcache::tool {
namespace {

int printRemoval(const removal &Removed, bool Json, const StoreView &View) {
  if (Json)
    outs() << formatv("{0:2}", json::Value(json::Object{{"removed", int64_t(Removed.entries)},
                                                        {"bytes", int64_t(Removed.bytes)}}))
           << '\n';
  else
    outs() << "removed " << Removed.entries << (Removed.entries == 1 ? " entry, " : " entries, ")
           << sizeText(Removed.bytes) << '\n';
  if (!Removed.complete)
    return fail("not all could be removed from the store in " + View.directory());
  return 0;
}

void add(removal &Sum, const removal &More) {
  Sum.complete &= More.complete;
  Sum.entries += More.entries;
  Sum.bytes += More.bytes;
}

int runClear(const Command &Self, ArrayRef<std::string> Args) {
  std::string Directory;
  bool Json = false;
  Options Read(Self);
  Read.value("--dir", Directory);
  Read.flag("--json", Json);
  if (!Read.parse(Args))
    return 1;
  std::optional<StoreView> View = StoreView::open(Directory);
  std::optional<std::vector<group_info>> Groups = View ? View->groups() : std::nullopt;
  if (!Groups)
    return 1;
  removal Sum;
  Sum.complete = true;
  // All names are looked up before anything goes.
  std::vector<const group_info *> Chosen;
  for (StringRef Name : Read.Operands) {
    std::vector<const group_info *> Found = matching(*Groups, Name);
    if (Found.empty())
      return failNoFunction(*Groups, Name);
    Chosen.insert(Chosen.end(), Found.begin(), Found.end());
  }
  if (Read.Operands.empty() && View->get()) {
    Sum = View->get()->clear_all();
    if (CodeRecords(View->get()->directory()).clear())
      Sum.complete = false;
  }
  for (const group_info *G : Chosen)
    add(Sum, View->get()->clear_group(G->id));
  return printRemoval(Sum, Json, *View);
}

int runPrune(const Command &Self, ArrayRef<std::string> Args) {
  std::string Directory, MaxSize, OlderThan, UnusedFor;
  bool Json = false, Gone = false;
  Options Read(Self);
  Read.value("--dir", Directory);
  Read.value("--max-size", MaxSize);
  Read.value("--older-than", OlderThan);
  Read.value("--unused-for", UnusedFor);
  Read.flag("--gone", Gone);
  Read.flag("--json", Json);
  if (!Read.parse(Args))
    return 1;
  if (!Read.Operands.empty())
    return fail("unexpected argument '" + Read.Operands.front() + "'", "see stcache prune --help");
  std::optional<uint64_t> Size;
  if (!MaxSize.empty() && !(Size = readSize("--max-size", MaxSize)))
    return 1;
  int64_t Now = real_time();
  selection Old, Idle, Dead, Expired;
  Expired.only_expired = true;
  Dead.only_gone = true;
  if (!OlderThan.empty()) {
    std::optional<int64_t> Age = readDuration("--older-than", OlderThan);
    if (!Age)
      return 1;
    Old.created_before = Now - *Age;
  }
  if (!UnusedFor.empty()) {
    std::optional<int64_t> Age = readDuration("--unused-for", UnusedFor);
    if (!Age)
      return 1;
    Idle.unused_since = Now - *Age;
  }
  std::optional<StoreView> View = StoreView::open(Directory);
  if (!View)
    return 1;
  removal Sum;
  Sum.complete = true;
  if (disk *Store = View->get()) {
    store_totals Totals;
    add(Sum, Store->remove(Expired));
    if (Gone)
      add(Sum, Store->remove(Dead));
    if (!OlderThan.empty())
      add(Sum, Store->remove(Old));
    if (!UnusedFor.empty())
      add(Sum, Store->remove(Idle));
    if (!Size && Store->totals(Totals))
      Size = Totals.limit;
    if (Size)
      add(Sum, Store->prune(*Size));
  }
  return printRemoval(Sum, Json, *View);
}

int runVerify(const Command &Self, ArrayRef<std::string> Args) {
  std::string Directory;
  bool Json = false, Repair = false;
  Options Read(Self);
  Read.value("--dir", Directory);
  Read.flag("--json", Json);
  Read.flag("--repair", Repair);
  if (!Read.parse(Args))
    return 1;
  if (!Read.Operands.empty())
    return fail("unexpected argument '" + Read.Operands.front() + "'", "see stcache verify --help");
  std::optional<StoreView> View = StoreView::open(Directory);
  if (!View)
    return 1;
  verification Found;
  Found.complete = true;
  if (View->get())
    Found = View->get()->verify(Repair);
  if (Json) {
    json::Array Bad;
    for (const bad_entry &B : Found.bad)
      Bad.push_back(json::Object{
          {"group", idText(B.key.group)}, {"key", idText(B.key.arguments)}, {"what", B.what}});
    outs() << formatv("{0:2}", json::Value(json::Object{{"entries", int64_t(Found.entries)},
                                                        {"bytes", int64_t(Found.bytes)},
                                                        {"orphans", int64_t(Found.orphans)},
                                                        {"bad", std::move(Bad)},
                                                        {"repaired", Repair}}))
           << '\n';
  } else {
    for (const bad_entry &B : Found.bad)
      outs() << idText(B.key.group) << ' ' << idText(B.key.arguments) << "  " << B.what << '\n';
    outs() << Found.entries << " entries, " << sizeText(Found.bytes)
           << " read: " << Found.bad.size() << " bad"
           << (Repair && !Found.bad.empty() ? ", removed" : "");
    if (Found.orphans)
      outs() << "; " << Found.orphans << " files without an entry (" << sizeText(Found.orphan_bytes)
             << ')' << (Repair ? ", removed" : "");
    outs() << '\n';
  }
  if (!Found.complete)
    return fail("the store in " + View->directory() + " could not be read to its end");
  return Found.bad.empty() || Repair ? 0 : 1;
}

} // namespace

const Command ClearCommand = {"clear", "remove stored results",
                              R"(usage: stcache clear [FUNCTION]... [--dir DIR] [--json]

Removes all results from the store, or those of the functions given (qualified or
mangled names; a template's name stands for all its instantiations), of all versions of
their code. Programs that run keep what they have in memory.
Without FUNCTION what was recorded for 'stcache explain' goes, too.

  --dir DIR   the store in this directory
  --json      what was removed, for programs
)",
                              runClear};

const Command PruneCommand = {
    "prune", "remove what is least worth keeping",
    R"(usage: stcache prune [--max-size SIZE] [--older-than TIME] [--unused-for TIME]
                     [--gone] [--dir DIR] [--json]

Removes expired results, then what the options say, and then as much as has to go to
stay within the size: first results of code that is gone, then those that are cheap to
compute for their size and have not been used for long.

  --max-size SIZE    bytes, or with K, M, G, Ki, Mi, Gi (default: $STCACHE_MAX_SIZE)
  --older-than TIME  results made before that: 90min, "2 days", 1d12h
  --unused-for TIME  results not used for that long
  --gone             all results of code that no program has now
  --dir DIR          the store in this directory
  --json             what was removed, for programs
)",
    runPrune};

const Command VerifyCommand = {"verify", "read everything and find what is damaged",
                               R"(usage: stcache verify [--repair] [--dir DIR] [--json]

Reads all entries and compares them with their checksums. Programs do the same whenever
they use an entry, and compute what is damaged anew: this finds it before.

Ends with 1 if something is damaged and stays.

  --repair    remove what is damaged, and files that no entry refers to
  --dir DIR   the store in this directory
  --json      for programs
)",
                               runVerify};

} // namespace stcache::tool
