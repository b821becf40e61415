#include "Check.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;

namespace stcache::tidy {

// What is matched is not looked at: only checks with a matcher are told of the end.
void Check::registerMatchers(ast_matchers::MatchFinder *Finder) {
  Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
}

void Check::onEndOfTranslationUnit() {
  if (const Inspector *Code = Inspector::current(); Code && !Code->sawErrors())
    look(*Code);
}

std::function<DiagnosticBuilder(SourceLocation, Diag)> Check::reporter() {
  return [this](SourceLocation Loc, Diag Which) {
    return diag(Loc, diagnosticText(Which), diagnosticLevel(Which));
  };
}

} // namespace stcache::tidy
