// Prints a line "<fingerprint> <mangled name>" for each function defined in the main file.
//
// Arguments (-fplugin-arg-fpdump-...):
//   out=FILE        where to print; default: standard output
//   follow=DIR, opaque=DIR
//   version=TEXT    mixed in
//   extra=NAME      the initialiser of that global variable counts, too
//   time            how long it took, on standard error

#include "DefinedFunctions.h"
#include "Fingerprint.h"
#include "clang/AST/ASTConsumer.h"
#include "clang/AST/Mangle.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Lex/HeaderSearch.h"
#include "clang/Lex/Preprocessor.h"
#include <chrono>

using namespace clang;
using namespace stcache;

namespace {

struct Request {
  std::string Out, Version, Extra;
  FingerprintConfig Config;
  bool Time = false;
};

class Dump : public ASTConsumer {
public:
  Dump(CompilerInstance &CI, Request R) : CI(CI), R(std::move(R)) {}

  void HandleTranslationUnit(ASTContext &Ctx) override {
    if (Ctx.getDiagnostics().hasErrorOccurred())
      return;
    std::vector<const FunctionDecl *> Functions = definedFunctions(Ctx);
    auto Start = std::chrono::steady_clock::now();
    R.Config.read(CI);
    Fingerprinter Prints(Ctx, R.Config);
    Prints.expect(Functions);
    std::error_code Error;
    llvm::raw_fd_ostream OS(R.Out.empty() ? "-" : R.Out, Error);
    ASTNameGenerator Names(Ctx);
    SmallVector<const Expr *, 2> Extra;
    for (const Decl *D : Ctx.getTranslationUnitDecl()->decls())
      if (auto *V = dyn_cast<VarDecl>(D); V && V->getInit() && V->getName() == R.Extra)
        Extra.push_back(V->getInit());
    for (const FunctionDecl *F : Functions)
      OS << Prints.fingerprint({F, Extra, R.Version, {}}).hex() << ' ' << Names.getName(F) << '\n';
    std::chrono::duration<double, std::milli> Took = std::chrono::steady_clock::now() - Start;
    if (R.Time)
      llvm::errs() << Functions.size() << " functions, " << Took.count() << " ms\n";
  }

private:
  CompilerInstance &CI;
  Request R;
};

class Action : public PluginASTAction {
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    return std::make_unique<Dump>(CI, R);
  }
  bool ParseArgs(const CompilerInstance &CI, const std::vector<std::string> &Args) override {
    for (StringRef A : Args) {
      if (A.consume_front("out="))
        R.Out = A.str();
      else if (A.consume_front("follow="))
        R.Config.FollowDirs.push_back(A.str());
      else if (A.consume_front("opaque="))
        R.Config.OpaqueDirs.push_back(A.str());
      else if (A.consume_front("version="))
        R.Version = A.str();
      else if (A.consume_front("extra="))
        R.Extra = A.str();
      else if (A == "time")
        R.Time = true;
      else
        llvm::errs() << "fpdump: unknown argument " << A << '\n';
    }
    return true;
  }
  ActionType getActionType() override { return AddBeforeMainAction; }

  Request R;
};

} // namespace

static FrontendPluginRegistry::Add<Action> Registered("fpdump", "print fingerprints");
