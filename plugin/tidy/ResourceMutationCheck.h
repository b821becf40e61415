#ifndef STCACHE_TIDY_RESOURCEMUTATIONCHECK_H
#define STCACHE_TIDY_RESOURCEMUTATIONCHECK_H

#include "Check.h"

namespace stcache::tidy {

/// The object that all callers of a `cache_resource` function share is changed without a lock.
/// docs/checks/st-resource-mutation.md
class ResourceMutationCheck : public Check {
public:
  ResourceMutationCheck(llvm::StringRef Name, clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;

private:
  void look(const Inspector &Code) override;

  const std::string SafeTypes;
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_RESOURCEMUTATIONCHECK_H
