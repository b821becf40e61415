// What differs between the Clang majors that stcache is built for (19 and 22), as inline
// functions. Newest change first; each names the upstream change. A function whose old branch
// no supported major takes any more is to be deleted.

#ifndef STCACHE_CORE_COMPAT_H
#define STCACHE_CORE_COMPAT_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Basic/Version.h"
#include "clang/Sema/ExternalSemaSource.h"
#include "clang/Sema/ParsedAttr.h"
#include "clang/Sema/Sema.h"

/// Entries of a table of Clang's node kinds (Fingerprint*Kinds.def) that not all majors have.
#if CLANG_VERSION_MAJOR >= 22
#define STCACHE_SINCE_22(...) __VA_ARGS__
#define STCACHE_BEFORE_22(...)
#else
#define STCACHE_SINCE_22(...)
#define STCACHE_BEFORE_22(...) __VA_ARGS__
#endif

/// The header of clang-tidy that declares the registry of its modules.
#if CLANG_VERSION_MAJOR >= 22
#define STCACHE_TIDY_REGISTRY "clang-tidy/ClangTidyModule.h"
#else
#define STCACHE_TIDY_REGISTRY "clang-tidy/ClangTidyModuleRegistry.h"
#endif

namespace stcache::compat {

/// A base for sources of declarations that refers to no function that only some majors have.
///
/// The table of virtual functions is bound when the plugin is loaded, before the check that the
/// compiler is of the right major: a function missing there would make the loader fail with a
/// mangled name in place of that check's message. (Clang 20 and 22 added these parameters and
/// functions.)
class PortableSemaSource : public clang::ExternalSemaSource {
public:
#if CLANG_VERSION_MAJOR >= 22
  bool FindExternalVisibleDeclsByName(const clang::DeclContext *, clang::DeclarationName,
                                      const clang::DeclContext *) override {
    return false;
  }
  bool wasThisDeclarationADefinition(const clang::FunctionDecl *) override { return false; }
#else
  bool FindExternalVisibleDeclsByName(const clang::DeclContext *, clang::DeclarationName) override {
    return false;
  }
#endif
#if CLANG_VERSION_MAJOR >= 20
  bool LoadExternalSpecializations(const clang::Decl *, bool) override { return false; }
  bool LoadExternalSpecializations(const clang::Decl *,
                                   llvm::ArrayRef<clang::TemplateArgument>) override {
    return false;
  }
#endif
};

/// Clang 22 took the qualifier out of ElaboratedType and into the types themselves, so
/// getRecordType and TagDecl::getTypeForDecl went (llvm-project pull request 147835).
inline clang::QualType typeOf(const clang::ASTContext &Ctx, const clang::TagDecl *D) {
#if CLANG_VERSION_MAJOR >= 22
  return Ctx.getCanonicalTagType(D);
#else
  return Ctx.getTypeDeclType(D);
#endif
}

/// The same change gave CheckTemplateIdType the keyword and a scope.
inline clang::QualType templateIdType(clang::Sema &S, clang::TemplateDecl *Template,
                                      clang::SourceLocation Loc,
                                      clang::TemplateArgumentListInfo &Args) {
  clang::TemplateName Name(Template);
#if CLANG_VERSION_MAJOR >= 22
  return S.CheckTemplateIdType(clang::ElaboratedTypeKeyword::None, Name, Loc, Args,
                               /*Scope=*/nullptr, /*ForNestedNameSpecifier=*/false);
#else
  return S.CheckTemplateIdType(Name, Loc, Args);
#endif
}

/// Clang 22: sources are passed with their reference count (pull request 151782).
inline void addExternalSource(clang::Sema &S,
                              const llvm::IntrusiveRefCntPtr<clang::ExternalSemaSource> &Source) {
#if CLANG_VERSION_MAJOR >= 22
  S.addExternalSource(Source);
#else
  S.addExternalSource(Source.get());
#endif
}

/// Clang 22: IdentifierLoc has functions in place of fields.
inline std::pair<clang::IdentifierInfo *, clang::SourceLocation>
identifierArgument(const clang::ParsedAttr &Attr, unsigned Index) {
#if CLANG_VERSION_MAJOR >= 22
  const clang::IdentifierLoc *Arg = Attr.getArgAsIdent(Index);
  return {Arg->getIdentifierInfo(), Arg->getLoc()};
#else
  const clang::IdentifierLoc *Arg = Attr.getArgAsIdent(Index);
  return {Arg->Ident, Arg->Loc};
#endif
}

/// Clang 21: an engine refers to its options (pull request 139584).
inline std::unique_ptr<clang::DiagnosticsEngine>
makeDiagnostics(clang::DiagnosticConsumer &Client) {
  llvm::IntrusiveRefCntPtr<clang::DiagnosticIDs> Ids(new clang::DiagnosticIDs);
#if CLANG_VERSION_MAJOR >= 21
  static clang::DiagnosticOptions Options;
  return std::make_unique<clang::DiagnosticsEngine>(Ids, Options, &Client, false);
#else
  return std::make_unique<clang::DiagnosticsEngine>(Ids, new clang::DiagnosticOptions, &Client,
                                                    false);
#endif
}

/// Clang 21: a template argument that is an expression says whether it is canonical
/// (pull request 135119).
inline clang::TemplateArgument expressionArgument(clang::Expr *E) {
#if CLANG_VERSION_MAJOR >= 21
  return clang::TemplateArgument(E, /*IsCanonical=*/false);
#else
  return clang::TemplateArgument(E);
#endif
}

/// Clang 21: MemberPointerType names the class by a nested name specifier
/// (pull request 130537).
inline clang::QualType memberPointerType(const clang::ASTContext &Ctx, clang::QualType Pointee,
                                         const clang::CXXRecordDecl *Class) {
#if CLANG_VERSION_MAJOR >= 22
  return Ctx.getMemberPointerType(Pointee, std::nullopt, Class);
#elif CLANG_VERSION_MAJOR >= 21
  return Ctx.getMemberPointerType(Pointee, nullptr, Class);
#else
  return Ctx.getMemberPointerType(Pointee, typeOf(Ctx, Class).getTypePtr());
#endif
}

/// Clang 21 or later: a number that may be missing has a type of its own.
#if CLANG_VERSION_MAJOR >= 22
using OptionalUnsigned = clang::UnsignedOrNone;
#else
using OptionalUnsigned = std::optional<unsigned>;
#endif

/// Clang 22 holds the text of an asm statement as an expression (pull request 131003).
inline std::string asmText(const clang::GCCAsmStmt &S) {
#if CLANG_VERSION_MAJOR >= 22
  return S.getAsmString();
#else
  return S.getAsmString()->getString().str();
#endif
}

/// Clang 20: the width of a bit-field is known without the context (pull request 117732).
inline unsigned bitWidth(const clang::FieldDecl &Field, const clang::ASTContext &Ctx) {
#if CLANG_VERSION_MAJOR >= 20
  (void)Ctx;
  return Field.getBitWidthValue();
#else
  return Field.getBitWidthValue(Ctx);
#endif
}

} // namespace stcache::compat

#endif // STCACHE_CORE_COMPAT_H
