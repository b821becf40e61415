//===- Program.cpp - The state of the files that a user names -------------===//

#include "Program.h"

#include "Command.h"
#include "TranslationUnit.h"
#include "Workers.h"

#include "llvm/Support/raw_ostream.h"

#include <thread>

using namespace llvm;

namespace stcache::tool {

std::optional<unsigned> readJobs(const std::string &Text) {
  unsigned Jobs = std::thread::hardware_concurrency();
  if (!Text.empty() && (StringRef(Text).getAsInteger(10, Jobs) || Jobs == 0)) {
    fail("option '-j' needs a number of processes, not '" + Text + "'");
    return std::nullopt;
  }
  return Jobs;
}

std::optional<State> loadProgram(const Sources &From, unsigned Jobs,
                                 const std::vector<std::string> &Names) {
  std::optional<std::vector<CompileJob>> Files = compileJobs(From);
  if (!Files)
    return std::nullopt;
  auto Work = [&](size_t I) {
    Parsed P = parse((*Files)[I], Names);
    std::string Text;
    raw_string_ostream(Text) << json::Value(json::Object{{"failed", P.Failed},
                                                         {"messages", json::fixUTF8(P.Messages)},
                                                         {"state", toJSON(P.Result)}});
    return Text;
  };
  std::vector<State> States;
  bool Failed = false;
  std::vector<std::optional<std::string>> Results = inProcesses(Files->size(), Jobs, Work);
  for (const auto &[File, Text] : zip(*Files, Results)) {
    Expected<json::Value> Whole = Text ? json::parse(*Text) : createStringError("the process died");
    const json::Object *O = Whole ? Whole->getAsObject() : nullptr;
    if (!O) {
      consumeError(Whole.takeError());
      fail("'" + File.File + "' makes the parser crash",
           "if the compiler can compile it, please report that");
      Failed = true;
      continue;
    }
    errs() << O->getString("messages").value_or("");
    if (O->getBoolean("failed").value_or(true)) {
      fail("'" + File.File + "' cannot be parsed",
           From.BuildDirectory.empty() && From.Flags.empty()
               ? "give the compiler's flags behind '--', or the build directory with -p"
               : "");
      Failed = true;
      continue;
    }
    Expected<State> S = stateFromJSON(*O->get("state"));
    if (!S) {
      fail("'" + File.File + "': " + toString(S.takeError()));
      Failed = true;
      continue;
    }
    States.push_back(std::move(*S));
  }
  if (Failed)
    return std::nullopt;
  return link(std::move(States));
}

} // namespace stcache::tool
