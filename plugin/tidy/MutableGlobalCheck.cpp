#include "MutableGlobalCheck.h"

using namespace clang;

namespace stcache::tidy {

MutableGlobalCheck::MutableGlobalCheck(StringRef Name, clang::tidy::ClangTidyContext *Context)
    : Check(Name, Context), StaticLocals(Options.get("StaticLocals", true)) {}

void MutableGlobalCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "StaticLocals", StaticLocals);
}

void MutableGlobalCheck::look(const Inspector &Code) {
  StateWarnings Wanted = StateWarnings::none();
  Wanted.set(StateWarning::MutableGlobal, true);
  Wanted.set(StateWarning::StaticLocal, StaticLocals);
  Code.stateFindings(Wanted, [&](const StateFinding &F) { report(reporter(), Code.context(), F); });
}

} // namespace stcache::tidy
