// The diagnostics of stcache, in one table (Diagnostics.def).

#ifndef STCACHE_CORE_DIAGNOSTICS_H
#define STCACHE_CORE_DIAGNOSTICS_H

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace stcache {

enum class Diag {
#define STCACHE_DIAG(Name, Level, Id, Text) Name,
#include "Diagnostics.def"
};

/// "st-..."; empty for notes.
llvm::StringRef diagnosticId(Diag Which);
/// With %0 and so on, without the id.
llvm::StringRef diagnosticText(Diag Which);
clang::DiagnosticIDs::Level diagnosticLevel(Diag Which);

/// Starts a diagnostic somewhere: what report() does, or a clang-tidy check's diag().
using Reporter = llvm::function_ref<clang::DiagnosticBuilder(clang::SourceLocation, Diag)>;

/// Starts a diagnostic; stream its arguments into the result, as with Clang's own.
///
/// Clang applies neither -w nor -Werror to diagnostics of plugins, so that is done here.
clang::DiagnosticBuilder report(clang::DiagnosticsEngine &Diags, clang::SourceLocation Loc,
                                Diag Which);

/// Lets report() report to another engine than it is given; null: no longer.
void redirectReports(clang::DiagnosticsEngine *To);

} // namespace stcache

#endif // STCACHE_CORE_DIAGNOSTICS_H
