// The options of an annotation as typed values, checked.

#ifndef STCACHE_CORE_OPTIONS_H
#define STCACHE_CORE_OPTIONS_H

#include "Annotations.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <string>

namespace clang {
class Sema;
}

namespace stcache {

enum class OptionKind {
#define STCACHE_OPTION(Kind, Name, Takers, Place) Kind,
#include "Options.def"
};

/// When an option is read (see Options.def).
enum class OptionPlace { Setup, Key, Code, Kind };

/// As users write it.
llvm::StringRef optionName(OptionKind Kind);
OptionPlace optionPlace(OptionKind Kind, CacheKind Of);

std::optional<OptionKind> optionNamed(llvm::StringRef Name);
bool isOptionName(llvm::StringRef Name);
/// Whether namespace st has an option value of this name, such as `disk`.
bool isOptionValueName(llvm::StringRef Name);
bool takesOption(AnnotationName Attribute, OptionKind Kind);
/// "ttl, max_entries, ...": those that the attribute takes.
std::string optionNameList(AnnotationName Attribute);

/// Of an expression that stands between the parentheses of an attribute; nothing where it begins
/// with something else.
std::optional<OptionKind> optionKind(const clang::Expr *Argument);

/// `name = value` or `name(value, ...)`.
struct Option {
  OptionKind Kind;
  clang::Expr *Whole;
  llvm::SmallVector<clang::Expr *, 2> Values;

  clang::SourceLocation location() const { return Whole->getBeginLoc(); }
};

/// Whether an expression of this type is an option, however it is written.
bool isOption(clang::QualType T);
/// The option that an expression is, if it is one. Without values where the expression is not of
/// that form.
std::optional<Option> asOption(clang::Expr *E);

/// The options of one annotated function.
struct OptionSet {
  llvm::SmallVector<Option, 4> Options;

  const Option *find(OptionKind Kind) const;
  /// The text of `version`, or "".
  std::string Version;
  /// Whether `persist` asks, or may ask, for a store.
  bool Persists = false;
  /// Whether `scope` is session.
  bool OfSession = false;
  /// Whether old values are refreshed in the background.
  bool Refreshes = false;
};

/// Whether the options of st::cache ask for one object that all callers share.
bool allowsOutputMutation(clang::Sema &S, llvm::ArrayRef<clang::Expr *> Options);

/// Whether `persist` is there and asks, or may ask, for a store. Reports nothing.
bool asksForStore(clang::Sema &S, const clang::FunctionDecl *Function, const Annotation &A);

/// Reads and checks the options of `A` on `Function`. Each mistake is reported; then nothing is
/// returned. Options that depend on template parameters are checked when they no longer do.
std::optional<OptionSet> readOptions(clang::Sema &S, const clang::FunctionDecl *Function,
                                     const Annotation &A);

} // namespace stcache

#endif // STCACHE_CORE_OPTIONS_H
