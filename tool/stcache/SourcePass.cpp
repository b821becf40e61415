//===- SourcePass.cpp - Rewriting one file --------------------------------===//

#include "SourcePass.h"

#include "ClangRun.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/TextDiagnosticPrinter.h"
#include "clang/Lex/PPCallbacks.h"
#include "clang/Lex/Preprocessor.h"
#include "llvm/Support/Process.h"

using namespace clang;

namespace stcache::tool {
namespace {

/// Notes where other files come in.
class IncludeWatch : public PPCallbacks {
public:
  IncludeWatch(const Preprocessor &PP, RewrittenFile &Out) : PP(PP), Out(Out) {}

  void InclusionDirective(SourceLocation Hash, const Token &Directive, StringRef Spelled,
                          bool IsAngled, CharSourceRange Name, OptionalFileEntryRef File, StringRef,
                          StringRef, const Module *, bool, SrcMgr::CharacteristicKind) override {
    Pending = false;
    if (!File || Hash.isMacroID())
      return;
    const SourceManager &SM = PP.getSourceManager();
    auto [In, At] = SM.getDecomposedLoc(Hash);
    bool IsNext = Directive.getIdentifierInfo()->getName() == "include_next";
    Out.Includes.push_back({In, At, SM.getFileOffset(SM.getExpansionLoc(Name.getEnd())),
                            Spelled.str(), IsAngled, IsNext, *File, FileID()});
    Pending = true;
  }
  void LexedFileChanged(FileID File, LexedFileChangeReason Reason, SrcMgr::CharacteristicKind,
                        FileID, SourceLocation) override {
    if (Pending && Reason == LexedFileChangeReason::EnterFile)
      Out.Includes.back().Entered = File;
    Pending = false;
  }
  void FileSkipped(const FileEntryRef &, const Token &, SrcMgr::CharacteristicKind) override {
    Pending = false;
  }
  void PragmaDirective(SourceLocation Loc, PragmaIntroducerKind) override {
    if (Loc.isFileID())
      Out.Pragmas.push_back(Loc);
  }

private:
  const Preprocessor &PP;
  RewrittenFile &Out;
  bool Pending = false;
};

class Action : public ASTFrontendAction {
public:
  Action(const std::function<void(const RewrittenFile &)> &Use, bool IgnoresWarnings)
      : Use(Use), IgnoresWarnings(IgnoresWarnings) {}

private:
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &CI, StringRef) override {
    std::optional<PluginConfig> Config = pluginConfig(CI);
    if (!Config)
      return nullptr;
    File = std::make_unique<RewrittenFile>(
        RewrittenFile{Source, CI.getSourceManager(), CI.getLangOpts(), {}, {}});
    CI.getPreprocessor().addPPCallbacks(
        std::make_unique<IncludeWatch>(CI.getPreprocessor(), *File));
    auto Pass =
        std::make_unique<SourceRewriter>(CI, std::move(*Config), [this](const RewrittenSource &S) {
          Source = S;
          Use(*File);
        });
    Pass->IgnoresWarnings = IgnoresWarnings;
    return Pass;
  }

  const std::function<void(const RewrittenFile &)> &Use;
  bool IgnoresWarnings;
  RewrittenSource Source;
  std::unique_ptr<RewrittenFile> File;
};

/// Prints stcache's own diagnostics; keeps Clang's errors as text.
class OwnDiagnostics : public DiagnosticConsumer {
public:
  explicit OwnDiagnostics(std::string &Messages)
      : Printer(llvm::errs(), Options), Messages(Messages) {
    Options.ShowCarets = true;
    Options.ShowColors = llvm::sys::Process::StandardErrHasColors();
  }

  bool Failed = false; // an error of stcache's

  void BeginSourceFile(const LangOptions &Lang, const Preprocessor *PP) override {
    Printer.BeginSourceFile(Lang, PP);
  }
  void EndSourceFile() override { Printer.EndSourceFile(); }

  void HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) override {
    DiagnosticConsumer::HandleDiagnostic(Level, Info);
    if (Level != DiagnosticsEngine::Note)
      IsOwn = Info.getID() >= diag::DIAG_UPPER_LIMIT;
    if (IsOwn) {
      Failed |= Level >= DiagnosticsEngine::Error;
      Printer.HandleDiagnostic(Level, Info);
      return;
    }
    if (Level < DiagnosticsEngine::Error)
      return;
    llvm::raw_string_ostream OS(Messages);
    writeAsText(OS, Info, "error");
  }

private:
  DiagnosticOptions Options;
  TextDiagnosticPrinter Printer;
  std::string &Messages;
  bool IsOwn = false;
};

} // namespace

SourceOutcome rewriteSource(const CompileJob &Job,
                            const std::function<void(const RewrittenFile &)> &Use,
                            std::string &Messages) {
  OwnDiagnostics Diagnostics(Messages);
  bool Success =
      runClang(Job, std::make_unique<Action>(Use, Job.IgnoresWarnings), Diagnostics, Messages);
  if (Diagnostics.Failed)
    return SourceOutcome::Failed;
  return Success && Messages.empty() ? SourceOutcome::Done : SourceOutcome::Unreadable;
}

} // namespace stcache::tool
