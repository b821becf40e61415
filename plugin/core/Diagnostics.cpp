#include "Diagnostics.h"

#include "llvm/ADT/Twine.h"

using namespace clang;

namespace stcache {
namespace {

struct Entry {
  DiagnosticsEngine::Level Level;
  StringRef Id;
  StringRef Text;
};

constexpr Entry Table[] = {
#define STCACHE_DIAG(Name, Level, Id, Text) {DiagnosticsEngine::Level, Id, Text},
#include "Diagnostics.def"
};

} // namespace

DiagnosticBuilder report(DiagnosticsEngine &Diags, SourceLocation Loc, Diag Which) {
  const Entry &E = Table[static_cast<unsigned>(Which)];
  DiagnosticsEngine::Level Level = E.Level;
  if (Level == DiagnosticsEngine::Warning) {
    if (Diags.getWarningsAsErrors())
      Level = DiagnosticsEngine::Error;
    else if (Diags.getIgnoreAllWarnings())
      Level = DiagnosticsEngine::Ignored;
  }
  std::string Text = E.Text.str();
  if (!E.Id.empty())
    Text += (" [" + E.Id + "]").str();
  return Diags.Report(Loc, Diags.getDiagnosticIDs()->getCustomDiagID(
                               static_cast<DiagnosticIDs::Level>(Level), Text));
}

} // namespace stcache
