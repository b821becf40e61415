#include "ImpureCallCheck.h"

using namespace clang;

namespace stcache::tidy {

ImpureCallCheck::ImpureCallCheck(StringRef Name, clang::tidy::ClangTidyContext *Context)
    : Check(Name, Context), FileReads(Options.get("FileReads", false)),
      IndirectCalls(Options.get("IndirectCalls", false)),
      UnseenOverriders(Options.get("UnseenOverriders", false)) {}

void ImpureCallCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "FileReads", FileReads);
  Options.store(Opts, "IndirectCalls", IndirectCalls);
  Options.store(Opts, "UnseenOverriders", UnseenOverriders);
}

void ImpureCallCheck::look(const Inspector &Code) {
  StateWarnings Wanted = StateWarnings::none();
  Wanted.set(StateWarning::ImpureCall, true);
  Wanted.set(StateWarning::FileRead, FileReads);
  Wanted.set(StateWarning::IndirectCall, IndirectCalls);
  Wanted.set(StateWarning::UnseenOverrider, UnseenOverriders);
  Code.stateFindings(Wanted, [&](const StateFinding &F) { report(reporter(), Code.context(), F); });
}

} // namespace stcache::tidy
