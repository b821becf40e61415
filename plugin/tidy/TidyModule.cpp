// The clang-tidy module: registers the checks and the attributes, and adds the pass that resolves
// the names of options and finds the annotated functions.

#include "Annotations.h"
#include "Compat.h"
#include "HostMajor.h"
#include "ImpureCallCheck.h"
#include "MigrateCacheCheck.h"
#include "MutableGlobalCheck.h"
#include "Relay.h"
#include "ResourceMutationCheck.h"
#include "WrongCacheKindCheck.h"

#include STCACHE_TIDY_REGISTRY
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

using namespace clang;

namespace stcache::tidy {
namespace {

__attribute__((constructor(101))) void refuseOtherMajors() {
  stcache::refuseOtherMajors("module", "clang-tidy", "stcache-tidy", "");
}

class Module : public clang::tidy::ClangTidyModule {
public:
  void addCheckFactories(clang::tidy::ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<ImpureCallCheck>("st-impure-call");
    Factories.registerCheck<MigrateCacheCheck>("st-migrate-cache");
    Factories.registerCheck<MutableGlobalCheck>("st-mutable-global");
    Factories.registerCheck<ResourceMutationCheck>("st-resource-mutation");
    Factories.registerCheck<WrongCacheKindCheck>("st-wrong-cache-kind");
  }
};

/// Of the translation unit at hand.
std::unique_ptr<Relay> Current;

/// Other checks are to see the code as without this module.
class Pass : public Inspector {
public:
  using Inspector::Inspector;
  ~Pass() override { Current.reset(); }
  void HandleTranslationUnit(ASTContext &Ctx) override {
    Inspector::HandleTranslationUnit(Ctx);
    hideAnnotations();
  }
};

/// clang-tidy runs its checks in the main action's consumer; Clang puts this one before it.
class Action : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    return std::make_unique<Pass>(CI, Config);
  }

  /// The arguments are the plugin's, as the build has them.
  bool ParseArgs(const CompilerInstance &CI, const std::vector<std::string> &) override {
    Current.reset(); // of a file that was given up
    Current = std::make_unique<Relay>(const_cast<CompilerInstance &>(CI));
    for (const auto &Entry : FrontendPluginRegistry::entries())
      if (Entry.getName() == "stcache") {
        report(CI.getDiagnostics(), SourceLocation(), Diag::PluginAndModule);
        return false;
      }
    const auto &All = CI.getFrontendOpts().PluginArgs;
    auto Args = All.find("stcache");
    return Args == All.end() || Config.read(Args->second, CI.getDiagnostics());
  }

  ActionType getActionType() override { return AddBeforeMainAction; }

private:
  PluginConfig Config;
};

struct Attributes {
  Attributes() { registerAttributes(); }
} Registered;
FrontendPluginRegistry::Add<Action> Added("stcache-tidy", "finds cached functions for the checks");
clang::tidy::ClangTidyModuleRegistry::Add<Module> Checks("stcache-module",
                                                         "checks of functions cached by stcache");

} // namespace
} // namespace stcache::tidy
