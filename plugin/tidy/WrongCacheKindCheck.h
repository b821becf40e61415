#ifndef STCACHE_TIDY_WRONGCACHEKINDCHECK_H
#define STCACHE_TIDY_WRONGCACHEKINDCHECK_H

#include "Check.h"

namespace stcache::tidy {

/// `cache_data` on a function that returns a shared object, `cache_resource` on one that returns
/// a value. docs/checks/st-wrong-cache-kind.md
class WrongCacheKindCheck : public Check {
public:
  WrongCacheKindCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void look(const Inspector &Code) override;

  const bool SuggestDataForConst;
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_WRONGCACHEKINDCHECK_H
