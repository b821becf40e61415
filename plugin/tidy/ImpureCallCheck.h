#ifndef STCACHE_TIDY_IMPURECALLCHECK_H
#define STCACHE_TIDY_IMPURECALLCHECK_H

#include "Check.h"

namespace stcache::tidy {

/// A cached result depends on what a call gives that the arguments do not decide. docs/checks/st-
/// impure-call.md
class ImpureCallCheck : public Check {
public:
  ImpureCallCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void look(const Inspector &Code) override;

  const bool FileReads;
  const bool IndirectCalls;
  const bool UnseenOverriders;
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_IMPURECALLCHECK_H
