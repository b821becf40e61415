// The parts behind Fingerprint.h.
//
// A translation unit is cut into units: functions, variables, record layouts, lists of
// expressions. Each is written once, by a UnitWriter, as a string of tokens in which other
// units appear as references. The units are the nodes of a graph, whose fingerprints
// fingerprint/graph.h defines; FingerprintHash.cpp makes the graph, Note.cpp the part of it that
// other files have to complete.

#ifndef STCACHE_CORE_FINGERPRINTENGINE_H
#define STCACHE_CORE_FINGERPRINTENGINE_H

#include "Fingerprint.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/Mangle.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"

#include <fingerprint/file.h>

namespace stcache::fp {

using UnitId = unsigned;

struct Unit {
  UnitKind Kind = UnitKind::Function;
  const clang::NamedDecl *Decl = nullptr;
  // Of what is cached: Decl is the function.
  llvm::SmallVector<const clang::Expr *, 0> HashFunctions;
  std::string Version;
  std::vector<UnitId> KeyCode;

  // Tokens: '(' length tag ... ')', 's' length text, 'i' number, 'r' unit, 'R' count unit*.
  std::string Bytes;
  std::vector<uint32_t> Refs;    // offsets of the 'r' and 'R' tokens
  std::vector<UnitId> Edges;     // the units in them, in order
  std::vector<UnitId> Callbacks; // of opaque functions: what their bodies call
  std::vector<clang::SourceLocation> IndirectCalls;

  bool Done = false;
  bool Opaque = false;       // by name and signature
  bool Nameless = false;     // not even that, only what it calls back
  bool External = false;     // defined elsewhere, if at all; counts by its symbol until then
  bool Overriders = false;   // external: those of Decl that this file does not see
  bool Final = false;        // reaches nothing external
  bool Conservative = false; // some part of it was taken by its spelling
  bool Nothrow = false;      // has a non-throwing exception specification
  bool LocalThrow = false;   // its own text may throw
  bool MayThrow = false;     // an exception can leave it
  bool Flattened = false;    // Callbacks are in Edges
  Fingerprint Own, Total;
};

class Engine {
public:
  Engine(clang::ASTContext &Ctx, FingerprintConfig Config);

  UnitId function(const clang::FunctionDecl *F);
  UnitId variable(const clang::VarDecl *V);
  UnitId record(const clang::RecordDecl *R);
  /// A function with what else its results depend on. The function alone if that is nothing.
  UnitId cached(const CachedCode &Code);
  /// What the user's code does in a call of an opaque function, whatever that is named.
  UnitId callbacks(const clang::FunctionDecl *F);
  /// The overriders of M that other files define.
  UnitId overridersElsewhere(const clang::CXXMethodDecl *M);

  /// Builds and hashes everything that was asked for so far. Cheap when nothing was added.
  void complete();
  /// The note of the file, with definitions for others, and of Functions what is not complete.
  st::fingerprint::note_maker makeNote(const std::vector<st::fingerprint::named_node> &Definitions,
                                       const std::vector<UnitId> &Functions);
  /// When complete: what the units refer to.
  const st::fingerprint::graph &graph() const { return Graph.units; }
  Unit &operator[](UnitId Id) { return *Units[Id]; }
  /// The symbol that stands for an external unit.
  std::string externalSymbol(const Unit &U);
  /// For people, without the place that Clang names lambdas and unnamed classes by.
  std::string nameOf(const Unit &U) const;
  /// A unit's tokens, one per line.
  std::string textOf(const Unit &U);
  /// A unit's own text, without what it refers to.
  Fingerprint own(const Unit &U) const;
  unsigned size() const { return Units.size(); }
  /// What Root reaches, Root first, in the order of first mention.
  std::vector<UnitId> reachable(UnitId Root);

  const clang::Stmt *bodyOf(const clang::FunctionDecl *Definition) const;
  /// Whether a declaration counts by name and signature only.
  bool isOpaque(const clang::Decl *D);
  /// Whether code of the user may be called by the instantiation D of an opaque template.
  bool mentionsUser(const clang::Decl *D);
  bool mentionsUser(clang::QualType T);
  /// Overriders of a method in sight, direct and indirect.
  llvm::SmallVector<const clang::CXXMethodDecl *, 4> overriders(const clang::CXXMethodDecl *M);
  /// What this file defines under a symbol, such as the target of an alias; null if nothing.
  const clang::NamedDecl *definitionOf(llvm::StringRef Symbol);
  /// The position of a static local variable among those of its function.
  unsigned staticLocalIndex(const clang::VarDecl *V);

  /// Whether E is a constant whose value alone counts. Value is then set.
  bool fold(const clang::Expr *E, clang::APValue &Value);
  /// Whether the value of a variable alone counts where it is read.
  bool foldableVariable(const clang::VarDecl *V);
  /// Whether E depends on where it stands in the source.
  bool dependsOnPosition(const clang::Stmt *S);
  /// Name of the built-in macro (__LINE__, ...) that a literal at Loc comes from; else empty.
  llvm::StringRef builtinMacroAt(clang::SourceLocation Loc);
  /// Whether the token at Loc in a string literal says where the code stands.
  bool isPositionText(clang::SourceLocation Loc);

  std::string symbolOf(const clang::NamedDecl *D) { return Names.getName(D); }
  std::string salt() const;

  clang::ASTContext &Ctx;

private:
  UnitId make(UnitKind Kind, const clang::NamedDecl *D);
  void build(UnitId Id);
  void buildPending();
  std::vector<UnitId> userCode(UnitId Opaque);
  void flatten(UnitId Id);
  void indexOverriders(const clang::DeclContext *DC);
  void indexSymbols(const clang::DeclContext *DC);
  bool isOpaqueFile(clang::FileID File);
  bool templateArgsMentionUser(llvm::ArrayRef<clang::TemplateArgument> Args);
  bool foldable(const clang::Expr *E);
  bool foldableUncached(const clang::Expr *E);

  FingerprintConfig Config;
  clang::ASTNameGenerator Names;
  std::vector<std::unique_ptr<Unit>> Units;
  std::vector<UnitId> Pending;
  llvm::DenseMap<const clang::Decl *, UnitId> UnitOf, CallbacksOf, OverridersOf;
  llvm::DenseMap<clang::FileID, bool> OpaqueFiles;
  llvm::DenseMap<const clang::Type *, bool> UserTypes;
  llvm::DenseMap<const clang::Expr *, bool> Foldable;
  llvm::DenseMap<const clang::VarDecl *, bool> FoldableVariables;
  llvm::DenseMap<const clang::VarDecl *, unsigned> StaticLocals;
  llvm::DenseMap<const clang::CXXMethodDecl *, llvm::SmallVector<const clang::CXXMethodDecl *, 2>>
      Overriders;
  bool OverridersIndexed = false;
  llvm::StringMap<const clang::NamedDecl *> Symbols; // filled when an alias asks
  uint64_t Seed;                                     // from the salt
  size_t Completed = 0;
  st::fingerprint::file_graph Graph; // nodes: the units
  std::vector<st::fingerprint::outcome> Outcomes;
};

} // namespace stcache::fp

#endif // STCACHE_CORE_FINGERPRINTENGINE_H
