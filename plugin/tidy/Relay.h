// Passes what the core reports on to clang-tidy.

#ifndef STCACHE_TIDY_RELAY_H
#define STCACHE_TIDY_RELAY_H

#include "clang/Basic/Diagnostic.h"

#include <memory>

namespace clang {
class CompilerInstance;
}

namespace stcache::tidy {

/// clang-tidy looks up the numbers of all diagnostics in a table of its own, where those that
/// others made have other meanings, or (from Clang 22 on) lead to a crash. So the core reports to
/// an engine that only has its own, and the text goes on under a number that Clang has.
class Relay : public clang::DiagnosticConsumer {
public:
  explicit Relay(clang::CompilerInstance &CI);
  ~Relay() override;

  void HandleDiagnostic(clang::DiagnosticsEngine::Level Level,
                        const clang::Diagnostic &Info) override;

private:
  clang::CompilerInstance &CI;
  std::unique_ptr<clang::DiagnosticsEngine> Engine;
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_RELAY_H
