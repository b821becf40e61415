#include "ResourceMutationCheck.h"

using namespace clang;

namespace stcache::tidy {

ResourceMutationCheck::ResourceMutationCheck(StringRef Name, clang::tidy::ClangTidyContext *Context)
    : Check(Name, Context), SafeTypes(Options.get("SafeTypes", "")) {}

void ResourceMutationCheck::storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "SafeTypes", SafeTypes);
}

void ResourceMutationCheck::look(const Inspector &Code) {
  SmallVector<StringRef, 8> Names;
  StringRef(SafeTypes).split(Names, ';', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  std::vector<std::string> Safe;
  for (StringRef Name : Names)
    Safe.push_back(Name.trim().str());
  Code.resourceFindings(std::move(Safe), [&](const ResourceFinding &F) { report(reporter(), F); });
}

} // namespace stcache::tidy
