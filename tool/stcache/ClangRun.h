//===- ClangRun.h - Running Clang on one file -----------------------------===//

#ifndef STCACHE_TOOL_CLANGRUN_H
#define STCACHE_TOOL_CLANGRUN_H

#include "CompileCommands.h"
#include "Consumer.h"

#include "clang/Frontend/FrontendAction.h"
#include "llvm/Support/raw_ostream.h"

namespace stcache::tool {

/// What the command says to the plugin, for a pass that stands for it. None after an error.
std::optional<PluginConfig> pluginConfig(const clang::CompilerInstance &CI);

/// Writes "file:line:column: error: text" and a newline.
void writeAsText(llvm::raw_ostream &OS, const clang::Diagnostic &Info, llvm::StringRef Kind);

/// Keeps errors, and their notes, as text.
class ErrorText : public clang::DiagnosticConsumer {
public:
  explicit ErrorText(std::string &Out) : OS(Out) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

private:
  llvm::raw_string_ostream OS;
  bool LastIsError = false;
};

/// Runs Action on the file that Job compiles; what keeps Clang from starting goes to Messages.
/// Once per process: what the attributes' handlers have seen is kept in the process, and the
/// current directory is changed.
bool runClang(const CompileJob &Job, std::unique_ptr<clang::FrontendAction> Action,
              clang::DiagnosticConsumer &Diagnostics, std::string &Messages);

} // namespace stcache::tool

#endif // STCACHE_TOOL_CLANGRUN_H
