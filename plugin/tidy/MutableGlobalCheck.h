#ifndef STCACHE_TIDY_MUTABLEGLOBALCHECK_H
#define STCACHE_TIDY_MUTABLEGLOBALCHECK_H

#include "Check.h"

namespace stcache::tidy {

/// A cached result depends on a variable that is no part of the key. docs/checks/st-mutable-
/// global.md
class MutableGlobalCheck : public Check {
public:
  MutableGlobalCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void look(const Inspector &Code) override;

  const bool StaticLocals;
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_MUTABLEGLOBALCHECK_H
