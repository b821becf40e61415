//===- TranslationUnit.cpp - The state of one file ------------------------===//

#include "TranslationUnit.h"

#include "ClangRun.h"
#include "DefinedFunctions.h"
#include "FingerprintEngine.h"

#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace stcache::tool {
namespace {

/// Makes a state from the engine's units.
class Export {
public:
  Export(fp::Engine &Engine, StringRef StartDirectory)
      : Engine(Engine), SM(Engine.Ctx.getSourceManager()), StartDirectory(StartDirectory) {}

  State Result;

  void function(const FunctionDecl *F, fp::UnitId Root, bool Cached) {
    Function Out;
    Out.Name = F->getQualifiedNameAsString();
    Out.Symbol = Engine.symbolOf(F);
    Out.Where = place(F->getLocation());
    Out.Root = Root;
    Out.Listed = SM.isInMainFile(SM.getExpansionLoc(F->getLocation()));
    Out.Cached = Cached;
    Result.Functions.push_back(std::move(Out));
  }

  /// To be called when the engine has completed all.
  void units() {
    Result.Units.resize(Engine.size());
    for (fp::UnitId Id = 0; Id < Engine.size(); ++Id)
      unit(Engine[Id], Engine.graph().nodes[Id], Result.Units[Id]);
  }

private:
  Place place(SourceLocation Loc) {
    PresumedLoc Presumed = SM.getPresumedLoc(SM.getExpansionLoc(Loc));
    if (Presumed.isInvalid())
      return {};
    auto [It, New] = Files.try_emplace(Presumed.getFilename());
    if (New) {
      SmallString<256> Path(Presumed.getFilename());
      if (llvm::sys::fs::make_absolute(Path))
        Path = Presumed.getFilename();
      llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
      StringRef Shown = Path;
      if (Shown.starts_with(StartDirectory) &&
          Shown.drop_front(StartDirectory.size()).starts_with("/"))
        Shown = Shown.drop_front(StartDirectory.size() + 1);
      It->second = Shown.str();
    }
    return {It->second, Presumed.getLine()};
  }

  /// The lines that hold a declaration.
  std::string source(SourceRange Range) {
    SourceLocation Begin = SM.getExpansionLoc(Range.getBegin());
    SourceLocation End = SM.getExpansionRange(Range.getEnd()).getEnd();
    auto [File, From] = SM.getDecomposedLoc(Begin);
    auto [EndFile, To] = SM.getDecomposedLoc(End);
    bool Invalid = Begin.isInvalid() || End.isInvalid() || File != EndFile || To < From;
    StringRef Text = Invalid ? "" : SM.getBufferData(File, &Invalid);
    if (Invalid)
      return {};
    size_t Start = Text.rfind('\n', From);
    Start = Start == StringRef::npos || From == 0 ? 0 : Start + 1;
    return Text.slice(std::min<size_t>(Start, From), Text.find('\n', To)).str();
  }

  void unit(const fp::Unit &U, const st::fingerprint::node &Node, Unit &Out) {
    Out.Kind = U.Kind;
    Out.Name = Engine.nameOf(U);
    if (U.External)
      Out.Symbol = Engine.externalSymbol(U);
    else if (U.Kind != UnitKind::Record && !U.Nameless)
      Out.Symbol = Engine.symbolOf(U.Decl);
    Out.Own = U.Own;
    Out.Total = U.Total;
    Out.Flags = Engine.salt();
    Out.Opaque = U.Opaque;
    Out.External = U.External;
    Out.Optional = U.Overriders;
    Out.Conservative = U.Conservative;
    Out.Throws = Node.throws;
    Out.Nothrow = Node.nothrow;
    for (uint32_t I = Node.first; I < Node.first + Node.count; ++I)
      Out.References.push_back({Engine.graph().edges[I].position, Engine.graph().edges[I].target});
    for (SourceLocation Loc : U.IndirectCalls)
      Out.IndirectCalls.push_back(place(Loc));
    Out.Text = Engine.textOf(U);
    if (U.Opaque || U.Nameless)
      return;
    const NamedDecl *D = U.Decl;
    if (auto *F = dyn_cast<FunctionDecl>(D)) {
      if (const FunctionDecl *Definition = nullptr; F->isDefined(Definition))
        D = Definition;
    } else if (auto *V = dyn_cast<VarDecl>(D)) {
      if (const VarDecl *Definition = V->getDefinition())
        D = Definition;
    } else if (auto *R = dyn_cast<RecordDecl>(D)) {
      if (const RecordDecl *Definition = R->getDefinition())
        D = Definition;
    }
    Out.Where = place(D->getLocation());
    if (!U.External)
      Out.Source = source(D->getSourceRange());
  }

  fp::Engine &Engine;
  const SourceManager &SM;
  StringRef StartDirectory;
  llvm::StringMap<std::string> Files; // as shown
};

/// The plugin's pass; at its end, in place of code, the state.
class Pass : public Consumer {
public:
  Pass(CompilerInstance &CI, PluginConfig Config, StringRef StartDirectory,
       const std::vector<std::string> &Names, State &Result)
      : Consumer(CI, std::move(Config)), StartDirectory(StartDirectory), Names(Names),
        Result(Result) {}

  void HandleTranslationUnit(ASTContext &Ctx) override {
    if (Ctx.getDiagnostics().hasErrorOccurred())
      return;
    Fingerprinter Prints(Ctx, config().Fingerprint);
    fp::Engine &Engine = Prints.engine();
    FunctionSearch Search;
    if (!Names.empty())
      Search.InHeaders = [&](const FunctionDecl *F) {
        return !Engine.isOpaque(F) && (llvm::is_contained(Names, F->getQualifiedNameAsString()) ||
                                       llvm::is_contained(Names, Engine.symbolOf(F)));
      };
    // Local classes are where the body is.
    for (const Finished &F : functions())
      Search.Bodies.push_back(F.Parts.Body->getBody());
    Export Out(Engine, StartDirectory);
    llvm::DenseSet<const FunctionDecl *> Cached;
    for (const Finished &F : functions()) {
      Cached.insert(F.Plan.Function->getCanonicalDecl());
      Out.function(F.Plan.Function, Engine.cached(F.code()), true);
    }
    for (const FunctionDecl *F : definedFunctions(Ctx, Search))
      if (Cached.insert(F->getCanonicalDecl()).second)
        Out.function(F, Engine.function(F), false);
    FileNote Note(Prints);
    addDefinitions(Note);
    Engine.complete();
    Out.units();
    for (const st::fingerprint::named_node &D : Note.definitions())
      Out.Result.Definitions.push_back({D.name, D.node});
    Result = std::move(Out.Result);
  }

private:
  StringRef StartDirectory;
  const std::vector<std::string> &Names;
  State &Result;
};

class Action : public ASTFrontendAction {
public:
  Action(StringRef StartDirectory, const std::vector<std::string> &Names, State &Result)
      : StartDirectory(StartDirectory), Names(Names), Result(Result) {}

private:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    std::optional<PluginConfig> Config = pluginConfig(CI);
    if (!Config)
      return nullptr;
    Config->Fingerprints = true;
    return std::make_unique<Pass>(CI, std::move(*Config), StartDirectory, Names, Result);
  }

  StringRef StartDirectory;
  const std::vector<std::string> &Names;
  State &Result;
};

} // namespace

Parsed parse(const CompileJob &Job, const std::vector<std::string> &Names) {
  Parsed Result;
  SmallString<256> Start;
  if (std::error_code Error = llvm::sys::fs::current_path(Start)) {
    Result.Messages = "cannot tell the current directory: " + Error.message() + "\n";
    Result.Failed = true;
    return Result;
  }
  ErrorText Messages(Result.Messages);
  Result.Failed = !runClang(Job, std::make_unique<Action>(Start, Names, Result.Result), Messages,
                            Result.Messages) ||
                  Messages.getNumErrors() != 0;
  return Result;
}

} // namespace stcache::tool
