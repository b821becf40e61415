// The Clang plugin: registers the attributes and adds the pass before code generation.

#include "Annotations.h"
#include "Consumer.h"
#include "HostMajor.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

using namespace clang;

namespace {

__attribute__((constructor(101))) void refuseOtherMajors() {
  stcache::refuseOtherMajors("plugin", "compiler", "stcache-clang", ", or let stcxx choose");
}

class Action : public PluginASTAction {
protected:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    return std::make_unique<stcache::Consumer>(CI, Config);
  }

  bool ParseArgs(const CompilerInstance &CI, const std::vector<std::string> &Args) override {
    return Config.read(Args, CI.getDiagnostics());
  }

  ActionType getActionType() override { return AddBeforeMainAction; }

private:
  stcache::PluginConfig Config;
};

struct Attributes {
  Attributes() { stcache::registerAttributes(); }
} Registered;
FrontendPluginRegistry::Add<Action> Plugin("stcache", "caches annotated functions");

} // namespace
