// The pass of the plugin: has annotated functions planned, rewritten and fingerprinted.

#ifndef STCACHE_CORE_CONSUMER_H
#define STCACHE_CORE_CONSUMER_H

#include "AnnotationPass.h"
#include "Note.h"
#include "Outliner.h"
#include "Unfinished.h"

namespace stcache {

/// Must run before code generation sees a declaration: functions that are emitted as soon as
/// they are seen would keep their old bodies.
class Consumer : public AnnotationPass {
public:
  using AnnotationPass::AnnotationPass;

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
  llvm::ArrayRef<const clang::CXXRecordDecl *> aggregates() const { return types().described(); }
  /// Adds what the file defines for others.
  void addDefinitions(FileNote &Note) const;
  /// Warns of state that no key sees.
  void checkState(Fingerprinter &Fingerprints);

private:
  void foundFunction(clang::FunctionDecl *F, const Annotation &A) override;
  void print(const CachePlan &Plan, const Outlined &Parts) const;
  bool leavesNote() const;
  clang::VarDecl *emitNote(const std::string &Bytes);
  void emitBareNote(const std::string &Bytes);

  llvm::SmallVector<Finished, 8> Functions;
  llvm::SmallVector<UnfinishedFunction, 4> Inherited; // from a precompiled header
  std::vector<const clang::Decl *> Declarations;      // of the file, for its note
  bool Registered = false;
};

} // namespace stcache

#endif // STCACHE_CORE_CONSUMER_H
