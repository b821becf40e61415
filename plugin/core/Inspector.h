// Looks at the cached functions of a translation unit and changes nothing in its AST: for
// clang-tidy and `stcache migrate`.

#ifndef STCACHE_CORE_INSPECTOR_H
#define STCACHE_CORE_INSPECTOR_H

#include "AnnotationPass.h"

namespace stcache {

/// A function whose attribute is not right for what it returns.
struct WrongKind {
  const clang::FunctionDecl *Function;
  clang::SourceLocation Location; ///< of the attribute's name
  CacheKind Given;
  KindChoice Better;                 ///< no kind where neither would do
  std::vector<SourceChange> Changes; ///< empty where options stand against it
};

/// To be asked at the end of the translation unit, in a consumer's HandleTranslationUnit.
class Inspector : public AnnotationPass {
public:
  Inspector(clang::CompilerInstance &CI, PluginConfig Config);
  ~Inspector() override;

  /// That of the translation unit at hand; null if there is none.
  static Inspector *current();

  using AnnotationPass::legacyUses;
  using AnnotationPass::resourceFindings;
  clang::ASTContext &context() const;
  const clang::SourceManager &sourceManager() const;
  /// Takes the attributes out of the AST, so that nobody who comes later sees the expressions in
  /// them. What can be asked here stays the same.
  void hideAnnotations() const;
  /// Whether the code cannot be compiled.
  bool sawErrors() const;
  /// DataForConst: also where cache_resource is right, but what it gives is const, so that
  /// cache_data would do.
  std::vector<WrongKind> wrongKinds(bool DataForConst = false) const;
  /// Those with a body, templates as instantiated.
  std::vector<CachedFunction> cachedFunctions() const;
  /// State that no key sees.
  void stateFindings(StateWarnings Wanted,
                     llvm::function_ref<void(const StateFinding &)> Sink) const;

private:
  std::optional<KindChoice> betterKind(const WrittenAnnotation &W, bool DataForConst) const;
  void foundFunction(clang::FunctionDecl *F, const Annotation &A) override;

  std::vector<CachePlan> Plans;
};

/// As warnings with notes.
void report(Reporter Report, const clang::SourceManager &SM, const WrongKind &W);

} // namespace stcache

#endif // STCACHE_CORE_INSPECTOR_H
