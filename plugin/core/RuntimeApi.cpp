#include "RuntimeApi.h"

#include "Compat.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/EnterExpressionEvaluationContext.h"

using namespace clang;

namespace stcache {
namespace {

template <typename DeclT>
DeclT *findIn(const ASTContext &Ctx, const DeclContext *Where, StringRef Name) {
  for (NamedDecl *D : Where->lookup(DeclarationName(&Ctx.Idents.get(Name))))
    if (auto *Found = dyn_cast<DeclT>(D->getUnderlyingDecl()))
      return Found;
  return nullptr;
}

} // namespace

std::optional<RuntimeApi> RuntimeApi::get(Sema &S) {
  ASTContext &Ctx = S.Context;
  auto *St = findIn<NamespaceDecl>(Ctx, Ctx.getTranslationUnitDecl(), "st");
  if (!St)
    return std::nullopt;
  auto *Detail = findIn<NamespaceDecl>(Ctx, St, "detail");
  if (!Detail || !findIn<NamedDecl>(Ctx, Detail, "call_data"))
    return std::nullopt;
  return RuntimeApi(S, St, Detail);
}

const NamedDecl *RuntimeApi::landmark(const ASTContext &Ctx) {
  auto *St = findIn<NamespaceDecl>(Ctx, Ctx.getTranslationUnitDecl(), "st");
  auto *Detail = St ? findIn<NamespaceDecl>(Ctx, St, "detail") : nullptr;
  return Detail ? findIn<NamedDecl>(Ctx, Detail, "call_data") : nullptr;
}

NamedDecl *RuntimeApi::findPublic(StringRef Name) const {
  return findIn<NamedDecl>(S.Context, St, Name);
}

NamedDecl *RuntimeApi::findDetail(StringRef Name) const {
  return findIn<NamedDecl>(S.Context, Detail, Name);
}

ExprResult RuntimeApi::referenceIn(DeclContext *Where, StringRef Name, SourceLocation Loc,
                                   ArrayRef<TemplateArgumentLoc> Args) const {
  DeclarationNameInfo Info(&S.Context.Idents.get(Name), Loc);
  LookupResult R(S, Info, Sema::LookupOrdinaryName);
  R.suppressDiagnostics();
  S.LookupQualifiedName(R, Where);
  if (R.empty())
    return ExprError();
  CXXScopeSpec None;
  if (Args.empty())
    return S.BuildDeclarationNameExpr(None, R, /*NeedsADL=*/false);
  TemplateArgumentListInfo List(Loc, Loc);
  for (const TemplateArgumentLoc &A : Args)
    List.addArgument(A);
  return S.BuildTemplateIdExpr(None, SourceLocation(), R, /*RequiresADL=*/false, &List);
}

ExprResult RuntimeApi::reference(StringRef Name, SourceLocation Loc,
                                 ArrayRef<TemplateArgumentLoc> Args) const {
  return referenceIn(Detail, Name, Loc, Args);
}

ExprResult RuntimeApi::call(StringRef Name, SourceLocation Loc, MutableArrayRef<Expr *> Args,
                            ArrayRef<TemplateArgumentLoc> TemplateArgs) const {
  ExprResult Callee = reference(Name, Loc, TemplateArgs);
  if (Callee.isInvalid())
    return ExprError();
  return S.BuildCallExpr(/*Scope=*/nullptr, Callee.get(), Loc, Args, Loc);
}

bool RuntimeApi::evaluate(ExprResult E) const {
  Expr::EvalResult Result;
  return !E.isInvalid() && !E.get()->isValueDependent() &&
         E.get()->EvaluateAsRValue(Result, S.Context) && Result.Val.isInt() &&
         Result.Val.getInt().getBoolValue();
}

bool RuntimeApi::testIn(DeclContext *Where, StringRef Name, SourceLocation Loc,
                        ArrayRef<QualType> Types) const {
  EnterExpressionEvaluationContext Constant(S,
                                            Sema::ExpressionEvaluationContext::ConstantEvaluated);
  SmallVector<TemplateArgumentLoc, 3> Args;
  for (QualType T : Types)
    Args.push_back(typeArgument(T, Loc));
  return evaluate(referenceIn(Where, Name, Loc, Args));
}

bool RuntimeApi::test(StringRef Name, SourceLocation Loc, ArrayRef<QualType> Types) const {
  return testIn(Detail, Name, Loc, Types);
}

bool RuntimeApi::testStd(StringRef Name, SourceLocation Loc, ArrayRef<QualType> Types) const {
  NamespaceDecl *Std = S.getStdNamespace();
  return !Std || testIn(Std, Name, Loc, Types);
}

QualType RuntimeApi::type(StringRef Name) const {
  auto *Record = findIn<CXXRecordDecl>(S.Context, Detail, Name);
  return Record ? compat::typeOf(S.Context, Record) : QualType();
}

QualType RuntimeApi::type(StringRef Name, SourceLocation Loc, ArrayRef<QualType> Types) const {
  auto *Template = findIn<ClassTemplateDecl>(S.Context, Detail, Name);
  if (!Template)
    return QualType();
  TemplateArgumentListInfo List(Loc, Loc);
  for (QualType T : Types)
    List.addArgument(typeArgument(T, Loc));
  QualType Result = compat::templateIdType(S, Template, Loc, List);
  if (Result.isNull() || S.RequireCompleteType(Loc, Result, diag::err_incomplete_type))
    return QualType();
  return Result;
}

TemplateArgumentLoc RuntimeApi::typeArgument(QualType T, SourceLocation Loc) const {
  return TemplateArgumentLoc(TemplateArgument(T), S.Context.getTrivialTypeSourceInfo(T, Loc));
}

TemplateArgumentLoc RuntimeApi::valueArgument(Expr *E) {
  return TemplateArgumentLoc(compat::expressionArgument(E), E);
}

} // namespace stcache
