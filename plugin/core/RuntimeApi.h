// The names of the runtime's headers that generated code uses, and the building of
// expressions from them.

#ifndef STCACHE_CORE_RUNTIMEAPI_H
#define STCACHE_CORE_RUNTIMEAPI_H

#include "clang/Sema/Lookup.h"
#include "clang/Sema/Ownership.h"
#include "clang/Sema/Sema.h"

#include <optional>

namespace stcache {

/// Namespaces st and st::detail as the translation unit sees them.
///
/// All expressions are built in the context that Sema is in; locations should be valid ones,
/// because Sema takes paths of its own for invalid ones.
class RuntimeApi {
public:
  /// Nothing if <st/cache.h> has not been included before.
  static std::optional<RuntimeApi> get(clang::Sema &S);
  /// A declaration of the runtime's headers; null as above.
  static const clang::NamedDecl *landmark(const clang::ASTContext &Ctx);

  clang::NamespaceDecl *detail() const { return Detail; }

  /// The declaration named `Name` in namespace st or st::detail, or null.
  clang::NamedDecl *findPublic(llvm::StringRef Name) const;
  clang::NamedDecl *findDetail(llvm::StringRef Name) const;

  /// `::st::detail::Name` or, with arguments, `::st::detail::Name<Args...>`.
  clang::ExprResult reference(llvm::StringRef Name, clang::SourceLocation Loc,
                              llvm::ArrayRef<clang::TemplateArgumentLoc> Args = {}) const;

  /// `::st::detail::Name<TemplateArgs...>(Args...)`.
  clang::ExprResult call(llvm::StringRef Name, clang::SourceLocation Loc,
                         llvm::MutableArrayRef<clang::Expr *> Args,
                         llvm::ArrayRef<clang::TemplateArgumentLoc> TemplateArgs = {}) const;

  /// The value of the constexpr bool variable template `::st::detail::Name<Types...>`.
  /// False if it cannot be evaluated.
  bool test(llvm::StringRef Name, clang::SourceLocation Loc,
            llvm::ArrayRef<clang::QualType> Types) const;

  /// The same of a trait `::std::Name<Types...>` that <type_traits> declares. True where there is
  /// no namespace std to be asked.
  bool testStd(llvm::StringRef Name, clang::SourceLocation Loc,
               llvm::ArrayRef<clang::QualType> Types) const;

  /// The class `::st::detail::Name`, for types that are not templates; or a null type.
  clang::QualType type(llvm::StringRef Name) const;

  /// The class `::st::detail::Name<Types...>`; or a null type.
  clang::QualType type(llvm::StringRef Name, clang::SourceLocation Loc,
                       llvm::ArrayRef<clang::QualType> Types) const;

  /// A type as template argument.
  clang::TemplateArgumentLoc typeArgument(clang::QualType T, clang::SourceLocation Loc) const;
  /// An expression as template argument.
  static clang::TemplateArgumentLoc valueArgument(clang::Expr *E);

private:
  bool testIn(clang::DeclContext *Where, llvm::StringRef Name, clang::SourceLocation Loc,
              llvm::ArrayRef<clang::QualType> Types) const;
  RuntimeApi(clang::Sema &S, clang::NamespaceDecl *St, clang::NamespaceDecl *Detail)
      : S(S), St(St), Detail(Detail) {}

  clang::ExprResult referenceIn(clang::DeclContext *Where, llvm::StringRef Name,
                                clang::SourceLocation Loc,
                                llvm::ArrayRef<clang::TemplateArgumentLoc> Args) const;
  bool evaluate(clang::ExprResult E) const;

  clang::Sema &S;
  clang::NamespaceDecl *St;
  clang::NamespaceDecl *Detail;
};

} // namespace stcache

#endif // STCACHE_CORE_RUNTIMEAPI_H
