#include "Unfinished.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"

using namespace clang;

namespace stcache {

// Clang reads a declaration as soon as the file is loaded if it is `used`. All else stands in the
// arguments of an annotation: the function, three texts, and the hash_funcs.
static constexpr char Mark[] = "st::unfinished";

void leave(ASTContext &Ctx, const UnfinishedFunction &F) {
  SourceLocation Loc = F.Code->getLocation();
  auto *Function = const_cast<FunctionDecl *>(F.Function.Function);
  SmallVector<Expr *, 8> Args{DeclRefExpr::Create(Ctx, NestedNameSpecifierLoc(), SourceLocation(),
                                                  Function, false, Loc, Function->getType(),
                                                  VK_LValue)};
  for (StringRef Text :
       {StringRef(F.DisplayName), StringRef(F.Symbol), StringRef(F.Function.Version)})
    Args.push_back(StringLiteral::Create(Ctx, Text, StringLiteralKind::Ordinary, /*Pascal=*/false,
                                         Ctx.getStringLiteralArrayType(Ctx.CharTy, Text.size()),
                                         Loc));
  for (const Expr *E : F.Function.HashFunctions)
    Args.push_back(const_cast<Expr *>(E));
  F.Code->addAttr(AnnotateAttr::CreateImplicit(Ctx, Mark, Args.data(), Args.size()));
  F.Code->addAttr(UsedAttr::CreateImplicit(Ctx));
}

std::optional<UnfinishedFunction> takeUnfinished(VarDecl *Code) {
  const auto *Annotate = Code->isImplicit() ? Code->getAttr<AnnotateAttr>() : nullptr;
  if (!Annotate || Annotate->getAnnotation() != Mark)
    return std::nullopt;
  ArrayRef<Expr *> Args(Annotate->args_begin(), Annotate->args_size());
  auto Text = [&](unsigned I) { return cast<StringLiteral>(Args[I])->getString().str(); };
  UnfinishedFunction F;
  F.Code = Code;
  F.Function.Function = cast<FunctionDecl>(cast<DeclRefExpr>(Args[0])->getDecl());
  F.DisplayName = Text(1);
  F.Symbol = Text(2);
  F.Function.Version = Text(3);
  F.Function.HashFunctions.append(Args.begin() + 4, Args.end());
  Code->dropAttrs<AnnotateAttr, UsedAttr>();
  return F;
}

} // namespace stcache
