#include "SourceRewriter.h"

#include "Compat.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Mangle.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/MapVector.h"

using namespace clang;

namespace stcache {

SourceRewriter::SourceRewriter(CompilerInstance &CI, PluginConfig Config,
                               std::function<void(const RewrittenSource &)> Done)
    : Consumer(CI, std::move(Config)), Macros(CI.getPreprocessor()), Done(std::move(Done)) {
  names().alsoTell([this](const Token &T) { Macros.see(T); });
}

/// What a template says of its options: which are read when depends on their names alone. Whether
/// their values are copied, its instantiations say.
static void addOptions(WrittenFunction &Out, const Annotation &A) {
  for (Expr *E : A.options()) {
    std::optional<OptionKind> Kind = optionKind(E);
    if (Kind && optionPlace(*Kind, A.Kind) == OptionPlace::Setup)
      Out.SetupOptions.push_back({E, /*Copy=*/true});
    else if (Kind && optionPlace(*Kind, A.Kind) == OptionPlace::Key)
      Out.KeyOptions.push_back({E, /*Copy=*/true});
  }
}

/// Copies values wherever an instantiation needs it.
static void addCopies(SmallVectorImpl<CachePlan::OptionArgument> &Options,
                      ArrayRef<CachePlan::OptionArgument> Instantiated, bool IsFirst) {
  for (auto [Option, I] : llvm::zip_equal(Options, Instantiated))
    Option.Copy = I.Copy || (Option.Copy && !IsFirst);
}

/// Finds a closure among those of its function, in their order.
class ClosureNumber : public RecursiveASTVisitor<ClosureNumber> {
public:
  explicit ClosureNumber(const CXXRecordDecl *Wanted) : Wanted(Wanted) {}
  unsigned OfItsType = 0, OfAll = 0;
  bool VisitLambdaExpr(LambdaExpr *E) {
    const CXXRecordDecl *Closure = E->getLambdaClass();
    if (Closure->getDeclContext() != Wanted->getDeclContext())
      return true; // another closure's
    QualType Type = Closure->getLambdaCallOperator()->getType();
    ++OfAll;
    OfItsType +=
        Closure->getASTContext().hasSameType(Type, Wanted->getLambdaCallOperator()->getType());
    return Closure != Wanted;
  }

private:
  const CXXRecordDecl *Wanted;
};

static std::optional<ClosureNumber> numberClosure(const NamedDecl *D) {
  const auto *Closure = dyn_cast<CXXRecordDecl>(D);
  const auto *In = Closure ? dyn_cast<FunctionDecl>(Closure->getDeclContext()) : nullptr;
  if (!In || !Closure->isLambda() || !In->hasBody())
    return std::nullopt;
  ClosureNumber Count(Closure);
  Count.TraverseStmt(In->getBody());
  return Count;
}

/// Clang gives closures that no other file sees names of its own kind; GCC names them as all.
static compat::OptionalUnsigned numberOfItsType(ASTContext &, const NamedDecl *D) {
  std::optional<ClosureNumber> Number = numberClosure(D);
  if (!Number || cast<CXXRecordDecl>(D)->getLambdaManglingNumber() != 0)
    return std::nullopt;
  return Number->OfItsType;
}

/// Before version 13, GCC counted closures of other types, too.
static compat::OptionalUnsigned numberOfAll(ASTContext &, const NamedDecl *D) {
  std::optional<ClosureNumber> Number = numberClosure(D);
  return Number ? compat::OptionalUnsigned(Number->OfAll) : std::nullopt;
}

/// Symbols in a mangling that compilers had before Clang 18, and GCC has. One for all functions, in
/// the order of their plans, as it numbers local types.
class OlderSymbols {
public:
  OlderSymbols(ASTContext &Ctx, ItaniumMangleContext::DiscriminatorOverrideTy Number)
      : Lang(const_cast<LangOptions &>(Ctx.getLangOpts())),
        Mangler(ItaniumMangleContext::create(Ctx, Ctx.getDiagnostics(), Number)) {}

  std::string of(const FunctionDecl *F) {
    LangOptions::ClangABI Now = Lang.getClangABICompat();
    Lang.setClangABICompat(LangOptions::ClangABI::Ver17);
    std::string Result;
    llvm::raw_string_ostream OS(Result);
    if (Mangler->shouldMangleDeclName(F))
      Mangler->mangleName(GlobalDecl(F), OS);
    OS.flush();
    Lang.setClangABICompat(Now);
    return Result;
  }

private:
  LangOptions &Lang;
  std::unique_ptr<MangleContext> Mangler;
};

static QualType deducedResult(const FunctionDecl *F) {
  const AutoType *Auto = nullptr;
  for (const FunctionDecl *D : F->redecls())
    if (FunctionTypeLoc Head = D->getFunctionTypeLoc())
      if (AutoTypeLoc Loc = Head.getReturnLoc().getContainedAutoTypeLoc(); Loc && !Auto)
        Auto = D->getReturnType()->getContainedAutoType();
  return Auto && Auto->isDeduced() ? Auto->getDeducedType() : QualType();
}

std::vector<WrittenFunction> SourceRewriter::definitions(const FileNote &Note) const {
  llvm::MapVector<const FunctionDecl *, WrittenFunction> Found;
  auto AddPattern = [&](const FunctionDecl *F) -> WrittenFunction & {
    auto [It, New] = Found.try_emplace(F);
    if (New) {
      std::optional<Annotation> A = findAnnotation(F);
      WrittenFunction &Out = It->second;
      Out.Definition = F;
      Out.Body = F->getBody();
      Out.IsTemplate = true;
      if (A) {
        Out.Kind = A->Kind;
        addOptions(Out, *A);
      }
    }
    return It->second;
  };
  for (const FunctionDecl *F : patterns())
    AddPattern(F);
  OlderSymbols Older(compiler().getASTContext(), numberOfItsType),
      Oldest(compiler().getASTContext(), numberOfAll);
  for (auto [I, F] : llvm::enumerate(functions())) {
    const FunctionDecl *Function = F.Plan.Function;
    WrittenCode Code{F.Plan.Symbol, F.Plan.DisplayName, Older.of(Function), Oldest.of(Function),
                     Note.function(I)};
    QualType Result = deducedResult(Function);
    if (const FunctionDecl *Pattern = Function->getTemplateInstantiationPattern()) {
      WrittenFunction &Out = AddPattern(Pattern);
      Out.Kind = F.Plan.Attribute.Kind;
      addCopies(Out.SetupOptions, F.Plan.SetupOptions, Out.Codes.empty());
      addCopies(Out.KeyOptions, F.Plan.KeyOptions, Out.Codes.empty());
      if (Out.Codes.empty())
        Out.DeducedResult = Result;
      else if (Out.DeducedResult != Result)
        Out.DeducedResult = QualType();
      Out.Codes.push_back(std::move(Code));
      continue;
    }
    WrittenFunction &Out = Found[Function];
    Out.Definition = Function;
    Out.Body = F.Parts.Body->getBody();
    Out.Kind = F.Plan.Attribute.Kind;
    Out.SetupOptions = F.Plan.SetupOptions;
    Out.KeyOptions = F.Plan.KeyOptions;
    Out.DeducedResult = Result;
    Out.Codes.push_back(std::move(Code));
  }
  std::vector<WrittenFunction> Result;
  for (auto &[D, F] : Found)
    Result.push_back(std::move(F));
  return Result;
}

void SourceRewriter::HandleTranslationUnit(ASTContext &Ctx) {
  if (Ctx.getDiagnostics().hasErrorOccurred()) {
    reportLegacy();
    return;
  }
  Fingerprinter Prints(Ctx, config().Fingerprint);
  FileNote Note(Prints);
  for (const Finished &F : functions())
    Note.addFunction(F.code());
  if (config().Fingerprints)
    addDefinitions(Note);
  Note.complete();
  RewrittenSource Result;
  Result.Note = Note.bytes();
  std::vector<WrittenFunction> Definitions = definitions(Note);
  Ctx.getDiagnostics().setIgnoreAllWarnings(IgnoresWarnings);
  if (Definitions.empty()) {
    reportResources();
    Done(Result);
    return;
  }
  Result.Annotated = true;
  const SourceManager &SM = Ctx.getSourceManager();
  SourceEdits Edits(SM, Ctx.getLangOpts(), Macros);
  SourceWriter Writer(*sema(), Edits);
  for (const WrittenFunction &F : Definitions) {
    Writer.function(F);
    RewrittenFunction Out{F.Definition->getQualifiedNameAsString(),
                          {},
                          {F.Definition->getOuterLocStart(), F.Body->getEndLoc()}};
    for (const WrittenCode &C : F.Codes)
      Out.Symbols.push_back(C.Symbol);
    Result.Functions.push_back(std::move(Out));
  }
  for (const WrittenAnnotation &A : writtenAnnotations())
    Result.KeepsAttributes |= !Writer.removeAttribute(A.range());
  for (const CXXRecordDecl *Record : aggregates())
    Writer.aggregate(Record, Definitions.front().Definition->getLocation());
  reportLegacy();
  reportResources();
  checkState(Prints);
  if (Ctx.getDiagnostics().hasErrorOccurred())
    return;
  Result.Edits = Edits.finish();
  Result.Head = Writer.head();
  Result.Tail = Writer.tail(Result.Note);
  Done(Result);
}

} // namespace stcache
