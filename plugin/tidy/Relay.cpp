#include "Relay.h"

#include "Compat.h"
#include "Diagnostics.h"

#include "clang/AST/ASTDiagnostic.h"
#include "clang/Basic/DiagnosticFrontend.h"
#include "clang/Frontend/CompilerInstance.h"

using namespace clang;

namespace stcache::tidy {

Relay::Relay(CompilerInstance &CI) : CI(CI), Engine(compat::makeDiagnostics(*this)) {
  Engine->setSourceManager(&CI.getSourceManager());
  Engine->SetArgToStringFn(&FormatASTNodeDiagnosticArgument, &CI.getASTContext());
  redirectReports(Engine.get());
}

Relay::~Relay() { redirectReports(nullptr); }

void Relay::HandleDiagnostic(DiagnosticsEngine::Level Level, const Diagnostic &Info) {
  SmallString<256> Text;
  Info.FormatDiagnostic(Text);
  unsigned Number = Level == DiagnosticsEngine::Note      ? diag::note_fe_backend_plugin
                    : Level == DiagnosticsEngine::Warning ? diag::warn_fe_backend_plugin
                                                          : diag::err_fe_backend_plugin;
  DiagnosticBuilder Builder = CI.getDiagnostics().Report(Info.getLocation(), Number);
  Builder << Text.str();
  for (const CharSourceRange &Range : Info.getRanges())
    Builder << Range;
  for (const FixItHint &Hint : Info.getFixItHints())
    Builder << Hint;
}

} // namespace stcache::tidy
