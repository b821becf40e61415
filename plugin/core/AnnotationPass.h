// Finds the annotated functions of a translation unit. What is done with them is up to those who
// derive from it: Consumer rewrites them, Inspector only looks.

#ifndef STCACHE_CORE_ANNOTATIONPASS_H
#define STCACHE_CORE_ANNOTATIONPASS_H

#include "Migration.h"
#include "OptionNames.h"
#include "Plan.h"
#include "PluginConfig.h"
#include "ResourceUse.h"
#include "ValueTypes.h"

#include "clang/Sema/SemaConsumer.h"

#include <memory>

namespace clang {
class CompilerInstance;
}

namespace stcache {

class AnnotationPass : public clang::SemaConsumer {
public:
  AnnotationPass(clang::CompilerInstance &CI, PluginConfig Config);

  void InitializeSema(clang::Sema &S) override;
  void ForgetSema() override;
  bool HandleTopLevelDecl(clang::DeclGroupRef Group) override;

protected:
  /// A function with a body that depends on no template parameter, once.
  virtual void foundFunction(clang::FunctionDecl *F, const Annotation &A) = 0;

  /// Every [[st::cache]], at the end of the translation unit.
  std::vector<LegacyUse> legacyUses() const;
  /// Warns of them, if that is wanted.
  void reportLegacy() const;
  /// Changes of objects that are shared (SafeTypes: see ResourceConfig), at the end, too.
  void resourceFindings(std::vector<std::string> SafeTypes,
                        llvm::function_ref<void(const ResourceFinding &)> Sink) const;
  /// Warns of them, if that is wanted.
  void reportResources() const;
  /// Starts a diagnostic of the compiler.
  std::function<clang::DiagnosticBuilder(clang::SourceLocation, Diag)> reporter() const;

  /// Annotated templates that have a body, and members of class templates.
  llvm::ArrayRef<clang::FunctionDecl *> patterns() const { return Patterns; }
  clang::CompilerInstance &compiler() const { return CI; }
  /// Null where there is nothing to be found: in C, and before and after parsing.
  clang::Sema *sema() const { return S; }
  OptionNames &names() const { return *Names; }
  ValueTypes &types() const { return *Types; }
  Planner &planner() const { return *Plans; }
  const PluginConfig &config() const { return Config; }

private:
  void visit(clang::Decl *D);
  void visitMembers(clang::DeclContext *Context);
  void visitFunction(clang::FunctionDecl *F);
  void visitPattern(clang::FunctionDecl *F);
  void checkEarlier(const clang::FunctionDecl *F);

  clang::CompilerInstance &CI;
  PluginConfig Config;
  llvm::IntrusiveRefCntPtr<OptionNames> Names;
  clang::Sema *S = nullptr;
  std::unique_ptr<ValueTypes> Types;
  std::unique_ptr<Planner> Plans;
  llvm::SmallVector<clang::FunctionDecl *, 4> Patterns;
  llvm::DenseSet<const clang::FunctionDecl *> Seen;
};

} // namespace stcache

#endif // STCACHE_CORE_ANNOTATIONPASS_H
