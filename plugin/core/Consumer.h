// The pass over a translation unit: finds annotated functions, has them planned, rewritten and
// fingerprinted.

#ifndef STCACHE_CORE_CONSUMER_H
#define STCACHE_CORE_CONSUMER_H

#include "Fingerprint.h"
#include "Note.h"
#include "OptionNames.h"
#include "Outliner.h"
#include "Plan.h"
#include "State.h"
#include "ValueTypes.h"

#include "clang/Sema/SemaConsumer.h"

#include <memory>

namespace clang {
class CompilerInstance;
}

namespace stcache {

struct PluginConfig {
  bool PrintGenerated = false;
  bool Fingerprints = true; // whether to leave a note with all functions' fingerprints
  FingerprintConfig Fingerprint;
  StateWarnings Warnings;

  /// Reads what stands behind -fplugin-arg-stcache-; reports what it does not know.
  bool read(llvm::ArrayRef<std::string> Args, clang::DiagnosticsEngine &Diags);
};

/// Must run before code generation sees a declaration: functions that are emitted as soon as
/// they are seen would keep their old bodies.
class Consumer : public clang::SemaConsumer {
public:
  Consumer(clang::CompilerInstance &CI, PluginConfig Config);

  void InitializeSema(clang::Sema &S) override;
  void ForgetSema() override;
  bool HandleTopLevelDecl(clang::DeclGroupRef Group) override;
  void HandleCXXStaticMemberVarInstantiation(clang::VarDecl *V) override;
  void HandleTranslationUnit(clang::ASTContext &Ctx) override;

protected:
  struct Finished {
    CachePlan Plan;
    Outlined Parts;

    /// When all templates are instantiated.
    CachedCode code() const;
  };
  /// The functions that have been rewritten.
  llvm::ArrayRef<Finished> functions() const { return Functions; }
  /// Annotated templates that have a body, and members of class templates.
  llvm::ArrayRef<clang::FunctionDecl *> patterns() const { return Patterns; }
  llvm::ArrayRef<const clang::CXXRecordDecl *> aggregates() const { return Types->described(); }
  clang::CompilerInstance &compiler() const { return CI; }
  clang::Sema *sema() const { return S; }
  OptionNames &names() const { return *Names; }
  const PluginConfig &config() const { return Config; }
  /// Adds what the file defines for others.
  void addDefinitions(FileNote &Note) const;
  /// Warns of state that no key sees.
  void checkState(Fingerprinter &Fingerprints);

private:
  void visit(clang::Decl *D);
  void visitMembers(clang::DeclContext *Context);
  void visitFunction(clang::FunctionDecl *F);
  void visitPattern(clang::FunctionDecl *F);
  void rewrite(clang::FunctionDecl *F, const Annotation &A);
  void print(const CachePlan &Plan, const Outlined &Parts) const;
  bool leavesNote() const;
  clang::VarDecl *emitNote(const std::string &Bytes);
  void emitBareNote(const std::string &Bytes);

  clang::CompilerInstance &CI;
  PluginConfig Config;
  llvm::IntrusiveRefCntPtr<OptionNames> Names;
  clang::Sema *S = nullptr;
  std::unique_ptr<ValueTypes> Types;
  std::unique_ptr<Planner> Plans;
  llvm::SmallVector<Finished, 8> Functions;
  llvm::SmallVector<clang::FunctionDecl *, 4> Patterns;
  llvm::DenseSet<const clang::FunctionDecl *> Seen;
  std::vector<const clang::Decl *> Declarations; // of the file, for its note
  bool Registered = false;
};

} // namespace stcache

#endif // STCACHE_CORE_CONSUMER_H
