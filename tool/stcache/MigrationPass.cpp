//===- MigrationPass.cpp - Legacy attributes of one file ------------------===//

#include "MigrationPass.h"

#include "AnnotationPass.h"
#include "ClangRun.h"
#include "Diagnostics.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;

namespace stcache::tool {
namespace {

/// What the legacy attribute can consist of.
constexpr StringRef LegacyWords[] = {"cache", "allow_output_mutation", "suppress_st_warning",
                                     "persist"};

struct Word {
  tok::TokenKind Kind;
  StringRef Name; // of identifiers
  SourceLocation At;

  bool isColons() const { return Kind == tok::coloncolon; }
};

/// The places of `cache` in `st::cache`, or in a list behind `using st:`.
std::vector<SourceLocation> legacyNames(ArrayRef<Word> Words) {
  std::vector<SourceLocation> Result;
  static constexpr Word None{tok::unknown, "", {}};
  bool UsingSt = false;
  unsigned Parens = 0;
  for (size_t I = 0; I < Words.size(); ++I) {
    auto Before = [&](size_t N) -> const Word & { return N > I ? None : Words[I - N]; };
    const Word &W = Words[I], &Next = I + 1 < Words.size() ? Words[I + 1] : None;
    if (W.Kind == tok::colon && Before(1).Name == "st" && Before(2).Name == "using") {
      UsingSt = true;
      Parens = 0;
    } else if (W.Kind == tok::r_square) {
      UsingSt = false;
    } else if (W.Kind == tok::l_paren) {
      ++Parens;
    } else if (W.Kind == tok::r_paren) {
      Parens -= Parens != 0;
    }
    if (W.Name != "cache" || Next.isColons())
      continue;
    bool Scoped = Before(1).isColons() && Before(2).Name == "st" && !Before(3).isColons();
    bool InList =
        UsingSt && Parens == 0 && (Before(1).Kind == tok::colon || Before(1).Kind == tok::comma);
    if (Scoped || InList)
      Result.push_back(W.At);
  }
  return Result;
}

/// Notes macros, and text that is not compiled.
class Watch : public PPCallbacks {
public:
  explicit Watch(const Preprocessor &PP) : PP(PP), SM(PP.getSourceManager()) {}

  struct Macro {
    std::string Name;
    const MacroInfo *Info;
    unsigned Expansions = 0;

    bool holds(const SourceManager &SM, FileID File, unsigned Offset) const {
      auto [In, Begin] = SM.getDecomposedLoc(Info->getDefinitionLoc());
      return In == File && Begin <= Offset &&
             Offset <= SM.getFileOffset(Info->getDefinitionEndLoc());
    }
  };
  llvm::MapVector<const MacroInfo *, Macro> Macros; // of the user's files
  std::vector<SourceRange> Skipped;

  void MacroDefined(const Token &Name, const MacroDirective *Directive) override {
    const MacroInfo *Info = Directive->getMacroInfo();
    if (isUsers(Info->getDefinitionLoc()))
      Macros.insert({Info, {Name.getIdentifierInfo()->getName().str(), Info}});
  }
  void MacroExpands(const Token &, const MacroDefinition &Definition, SourceRange,
                    const MacroArgs *) override {
    if (auto Found = Macros.find(Definition.getMacroInfo()); Found != Macros.end())
      ++Found->second.Expansions;
  }
  void SourceRangeSkipped(SourceRange Range, SourceLocation) override {
    if (isUsers(Range.getBegin()))
      Skipped.push_back(Range);
  }

  /// Of the tokens of a macro's definition.
  static std::vector<Word> words(const MacroInfo &Info) {
    std::vector<Word> Result;
    for (const Token &T : Info.tokens()) {
      const IdentifierInfo *Name = T.getIdentifierInfo();
      Result.push_back({T.getKind(), Name ? Name->getName() : "", T.getLocation()});
    }
    return Result;
  }

  /// Of text that was not compiled.
  std::vector<Word> words(SourceRange Range) const {
    auto [File, Begin] = SM.getDecomposedLoc(Range.getBegin());
    unsigned End = SM.getFileOffset(Range.getEnd());
    StringRef Text = SM.getBufferData(File);
    std::vector<Word> Result;
    if (!Text.slice(Begin, End).contains("cache"))
      return Result;
    Lexer Raw(SM.getLocForStartOfFile(File), PP.getLangOpts(), Text.begin(), Text.begin() + Begin,
              Text.end());
    for (Token T; !Raw.LexFromRawLexer(T) && SM.getFileOffset(T.getLocation()) < End;)
      Result.push_back(
          {T.getKind(), T.is(tok::raw_identifier) ? T.getRawIdentifier() : "", T.getLocation()});
    return Result;
  }

private:
  bool isUsers(SourceLocation Loc) const {
    return Loc.isFileID() && !SM.isInSystemHeader(Loc) && !SM.isWrittenInBuiltinFile(Loc) &&
           !SM.isWrittenInCommandLineFile(Loc);
  }

  const Preprocessor &PP;
  const SourceManager &SM;
};

/// The text of a diagnostic, as Clang would print it.
std::string textOf(Diag Which, ArrayRef<StringRef> Arguments = {}) {
  std::string Text;
  StringRef Rest = diagnosticText(Which);
  for (size_t At; (At = Rest.find('%')) != StringRef::npos; Rest = Rest.substr(At + 2))
    Text += (Rest.take_front(At) + Arguments[size_t(Rest[At + 1] - '0')]).str();
  return (Text + Rest + " [" + diagnosticId(Which) + "]").str();
}

/// Makes a report, without anything of Clang in it.
class ReportMaker {
public:
  ReportMaker(const SourceManager &SM, const LangOptions &Lang, const Watch &Seen,
              MigrationReport &Out)
      : SM(SM), Lang(Lang), Seen(Seen), Out(Out) {}

  void use(const LegacyUse &From) {
    std::optional<MigrationPoint> Shown = point(SM.getFileLoc(From.Location));
    if (!Shown)
      return; // it is in no file that somebody could change
    MigrationUse Use;
    Use.Shown = *Shown;
    for (SourceLocation Loc = From.Location; Loc.isMacroID();
         Loc = SM.getImmediateMacroCallerLoc(Loc))
      if (std::optional<MigrationPoint> At = point(SM.getSpellingLoc(Loc)))
        Use.Expansions.push_back({Lexer::getImmediateMacroName(Loc, SM, Lang).str(), *At});
    Use.Attribute = Attributes.try_emplace(From.Location, Attributes.size()).first->second;
    Use.Function =
        Functions.try_emplace(From.Function->getCanonicalDecl(), Functions.size()).first->second;
    Use.Name = From.Function->getQualifiedNameAsString();
    Use.Warning = textOf(Diag::LegacyUndecided);
    if (From.Kind) {
      Use.Better =
          *From.Kind == CacheKind::Data ? MigrationUse::Kind::Data : MigrationUse::Kind::Resource;
      Use.Warning = textOf(Diag::LegacyAttribute, {attributeName(*From.Kind), From.Why});
    }
    Use.Remedy = From.Remedy;
    Use.Incomplete = From.Incomplete;
    for (const SourceChange &C : From.Changes)
      if (std::optional<unsigned> In = file(C.File))
        Use.Changes.push_back({*In, C.Offset, C.Length, C.Text, macroAt(C.File, C.Offset)});
    Out.Uses.push_back(std::move(Use));
  }

  /// Macros that have to do with the attribute, and what is not compiled.
  void rest() {
    for (const auto &[Info, M] : Seen.Macros) {
      std::vector<Word> Words = Watch::words(*Info);
      if (llvm::any_of(Words,
                       [](const Word &W) { return llvm::is_contained(LegacyWords, W.Name); }))
        macro(M);
      hidden(Words, M.Name);
    }
    for (SourceRange Range : Seen.Skipped)
      hidden(Seen.words(Range), "");
  }

private:
  std::optional<unsigned> file(FileID File) {
    auto [It, New] = Files.try_emplace(File);
    if (!New)
      return It->second;
    SmallString<256> Path;
    OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
    if (!Entry || llvm::sys::fs::real_path(Entry->getName(), Path))
      return std::nullopt;
    // One that is included twice is one file.
    auto Known = llvm::find_if(Out.Files, [&](auto &F) { return F.Path == Path.str(); });
    It->second = unsigned(Known - Out.Files.begin());
    if (Known == Out.Files.end())
      Out.Files.push_back({Path.str().str(), hashText(SM.getBufferData(File))});
    return It->second;
  }

  std::optional<MigrationPoint> point(SourceLocation Loc) {
    auto [In, Offset] = SM.getDecomposedLoc(Loc);
    std::optional<unsigned> File = file(In);
    if (!File)
      return std::nullopt;
    return MigrationPoint{*File, Offset, SM.getLineNumber(In, Offset),
                          SM.getColumnNumber(In, Offset)};
  }

  std::optional<unsigned> macroAt(FileID File, unsigned Offset) {
    for (const auto &[Info, M] : Seen.Macros)
      if (M.holds(SM, File, Offset))
        return macro(M);
    return std::nullopt;
  }

  std::optional<unsigned> macro(const Watch::Macro &M) {
    auto [Number, New] = MacroNumbers.try_emplace(M.Info);
    if (!New)
      return Number->second;
    std::optional<MigrationPoint> At = point(M.Info->getDefinitionLoc());
    if (!At)
      return std::nullopt;
    // A header that is included twice defines it twice.
    auto Known = llvm::find_if(Out.Macros, [&](const MigrationReport::Macro &Other) {
      return Other.At.File == At->File && Other.At.Offset == At->Offset;
    });
    Number->second = unsigned(Known - Out.Macros.begin());
    if (Known == Out.Macros.end())
      Out.Macros.push_back({M.Name, *At, M.Expansions});
    else
      Known->Expansions += M.Expansions;
    return Number->second;
  }

  void hidden(ArrayRef<Word> Words, const std::string &Macro) {
    for (SourceLocation Loc : legacyNames(Words))
      if (std::optional<MigrationPoint> At = point(Loc))
        Out.NotCompiled.push_back({*At, Macro});
  }

  const SourceManager &SM;
  const LangOptions &Lang;
  const Watch &Seen;
  MigrationReport &Out;
  llvm::DenseMap<FileID, std::optional<unsigned>> Files;
  llvm::DenseMap<const MacroInfo *, std::optional<unsigned>> MacroNumbers;
  llvm::DenseMap<const Decl *, unsigned> Functions;
  llvm::DenseMap<SourceLocation, unsigned> Attributes;
};

/// Asks about the attributes only: functions are not planned, so what is wrong with them is no
/// error here.
class Pass : public AnnotationPass {
public:
  Pass(CompilerInstance &CI, PluginConfig Config, const Watch &Seen, MigrationReport &Out)
      : AnnotationPass(CI, std::move(Config)), Seen(Seen), Out(Out) {}

private:
  bool HandleTopLevelDecl(DeclGroupRef) override { return true; }
  void foundFunction(FunctionDecl *, const Annotation &) override {}

  // Parsing them takes a good part of the time. Those that say what a function returns, or that
  // constants need, are parsed nevertheless.
  bool shouldSkipFunctionBody(Decl *D) override {
    const SourceManager &SM = compiler().getSourceManager();
    return SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation()));
  }

  void HandleTranslationUnit(ASTContext &Ctx) override {
    ReportMaker Maker(Ctx.getSourceManager(), Ctx.getLangOpts(), Seen, Out);
    for (const LegacyUse &Use : legacyUses())
      Maker.use(Use);
    Maker.rest();
  }

  const Watch &Seen;
  MigrationReport &Out;
};

class Action : public ASTFrontendAction {
public:
  explicit Action(MigrationReport &Out) : Out(Out) {}

private:
  bool BeginInvocation(CompilerInstance &CI) override {
    CI.getFrontendOpts().SkipFunctionBodies = true; // where the pass says so
    return true;
  }

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    std::optional<PluginConfig> Config = pluginConfig(CI);
    if (!Config)
      return nullptr;
    auto Seen = std::make_unique<Watch>(CI.getPreprocessor());
    auto Result = std::make_unique<Pass>(CI, std::move(*Config), *Seen, Out);
    CI.getPreprocessor().addPPCallbacks(std::move(Seen));
    return Result;
  }

  MigrationReport &Out;
};

} // namespace

MigrationReport findLegacyUses(const CompileJob &Job) {
  MigrationReport Report;
  ErrorText Watching(Report.Messages);
  Report.Failed = !runClang(Job, std::make_unique<Action>(Report), Watching, Report.Messages) ||
                  Watching.getNumErrors() != 0;
  return Report;
}

} // namespace stcache::tool
