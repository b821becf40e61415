#include "Diagnostics.h"

#include "llvm/ADT/Twine.h"

using namespace clang;

namespace stcache {
namespace {

struct Entry {
  DiagnosticIDs::Level Level;
  StringRef Id;
  StringRef Text;
};

constexpr Entry Table[] = {
#define STCACHE_DIAG(Name, Level, Id, Text) {DiagnosticIDs::Level, Id, Text},
#include "Diagnostics.def"
};

DiagnosticsEngine *Redirected = nullptr;

const Entry &entry(Diag Which) { return Table[static_cast<unsigned>(Which)]; }

} // namespace

StringRef diagnosticId(Diag Which) { return entry(Which).Id; }
StringRef diagnosticText(Diag Which) { return entry(Which).Text; }
DiagnosticIDs::Level diagnosticLevel(Diag Which) { return entry(Which).Level; }

void redirectReports(DiagnosticsEngine *To) { Redirected = To; }

DiagnosticBuilder report(DiagnosticsEngine &Diags, SourceLocation Loc, Diag Which) {
  const Entry &E = entry(Which);
  DiagnosticIDs::Level Level = E.Level;
  if (Level == DiagnosticIDs::Warning) {
    if (Diags.getWarningsAsErrors())
      Level = DiagnosticIDs::Error;
    else if (Diags.getIgnoreAllWarnings())
      Level = DiagnosticIDs::Ignored;
  }
  std::string Text = E.Text.str();
  if (!E.Id.empty())
    Text += (" [" + E.Id + "]").str();
  DiagnosticsEngine &To = Redirected ? *Redirected : Diags;
  return To.Report(Loc, To.getDiagnosticIDs()->getCustomDiagID(Level, Text));
}

} // namespace stcache
