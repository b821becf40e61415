//===- ClangRun.cpp - Running Clang on one file ---------------------------===//

#include "ClangRun.h"

#include "clang/Frontend/CompilerInstance.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"

using namespace clang;

namespace stcache::tool {

std::optional<PluginConfig> pluginConfig(const CompilerInstance &CI) {
  PluginConfig Config;
  const auto &Args = CI.getFrontendOpts().PluginArgs;
  if (auto It = Args.find("stcache");
      It != Args.end() && !Config.read(It->second, CI.getDiagnostics()))
    return std::nullopt;
  Config.PrintGenerated = false;
  return Config;
}

void writeAsText(llvm::raw_ostream &OS, const Diagnostic &Info, StringRef Kind) {
  if (Info.hasSourceManager())
    if (PresumedLoc Loc = Info.getSourceManager().getPresumedLoc(Info.getLocation()); Loc.isValid())
      OS << Loc.getFilename() << ':' << Loc.getLine() << ':' << Loc.getColumn() << ": ";
  SmallString<128> Text;
  Info.FormatDiagnostic(Text);
  OS << Kind << ": " << Text << '\n';
}

void ErrorText::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  DiagnosticConsumer::HandleDiagnostic(Level, Info);
  bool IsError = Level >= DiagnosticsEngine::Error;
  // A note belongs to what it follows.
  if (Level != DiagnosticsEngine::Note)
    LastIsError = IsError;
  if (IsError || (Level == DiagnosticsEngine::Note && LastIsError))
    writeAsText(OS, Info, IsError ? "error" : "note");
}

bool runClang(const CompileJob &Job, std::unique_ptr<FrontendAction> Action,
              DiagnosticConsumer &Diagnostics, std::string &Messages) {
  if (std::error_code Error = llvm::sys::fs::set_current_path(Job.Directory)) {
    Messages = "cannot enter " + Job.Directory + ": " + Error.message() + "\n";
    return false;
  }
  registerAttributes();
  llvm::IntrusiveRefCntPtr<FileManager> Files(new FileManager(FileSystemOptions()));
  tooling::ToolInvocation Run(Job.Args, std::move(Action), Files.get());
  Run.setDiagnosticConsumer(&Diagnostics);
  return Run.run();
}

} // namespace stcache::tool
