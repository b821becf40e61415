// The Clang plugin: registers the attributes and adds the pass before code generation.

#include "Annotations.h"
#include "Consumer.h"

#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

#include <cstdio>
#include <cstdlib>

using namespace clang;

namespace {

/// A compiler of another major loads the plugin and then crashes, because classes have another
/// layout there: so compare before anything else runs. Only a std::string crosses the border.
__attribute__((constructor(101))) void refuseOtherMajors() {
  std::string Host = getClangFullCPPVersion();
  std::size_t At = Host.find("lang ");
  int Major = At == std::string::npos ? 0 : std::atoi(Host.c_str() + At + 5);
  if (Major == CLANG_VERSION_MAJOR)
    return;
  std::fprintf(stderr,
               "error: this stcache plugin is for Clang %d (built against %s), but the compiler is "
               "%s; use stcache-clang%d.so, or let stcxx choose\n",
               CLANG_VERSION_MAJOR, CLANG_VERSION_STRING, Host.c_str(), Major);
  std::_Exit(1);
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
