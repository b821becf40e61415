#include "SourceNames.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace stcache {
namespace {

/// Looks for a part of a type that has no name outside of a function.
class Nameless : public RecursiveASTVisitor<Nameless> {
public:
  bool VisitTagType(TagType *T) { return isNamed(T->getDecl()); }

private:
  bool isNamed(const TagDecl *D) {
    if (!D->getIdentifier() && !D->getTypedefNameForAnonDecl())
      return false;
    if (const auto *Record = dyn_cast<CXXRecordDecl>(D); Record && Record->isLambda())
      return false;
    if (const auto *Special = dyn_cast<ClassTemplateSpecializationDecl>(D))
      for (const TemplateArgument &A : Special->getTemplateArgs().asArray())
        if (!TraverseTemplateArgument(A))
          return false;
    const DeclContext *Where = D->getDeclContext();
    if (Where->isFunctionOrMethod())
      return false;
    const auto *Outer = dyn_cast<TagDecl>(Where);
    return !Outer || isNamed(Outer);
  }
};

PrintingPolicy plainPolicy(const ASTContext &Ctx) {
  PrintingPolicy Policy(Ctx.getLangOpts());
  Policy.SuppressUnwrittenScope = true;
  Policy.AnonymousTagLocations = false;
  return Policy;
}

} // namespace

std::optional<std::string> nameOf(QualType T, const ASTContext &Ctx) {
  // Where the visit ends early, a part has no name.
  if (!Nameless().TraverseType(T.getCanonicalType()))
    return std::nullopt;
  return TypeName::getFullyQualifiedName(T, Ctx, plainPolicy(Ctx), /*WithGlobalNsPrefix=*/true);
}

std::string scopeOf(const NamedDecl *D) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  D->printNestedNameSpecifier(OS, plainPolicy(D->getASTContext()));
  OS.flush();
  return Result;
}

std::string quoted(StringRef Text) {
  std::string Result = "\"";
  llvm::raw_string_ostream OS(Result);
  OS.write_escaped(Text, /*UseHexEscapes=*/false);
  OS << '"';
  OS.flush();
  return Result;
}

std::string hexNumber(std::uint64_t Number) {
  std::string Digits = llvm::utohexstr(Number, /*LowerCase=*/true);
  return "0x" + std::string(16 - Digits.size(), '0') + Digits + "u";
}

} // namespace stcache
