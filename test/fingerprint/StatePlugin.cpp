// Reports the state that functions depend on (plugin/core/State.h) as if every function of the
// main file that returns something were cached: for counting false warnings on real code.
//
// Arguments (-fplugin-arg-statedump-...): warn=ID, no-warn=ID, as for the plugin.

#include "State.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"

using namespace clang;
using namespace stcache;

namespace {

class Collector : public RecursiveASTVisitor<Collector> {
public:
  explicit Collector(const SourceManager &SM) : SM(SM) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isThisDeclarationADefinition() && !F->isDependentContext() && !F->isDefaulted() &&
        !F->isDeleted() && !F->getReturnType()->isVoidType() && !F->isMain() && F->hasBody() &&
        !isa<CXXConstructorDecl, CXXDestructorDecl>(F) &&
        SM.isInMainFile(SM.getExpansionLoc(F->getLocation())))
      Found.push_back(F);
    return true;
  }
  std::vector<FunctionDecl *> Found;

private:
  const SourceManager &SM;
};

class Dump : public ASTConsumer {
public:
  Dump(CompilerInstance &CI, StateWarnings Wanted) : CI(CI), Wanted(Wanted) {}

  void HandleTranslationUnit(ASTContext &Ctx) override {
    Collector C(Ctx.getSourceManager());
    C.TraverseDecl(Ctx.getTranslationUnitDecl());
    FingerprintConfig Config;
    Config.read(CI);
    Fingerprinter Prints(Ctx, Config);
    StateChecker State(Ctx, Prints, nullptr, Wanted);
    for (const FunctionDecl *F : C.Found)
      State.check({F, {}, {}, /*Shared=*/false, /*Expires=*/false});
    State.findings([&](const StateFinding &F) { report(Ctx.getDiagnostics(), Ctx, F); });
    llvm::errs() << C.Found.size() << " functions\n";
  }

private:
  CompilerInstance &CI;
  StateWarnings Wanted;
};

class Action : public PluginASTAction {
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    return std::make_unique<Dump>(CI, Wanted);
  }
  bool ParseArgs(const CompilerInstance &, const std::vector<std::string> &Args) override {
    for (StringRef A : Args) {
      bool On = A.consume_front("warn=");
      if ((!On && !A.consume_front("no-warn=")) || !Wanted.set(A, On))
        llvm::errs() << "statedump: unknown argument " << A << '\n';
    }
    return true;
  }
  ActionType getActionType() override { return AddAfterMainAction; }

  StateWarnings Wanted;
};

} // namespace

static FrontendPluginRegistry::Add<Action> Registered("statedump", "report state");
