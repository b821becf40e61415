// What the headers must be told about types (the fields of aggregates), and what they
// must be asked (can it be hashed, is it a value), with the culprit when they say no.

#ifndef STCACHE_CORE_VALUETYPES_H
#define STCACHE_CORE_VALUETYPES_H

#include "RuntimeApi.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SetVector.h"

#include <string>

namespace stcache {

/// Part of a type because of which a question was answered with no.
struct Culprit {
  std::string Member; // "Outer::member" where it's a member of a class, else ""
  clang::QualType Type;
};

/// One per translation unit: remembers which aggregates have been described.
class ValueTypes {
public:
  explicit ValueTypes(clang::Sema &S) : S(S) {}

  /// Declares `st::detail::st_fields` for each aggregate that `T` reaches through its members,
  /// bases, elements and template arguments, so that the headers can take it apart.
  void describeAggregates(clang::QualType T, clang::SourceLocation Loc);

  /// Those that have been described, the first first.
  llvm::ArrayRef<const clang::CXXRecordDecl *> described() const { return Described.getArrayRef(); }

  /// The innermost part of `T` for which `Holds` is false; `T` itself if all its parts hold. What
  /// `IsWhole` is true for is not taken apart.
  Culprit findCulprit(
      clang::QualType T, llvm::function_ref<bool(clang::QualType)> Holds,
      llvm::function_ref<bool(clang::QualType)> IsWhole = [](clang::QualType) {
        return false;
      }) const;
  /// The part because of which cache_data cannot keep a `T`.
  Culprit findNonValue(clang::QualType T, clang::SourceLocation Loc) const;

  /// Why cache_data cannot keep a value of this type, in a few words.
  std::string reasonNotAValue(clang::QualType T) const;

  /// Why a copy of an argument of this type cannot be used after the call, in a few words.
  std::string reasonNotKept(clang::QualType T) const;

private:
  void defineFields(clang::CXXRecordDecl *Record, clang::SourceLocation Loc);
  bool addFields(clang::Expr *Object, clang::CXXRecordDecl *Record, clang::SourceLocation Loc,
                 llvm::SmallVectorImpl<clang::Expr *> &Out);

  clang::Sema &S;
  llvm::SetVector<const clang::CXXRecordDecl *> Described;
  llvm::DenseSet<clang::QualType> Walked;
};

/// Whether `D` is declared in namespace std or in one inside it.
bool isInStd(const clang::Decl *D);

/// Whether members of `Record` may be visited one by one in place of the whole: a C++ aggregate
/// whose members all have names.
bool isPlainAggregate(const clang::CXXRecordDecl *Record);

} // namespace stcache

#endif // STCACHE_CORE_VALUETYPES_H
