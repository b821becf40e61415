//===- StoreCommands.cpp - stcache dir, ls, show and stats ----------------===//

#include "StoreView.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"

#include <algorithm>

using namespace llvm;
using namespace st::store;

namespace stcache::tool {
namespace {

/// What the commands here take.
struct Request {
  std::string Directory;
  bool Json = false;
  std::vector<std::string> Operands;

  bool read(const Command &Self, ArrayRef<std::string> Args, size_t Least, size_t Most) {
    Options Read(Self);
    Read.value("--dir", Directory);
    Read.flag("--json", Json);
    if (!Read.parse(Args))
      return false;
    Operands = Read.Operands;
    if (Operands.size() >= Least && Operands.size() <= Most)
      return true;
    fail(Operands.size() < Least ? Twine("no function given")
                                 : "unexpected argument '" + Operands[Most] + "'",
         "see stcache " + Self.Name + " --help");
    return false;
  }
};

void print(const json::Value &Value) { outs() << formatv("{0:2}", Value) << '\n'; }

json::Object toJSON(const group_info &G) {
  return json::Object{{"function", G.name},
                      {"symbol", G.symbol},
                      {"fingerprint", idText(G.fingerprint)},
                      {"current", !G.gone},
                      {"entries", int64_t(G.entries)},
                      {"expired", int64_t(G.expired)},
                      {"bytes", int64_t(G.bytes)},
                      {"oldest", G.oldest ? json::Value(timeText(G.oldest)) : nullptr},
                      {"newest", G.newest ? json::Value(timeText(G.newest)) : nullptr},
                      {"last_used", G.last_use ? json::Value(timeText(G.last_use)) : nullptr},
                      {"compute_seconds", double(G.compute_ns) * 1e-9}};
}

int runDir(const Command &Self, ArrayRef<std::string> Args) {
  Request R;
  if (!R.read(Self, Args, 0, 0))
    return 1;
  std::optional<StoreView> View = StoreView::open(R.Directory);
  if (!View)
    return 1;
  const std::string &Directory = View->get() ? View->get()->directory() : View->directory();
  if (R.Json)
    print(json::Object{{"directory", Directory}, {"exists", View->get() != nullptr}});
  else
    outs() << Directory << '\n';
  return 0;
}

int runList(const Command &Self, ArrayRef<std::string> Args) {
  Request R;
  if (!R.read(Self, Args, 0, 0))
    return 1;
  std::optional<StoreView> View = StoreView::open(R.Directory);
  std::optional<std::vector<group_info>> Groups = View ? View->groups() : std::nullopt;
  if (!Groups)
    return 1;
  if (R.Json) {
    json::Array List;
    for (const group_info &G : *Groups)
      List.push_back(toJSON(G));
    print(std::move(List));
    return 0;
  }
  if (Groups->empty()) {
    outs() << "nothing is stored in " << View->directory() << '\n';
    return 0;
  }
  std::vector<std::vector<std::string>> Rows{
      {"FUNCTION", "ENTRIES", "SIZE", "COMPUTED IN", "LAST USED", "CODE"}};
  for (const group_info &G : *Groups)
    Rows.push_back({G.name, std::to_string(G.entries), sizeText(G.bytes),
                    durationText(G.compute_ns), agoText(G.last_use), G.gone ? "gone" : "current"});
  printTable(Rows);
  return 0;
}

json::Object toJSON(const listed_entry &E) {
  return json::Object{{"key", idText(E.key.arguments)},
                      {"created", timeText(E.info.created)},
                      {"expires", E.info.expires == never ? json::Value(nullptr)
                                                          : json::Value(timeText(E.info.expires))},
                      {"last_used", timeText(E.info.used)},
                      {"compute_seconds", double(E.info.compute_ns) * 1e-9},
                      {"value_bytes", int64_t(E.payload_size)},
                      {"bytes", int64_t(E.bytes)},
                      {"own_file", E.in_file},
                      {"sound", E.sound}};
}

int runShow(const Command &Self, ArrayRef<std::string> Args) {
  Request R;
  if (!R.read(Self, Args, 1, 1))
    return 1;
  std::optional<StoreView> View = StoreView::open(R.Directory);
  std::optional<std::vector<group_info>> Groups = View ? View->groups() : std::nullopt;
  if (!Groups)
    return 1;
  std::vector<const group_info *> Found = matching(*Groups, R.Operands.front());
  if (Found.empty())
    return failNoFunction(*Groups, R.Operands.front());
  json::Array List;
  for (const group_info *G : Found) {
    std::vector<listed_entry> Entries;
    if (!View->get()->list_entries(G->id, Entries))
      return fail("the store in " + View->directory() + " cannot be read");
    sort(Entries, [](const listed_entry &A, const listed_entry &B) {
      return A.info.created < B.info.created;
    });
    if (R.Json) {
      json::Object Function = toJSON(*G);
      json::Array Members;
      for (const listed_entry &E : Entries)
        Members.push_back(toJSON(E));
      Function["members"] = std::move(Members);
      List.push_back(std::move(Function));
      continue;
    }
    if (G != Found.front())
      outs() << '\n';
    outs() << G->name << "  " << G->symbol << "\nfingerprint " << idText(G->fingerprint)
           << (G->gone ? ", of code that is gone\n" : ", of the current code\n");
    std::vector<std::vector<std::string>> Rows{
        {"KEY", "CREATED", "EXPIRES", "LAST USED", "COMPUTED IN", "SIZE"}};
    for (const listed_entry &E : Entries)
      Rows.push_back({idText(E.key.arguments), timeText(E.info.created), timeText(E.info.expires),
                      agoText(E.info.used), durationText(E.info.compute_ns),
                      E.sound ? sizeText(E.payload_size) : "damaged"});
    printTable(Rows);
  }
  if (R.Json)
    print(std::move(List));
  return 0;
}

int runStats(const Command &Self, ArrayRef<std::string> Args) {
  Request R;
  if (!R.read(Self, Args, 0, 0))
    return 1;
  std::optional<StoreView> View = StoreView::open(R.Directory);
  std::optional<std::vector<group_info>> Groups = View ? View->groups() : std::nullopt;
  store_totals Totals;
  if (!Groups)
    return 1;
  if (View->get() && !View->get()->totals(Totals))
    return fail("the store in " + View->directory() + " cannot be read");
  uint64_t Gone = 0, GoneBytes = 0, Expired = 0;
  int64_t Compute = 0;
  for (const group_info &G : *Groups) {
    Gone += G.gone ? G.entries : 0;
    GoneBytes += G.gone ? G.bytes : 0;
    Expired += G.expired;
    Compute += G.compute_ns;
  }
  if (R.Json) {
    print(json::Object{{"directory", View->directory()},
                       {"functions", int64_t(Totals.groups)},
                       {"entries", int64_t(Totals.entries)},
                       {"expired", int64_t(Expired)},
                       {"gone", int64_t(Gone)},
                       {"gone_bytes", int64_t(GoneBytes)},
                       {"value_files", int64_t(Totals.files)},
                       {"bytes", int64_t(Totals.bytes)},
                       {"index_bytes", int64_t(Totals.index_bytes)},
                       {"limit", int64_t(Totals.limit)},
                       {"compute_seconds", double(Compute) * 1e-9}});
    return 0;
  }
  auto Row = [](StringRef What, const Twine &Value) {
    outs() << formatv("{0,-14}", What) << Value << '\n';
  };
  Row("directory", View->directory());
  Row("functions", Twine(Totals.groups));
  Row("entries", Twine(Totals.entries) + ", " + Twine(Totals.files) + " in files of their own");
  Row("size", sizeText(Totals.bytes) + (View->get() ? " of " + sizeText(Totals.limit) : ""));
  Row("index", sizeText(Totals.index_bytes));
  Row("expired", Twine(Expired));
  Row("of gone code", Twine(Gone) + " (" + sizeText(GoneBytes) + ")");
  Row("computed in", durationText(Compute));
  return 0;
}

} // namespace

const Command DirCommand = {"dir", "print the directory of the store",
                            R"(usage: stcache dir [--dir DIR] [--json]

Prints the directory in which results are stored: $STCACHE_DIR, else
$XDG_CACHE_HOME/stcache, else ~/.cache/stcache. It need not exist yet.

  --dir DIR   this directory instead
  --json      as an object, which says whether it exists, too
)",
                            runDir};

const Command ListCommand = {"ls", "list the functions with stored results",
                             R"(usage: stcache ls [--dir DIR] [--json]

Lists the functions that have results in the store: how many, what they take up, how
long it took to compute them, when one was last used. A function has a line for each
version of its code; "gone" are those that no program has now.

  --dir DIR   the store in this directory
  --json      for programs, with mangled names and fingerprints
)",
                             runList};

const Command ShowCommand = {"show", "show the stored results of a function",
                             R"(usage: stcache show FUNCTION [--dir DIR] [--json]

Shows the entries of FUNCTION (its qualified or mangled name; a template's name stands
for all its instantiations): when each was made and last used, until when it may be
used, how long it took to compute, and its size.

  --dir DIR   the store in this directory
  --json      for programs
)",
                             runShow};

const Command StatsCommand = {"stats", "show what the store holds and takes up",
                              R"(usage: stcache stats [--dir DIR] [--json]

Shows how many functions and results the store has, what they take up and may take up
($STCACHE_MAX_SIZE), and how much of that is expired or of code that is gone.

  --dir DIR   the store in this directory
  --json      for programs
)",
                              runStats};

} // namespace stcache::tool
