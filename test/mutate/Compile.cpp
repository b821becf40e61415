#include "Compile.h"
#include "DefinedFunctions.h"
#include "Flatten.h"
#include "clang/AST/Mangle.h"
#include "clang/CodeGen/ModuleBuilder.h"
#include "clang/Driver/CreateInvocationFromArgs.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "clang/Lex/HeaderSearchOptions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;

namespace mutate {

// The text and the place that assert reports are no part of the meaning.
static constexpr const char *NeutralAssert = R"(
#ifdef assert
#undef assert
#define assert(...) ((__VA_ARGS__) ? (void)0 : __builtin_trap())
#endif
)";

namespace {

/// So that code which the optimiser shows to be the same looks the same. No function goes.
void optimize(llvm::Module &M) {
  for (llvm::Function &F : M)
    if (!F.isDeclaration() && F.hasLocalLinkage())
      F.setLinkage(llvm::GlobalValue::ExternalLinkage);
    else if (F.hasLinkOnceLinkage())
      F.setLinkage(llvm::GlobalValue::WeakODRLinkage);
  llvm::LoopAnalysisManager Loops;
  llvm::FunctionAnalysisManager Functions;
  llvm::CGSCCAnalysisManager Components;
  llvm::ModuleAnalysisManager Modules;
  llvm::PassBuilder Builder;
  Builder.registerModuleAnalyses(Modules);
  Builder.registerCGSCCAnalyses(Components);
  Builder.registerFunctionAnalyses(Functions);
  Builder.registerLoopAnalyses(Loops);
  Builder.crossRegisterProxies(Loops, Functions, Components, Modules);
  Builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O2).run(M, Modules);
}

/// Takes the snapshot when the file was read.
class Recorder : public ASTConsumer {
public:
  Recorder(CompilerInstance &CI, Snapshot &Out, const CompileOptions &Options,
           const Compiler::Inspector &Inspect, const std::vector<std::string> &FollowDirs,
           CodeGenerator *CodeGen)
      : CI(CI), Out(Out), Options(Options), Inspect(Inspect), FollowDirs(FollowDirs),
        CodeGen(CodeGen) {}

  void HandleTranslationUnit(ASTContext &Ctx) override {
    if (Ctx.getDiagnostics().hasErrorOccurred())
      return;
    Out.Ok = true;
    if (CodeGen && CodeGen->GetModule() && Options.Optimized)
      optimize(*CodeGen->GetModule());
    if (CodeGen && CodeGen->GetModule())
      Out.Ir = hashModule(*CodeGen->GetModule(), Options.Slots);
    if (Options.Prints)
      takePrints(Ctx);
    if (Inspect)
      Inspect(CI);
  }

private:
  void takePrints(ASTContext &Ctx) {
    stcache::FunctionSearch Search;
    Search.Defaulted = true;
    std::vector<const FunctionDecl *> Functions = stcache::definedFunctions(Ctx, Search);
    stcache::FingerprintConfig Config;
    Config.FollowDirs = FollowDirs;
    Config.read(CI);
    stcache::Fingerprinter Prints(Ctx, Config);
    Prints.expect(Functions);
    ASTNameGenerator Names(Ctx);
    for (const FunctionDecl *Function : Functions)
      Out.Prints[Names.getName(Function)] = Prints.fingerprint({Function, {}, {}, {}});
  }

  CompilerInstance &CI;
  Snapshot &Out;
  const CompileOptions &Options;
  const Compiler::Inspector &Inspect;
  const std::vector<std::string> &FollowDirs;
  CodeGenerator *CodeGen;
};

class Action : public ASTFrontendAction {
public:
  Action(Snapshot &Out, const CompileOptions &Options, const Compiler::Inspector &Inspect,
         const std::vector<std::string> &FollowDirs)
      : Out(Out), Options(Options), Inspect(Inspect), FollowDirs(FollowDirs) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    std::vector<std::unique_ptr<ASTConsumer>> Parts;
    CodeGenerator *CodeGen = nullptr;
    if (Options.Ir) {
      std::unique_ptr<CodeGenerator> G = CreateLLVMCodeGen(CI, "mutate", Llvm);
      CodeGen = G.get();
      Parts.push_back(std::move(G));
    }
    Parts.push_back(std::make_unique<Recorder>(CI, Out, Options, Inspect, FollowDirs, CodeGen));
    return std::make_unique<MultiplexConsumer>(std::move(Parts));
  }

private:
  Snapshot &Out;
  const CompileOptions &Options;
  const Compiler::Inspector &Inspect;
  const std::vector<std::string> &FollowDirs;
  llvm::LLVMContext Llvm;
};

class FirstError : public DiagnosticConsumer {
public:
  explicit FirstError(std::string &Out) : Out(Out) {}
  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level < DiagnosticsEngine::Error || !Out.empty())
      return;
    SmallString<128> Text;
    Info.FormatDiagnostic(Text);
    if (Info.getLocation().isValid() && Info.hasSourceManager())
      Out = Info.getLocation().printToString(Info.getSourceManager()) + ": ";
    Out += Text;
  }

private:
  std::string &Out;
};

} // namespace

Compiler::Compiler(std::vector<std::string> A, std::string Path, std::vector<std::string> Follow)
    : Args(std::move(A)), Path(std::move(Path)), FollowDirs(std::move(Follow)) {}

Compiler::~Compiler() = default;

std::shared_ptr<CompilerInvocation> Compiler::invocation(const CompileOptions &Options) {
  std::vector<std::string> All = Args;
  const std::string &Main = Options.Path.empty() ? Path : Options.Path;
  // Position-free spelling of what the compiler or a macro says about the place.
  if (Options.WithoutPositions)
    for (const char *Macro : {"__LINE__=1", "__FILE__=\"f\"", "__builtin_LINE()=1",
                              "__builtin_COLUMN()=1", "__builtin_FILE()=\"f\""})
      All.push_back(std::string("-D") + Macro);
  for (const char *Flag : {"-w", "-ferror-limit=1", "-O0", "-g0", "-Xclang", "-disable-O0-optnone",
                           "-fno-discard-value-names", "-femit-all-decls"})
    All.push_back(Flag);
  All.insert(All.end(), Options.MoreFlags.begin(), Options.MoreFlags.end());
  All.push_back("-fsyntax-only");
  All.push_back(Main);
  std::string Key;
  for (const std::string &A : All)
    Key += A + '\n';
  std::shared_ptr<CompilerInvocation> &Known = Invocations[Key];
  if (!Known) {
    std::vector<const char *> Raw;
    for (const std::string &A : All)
      Raw.push_back(A.c_str());
    CreateInvocationOptions Create;
    Known = createInvocation(Raw, std::move(Create));
    if (!Known)
      return nullptr;
    Known->getFrontendOpts().DisableFree = false;
    // Complete and base constructors as two functions, neither as a name for the other.
    Known->getCodeGenOpts().CXXCtorDtorAliases = false;
    Known->getDiagnosticOpts().IgnoreWarnings = true;
  }
  return std::make_shared<CompilerInvocation>(*Known);
}

unsigned Compiler::preambleSize(const std::string &Text) {
  auto Invocation = invocation({});
  return ComputePreambleBounds(Invocation->getLangOpts(), llvm::MemoryBufferRef(Text, Path), 0)
      .Size;
}

const PrecompiledPreamble *Compiler::preamble(const std::string &Text, bool WithoutPositions) {
  Cached &C = Preambles[WithoutPositions];
  unsigned Size = preambleSize(Text);
  if (!C.Tried) {
    C.Tried = true;
    C.Text = Text.substr(0, Size);
    CompileOptions Options;
    Options.WithoutPositions = WithoutPositions;
    auto Invocation = invocation(Options);
    auto Buffer = llvm::MemoryBuffer::getMemBufferCopy(Text, Path);
    auto FS = llvm::vfs::getRealFileSystem();
    std::string Error;
    FirstError Consumer(Error);
    auto Diags = CompilerInstance::createDiagnostics(*FS, Invocation->getDiagnosticOpts(),
                                                     &Consumer, /*ShouldOwnClient=*/false);
    PreambleCallbacks Callbacks;
    auto Built = PrecompiledPreamble::Build(
        *Invocation, Buffer.get(), ComputePreambleBounds(Invocation->getLangOpts(), *Buffer, 0),
        Diags, FS, std::make_shared<PCHContainerOperations>(), /*StoreInMemory=*/true, "",
        Callbacks);
    if (Built)
      C.Preamble.emplace(std::move(*Built));
    else
      llvm::errs() << Path << ": no preamble: " << Built.getError().message() << ' ' << Error
                   << '\n';
  }
  if (!C.Preamble || StringRef(Text).take_front(Size) != C.Text)
    return nullptr;
  return &*C.Preamble;
}

Snapshot Compiler::compile(const std::string &Text, const CompileOptions &Options,
                           const Inspector &Inspect) {
  Snapshot Result;
  auto Invocation = invocation(Options);
  if (!Invocation) {
    Result.Error = "the command line was not understood";
    return Result;
  }
  const std::string &Main = Options.Path.empty() ? Path : Options.Path;
  std::string Changed = Text;
  if (Options.WithoutPositions)
    if (size_t At = Text.find(FrontMarker); At != std::string::npos)
      Changed.insert(At + FrontMarker.size(), NeutralAssert);
  auto Buffer = llvm::MemoryBuffer::getMemBufferCopy(Changed, Main);
  auto FS = llvm::vfs::getRealFileSystem();
  bool Usable = Options.Path.empty() && Options.MoreFlags.empty();
  if (const PrecompiledPreamble *P =
          Usable ? preamble(Changed, Options.WithoutPositions) : nullptr) {
    P->AddImplicitPreamble(*Invocation, FS, Buffer.get());
  } else {
    Invocation->getPreprocessorOpts().addRemappedFile(Main, Buffer.get());
  }
  Invocation->getPreprocessorOpts().RetainRemappedFileBuffers = true;
  CompilerInstance CI(Invocation);
  CI.setVirtualFileSystem(FS);
  FirstError Consumer(Result.Error);
  CI.createDiagnostics(&Consumer, /*ShouldOwnClient=*/false);
  CI.createFileManager();
  CI.setVerboseOutputStream(llvm::nulls()); // the number of errors
  Action A(Result, Options, Inspect, FollowDirs);
  CI.ExecuteAction(A);
  if (CI.getDiagnostics().hasErrorOccurred())
    Result.Ok = false;
  return Result;
}

} // namespace mutate
