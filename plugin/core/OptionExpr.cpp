// Option expressions, as the AST has them (st/options.h).

#include "Options.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace stcache {

/// The specialisation of st::detail::option that `T` is, or null.
static const ClassTemplateSpecializationDecl *optionType(QualType T) {
  const auto *Record = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl());
  if (!Record || !Record->getIdentifier() || Record->getName() != "option")
    return nullptr;
  const auto *Detail = dyn_cast<NamespaceDecl>(Record->getDeclContext()->getRedeclContext());
  if (!Detail || !Detail->getIdentifier() || Detail->getName() != "detail")
    return nullptr;
  const auto *St = dyn_cast<NamespaceDecl>(Detail->getDeclContext());
  return St && St->getIdentifier() && St->getName() == "st" ? Record : nullptr;
}

bool isOption(QualType T) { return optionType(T); }

std::optional<Option> asOption(Expr *E) {
  const ClassTemplateSpecializationDecl *Type = optionType(E->getType());
  if (!Type)
    return std::nullopt;
  StringRef Tag = Type->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl()->getName();
  Tag.consume_back("_tag");
  std::optional<OptionKind> Kind = optionNamed(Tag);
  if (!Kind)
    return std::nullopt;
  Option O{*Kind, E, {}};
  if (auto *Call = dyn_cast<CXXOperatorCallExpr>(E->IgnoreImplicit()->IgnoreParens())) {
    Expr *First = Call->getNumArgs() > 1 ? Call->getArg(1)->IgnoreImplicit() : nullptr;
    // hash_funcs = hash_funcs(f, g): the values are those of the inner call.
    if (const ClassTemplateSpecializationDecl *Inner =
            Call->getOperator() == OO_Equal && First ? optionType(First->getType()) : nullptr;
        Inner && declaresSameEntity(Inner, Type))
      Call = dyn_cast<CXXOperatorCallExpr>(First->IgnoreParens());
    if (Call)
      for (unsigned I = 1; I < Call->getNumArgs(); ++I)
        O.Values.push_back(Call->getArg(I)->IgnoreImplicit());
  }
  return O;
}

} // namespace stcache
