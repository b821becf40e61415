// The diagnostics of stcache, in one table (Diagnostics.def).

#ifndef STCACHE_CORE_DIAGNOSTICS_H
#define STCACHE_CORE_DIAGNOSTICS_H

#include "clang/Basic/Diagnostic.h"

namespace stcache {

enum class Diag {
#define STCACHE_DIAG(Name, Level, Id, Text) Name,
#include "Diagnostics.def"
};

/// Starts a diagnostic; stream its arguments into the result, as with Clang's own.
///
/// Clang applies neither -w nor -Werror to diagnostics of plugins, so that is done here.
clang::DiagnosticBuilder report(clang::DiagnosticsEngine &Diags, clang::SourceLocation Loc,
                                Diag Which);

} // namespace stcache

#endif // STCACHE_CORE_DIAGNOSTICS_H
