#include "WrongCacheKindCheck.h"

using namespace clang;

namespace stcache::tidy {

WrongCacheKindCheck::WrongCacheKindCheck(StringRef Name, clang::tidy::ClangTidyContext *Context)
    : Check(Name, Context), SuggestDataForConst(Options.get("SuggestDataForConst", false)) {}

void WrongCacheKindCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "SuggestDataForConst", SuggestDataForConst);
}

void WrongCacheKindCheck::look(const Inspector &Code) {
  for (const WrongKind &W : Code.wrongKinds(SuggestDataForConst))
    report(reporter(), Code.sourceManager(), W);
}

} // namespace stcache::tidy
