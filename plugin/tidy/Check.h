// What the checks have in common: they ask the Inspector, when the translation unit is complete,
// and say what the plugin's warnings say.

#ifndef STCACHE_TIDY_CHECK_H
#define STCACHE_TIDY_CHECK_H

#include "Diagnostics.h"
#include "Inspector.h"

#include "clang-tidy/ClangTidyCheck.h"

#include <functional>

namespace stcache::tidy {

class Check : public clang::tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;

  bool isLanguageVersionSupported(const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus; // C has none of the attributes
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void onEndOfTranslationUnit() override;

protected:
  /// Not called for code with errors.
  virtual void look(const Inspector &Code) = 0;

  /// Starts a diagnostic of this check.
  std::function<clang::DiagnosticBuilder(clang::SourceLocation, Diag)> reporter();
};

} // namespace stcache::tidy

#endif // STCACHE_TIDY_CHECK_H
