#include "Outliner.h"

#include "Compat.h"
#include "Diagnostics.h"
#include "RuntimeApi.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {
namespace {

/// Attributes of the user's function that steer code generation for its body.
bool belongsToBody(const Attr *A) {
  switch (A->getKind()) {
  case attr::Target:
  case attr::NoSanitize:
  case attr::NoBuiltin:
  case attr::OptimizeNone:
  case attr::MinSize:
  case attr::Cold:
  case attr::Hot:
  case attr::NoInline:
  case attr::StrictFP:
  case attr::NoStackProtector:
  case attr::NoSplitStack:
  case attr::DisableTailCalls:
  case attr::NoProfileFunction:
  case attr::NoDebug:
    return true;
  default:
    return false;
  }
}

AsmLabelAttr *asmLabel(ASTContext &Ctx, const std::string &Symbol) {
  return AsmLabelAttr::CreateImplicit(Ctx, Symbol);
}

} // namespace

std::nullopt_t Outliner::internalError(const CachePlan &Plan, StringRef What) {
  // Where Sema has said what is wrong, there is nothing to add.
  if (!S.getDiagnostics().hasErrorOccurred())
    report(S.getDiagnostics(), Plan.Location, Diag::Internal) << Plan.Function << What;
  return std::nullopt;
}

/// Whether several translation units may define the function: then what is generated for it
/// must be one per program, too.
bool Outliner::isShared(const FunctionDecl *F) const {
  GVALinkage Linkage = S.Context.GetGVALinkageForFunction(F);
  return Linkage == GVA_DiscardableODR || Linkage == GVA_StrongODR ||
         Linkage == GVA_AvailableExternally;
}

/// What is generated beside `F` may have any name, because nothing looks it up; but declarations of
/// one name and type become one when they are read from modules, or, since C++20, from a
/// precompiled header.
DeclarationName Outliner::siblingName(const CachePlan &Plan, StringRef Role) const {
  if (Plan.Function->getOwningModule() || (S.TUKind == TU_Prefix && S.getLangOpts().Modules))
    return &S.Context.Idents.get(Plan.Symbol + "." + Role.str());
  return Role == "st_body" ? Plan.Function->getDeclName() : &S.Context.Idents.get(Role);
}

void Outliner::emit(Decl *D) { S.Consumer.HandleTopLevelDecl(DeclGroupRef(D)); }

/// A function beside `F`, in the namespace around it.
FunctionDecl *Outliner::makeSibling(const FunctionDecl *F, DeclarationName Name, QualType Type) {
  ASTContext &Ctx = S.Context;
  SourceLocation Loc = F->getLocation();
  DeclContext *Where =
      const_cast<DeclContext *>(F->getDeclContext()->getEnclosingNamespaceContext());
  Where = Where->getRedeclContext();
  bool Shared = isShared(F);
  auto *Result = FunctionDecl::Create(Ctx, Where, F->getBeginLoc(), Loc, Name, Type,
                                      Ctx.getTrivialTypeSourceInfo(Type, Loc),
                                      Shared ? SC_None : SC_Static, F->UsesFPIntrin(),
                                      /*isInlineSpecified=*/Shared);
  if (Shared)
    Result->setImplicitlyInline();
  return Result;
}

/// options(Option, owned(Option), ...)
ExprResult Outliner::makePack(ArrayRef<CachePlan::OptionArgument> Options, SourceLocation Loc) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  SmallVector<Expr *, 4> Args;
  for (const CachePlan::OptionArgument &O : Options) {
    Expr *Arg = O.Whole;
    if (O.Copy) {
      ExprResult Owned = Api->call("owned", Loc, Arg);
      if (Owned.isInvalid())
        return ExprError();
      Arg = Owned.get();
    }
    Args.push_back(Arg);
  }
  return Api->call("options", Loc, Args);
}

FunctionDecl *Outliner::makeOptions(const CachePlan &Plan,
                                    ArrayRef<CachePlan::OptionArgument> Options, StringRef Role) {
  if (Options.empty())
    return nullptr;
  ASTContext &Ctx = S.Context;
  SourceLocation Loc = Plan.Location;
  auto Type = [&](QualType Result) {
    return Ctx.getFunctionType(Result, {}, FunctionProtoType::ExtProtoInfo());
  };
  DeclarationName Name = siblingName(Plan, Role);

  // The expressions were parsed where nothing is executed: now they are used. Whatever they
  // need destroyed is destroyed at the end of the return statement.
  FunctionDecl *Function = makeSibling(Plan.Function, Name, Type(Ctx.VoidTy));
  QualType Result;
  {
    Sema::SynthesizedFunctionScope Scope(S, Function);
    ExprResult Pack = makePack(Options, Loc);
    if (Pack.isInvalid())
      return nullptr;
    Result = Pack.get()->getType();
  }
  Function = makeSibling(Plan.Function, Name, Type(Result));
  {
    Sema::SynthesizedFunctionScope Scope(S, Function);
    for (const CachePlan::OptionArgument &O : Options)
      S.MarkDeclarationsReferencedInExpr(O.Whole);
    S.Cleanup.setExprNeedsCleanups(true);
    ExprResult Pack = makePack(Options, Loc);
    if (Pack.isInvalid())
      return nullptr;
    StmtResult Return = S.BuildReturnStmt(Loc, Pack.get());
    if (Return.isInvalid())
      return nullptr;
    Function->setBody(CompoundStmt::Create(Ctx, Return.get(), FPOptionsOverride(), Loc, Loc));
  }
  Function->addAttr(asmLabel(Ctx, Plan.Symbol + "." + Role.str()));
  Function->setImplicit();
  emit(Function);
  return Function;
}

FunctionDecl *Outliner::makeKeys(const CachePlan &Plan) {
  return makeOptions(Plan, Plan.KeyOptions, "st_keys");
}

QualType Outliner::keysType(FunctionDecl *Keys, SourceLocation Loc) {
  return Keys ? Keys->getReturnType() : RuntimeApi::get(S)->type("pack", Loc, {});
}

/// The function that takes the user's body over, with the parameters that the body refers to.
///
/// It keeps the user's name, so that debuggers and profilers show it; the symbol differs.
FunctionDecl *Outliner::makeBody(const CachePlan &Plan) {
  ASTContext &Ctx = S.Context;
  FunctionDecl *F = Plan.Function;
  FunctionDecl *Body;
  QualType Type = F->getType();
  auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method && !F->hasCXXExplicitFunctionObjectParameter()) {
    // Inline, and so emitted only where it's used: in the file of the wrapper.
    auto *Moved = CXXMethodDecl::Create(
        Ctx, Method->getParent(), F->getBeginLoc(),
        DeclarationNameInfo(siblingName(Plan, "st_body"), F->getLocation()), Type,
        F->getTypeSourceInfo(), Method->isStatic() ? SC_Static : SC_None, F->UsesFPIntrin(),
        /*isInline=*/true, ConstexprSpecKind::Unspecified, F->getEndLoc());
    Moved->setImplicitlyInline();
    Moved->setAccess(AS_public);
    Moved->setLexicalDeclContext(Method->getParent());
    Body = Moved;
  } else {
    Body = makeSibling(F, siblingName(Plan, "st_body"), Type);
    Body->setTypeSourceInfo(F->getTypeSourceInfo());
  }
  for (const Attr *A : F->attrs())
    if (belongsToBody(A))
      Body->addAttr(A->clone(Ctx));
  Body->addAttr(asmLabel(Ctx, Plan.Symbol + ".st_body"));
  return Body;
}

VarDecl *Outliner::makeCode(const CachePlan &Plan) {
  ASTContext &Ctx = S.Context;
  std::optional<RuntimeApi> Api = RuntimeApi::get(S);
  QualType Type = Api->type("code");
  if (Type.isNull())
    return nullptr;
  bool Shared = isShared(Plan.Function);
  DeclContext *Where = Plan.Function->getDeclContext()->getEnclosingNamespaceContext();
  auto *Code = VarDecl::Create(Ctx, Where->getRedeclContext(), Plan.Location, Plan.Location,
                               siblingName(Plan, "st_code").getAsIdentifierInfo(), Type,
                               Ctx.getTrivialTypeSourceInfo(Type, Plan.Location),
                               Shared ? SC_None : SC_Static);
  if (Shared)
    Code->setInlineSpecified();
  Code->addAttr(asmLabel(Ctx, Plan.Symbol + ".st_code"));
  Code->setImplicit();
  return Code;
}

Expr *Outliner::addressOf(ValueDecl *D, const std::string &Symbol, SourceLocation Loc) {
  ASTContext &Ctx = S.Context;
  if (!D)
    return new (Ctx) CXXNullPtrLiteralExpr(Ctx.NullPtrTy, Loc);
  QualType Pointer = Ctx.getPointerType(D->getType());
  // Clang cannot name a function with an explicit object parameter in a template argument, so
  // a free function of the same type and symbol stands for it.
  if (auto *F = dyn_cast<FunctionDecl>(D); F && F->hasCXXExplicitFunctionObjectParameter()) {
    FunctionDecl *Alias = makeSibling(F, F->getDeclName(), F->getType());
    Alias->setStorageClass(SC_Extern);
    Alias->addAttr(asmLabel(Ctx, Symbol));
    Alias->setParams(makeParams(F));
    D = Alias;
  }
  if (auto *Method = dyn_cast<CXXMethodDecl>(D); Method && Method->isImplicitObjectMemberFunction())
    Pointer = compat::memberPointerType(Ctx, D->getType(), Method->getParent());
  ExprResult E =
      S.BuildExpressionFromDeclTemplateArgument(TemplateArgument(D, Pointer), Pointer, Loc);
  return E.isInvalid() ? nullptr : E.get();
}

SmallVector<ParmVarDecl *, 8> Outliner::makeParams(FunctionDecl *F) {
  ASTContext &Ctx = S.Context;
  SmallVector<ParmVarDecl *, 8> Result;
  for (ParmVarDecl *Old : F->parameters()) {
    auto *New = ParmVarDecl::Create(Ctx, F, Old->getInnerLocStart(), Old->getLocation(),
                                    Old->getIdentifier(), Old->getType(), Old->getTypeSourceInfo(),
                                    Old->getStorageClass(), nullptr);
    New->setScopeInfo(Old->getFunctionScopeDepth(), Old->getFunctionScopeIndex());
    New->setHasInheritedDefaultArg(Old->hasInheritedDefaultArg());
    if (Old->hasUninstantiatedDefaultArg())
      New->setUninstantiatedDefaultArg(Old->getUninstantiatedDefaultArg());
    else if (Old->hasDefaultArg() && !Old->hasUnparsedDefaultArg() && Old->getInit())
      New->setDefaultArg(Old->getInit());
    if (Old->isExplicitObjectParameter() && isa<CXXMethodDecl>(F))
      New->setExplicitObjectParameterLoc(Old->getExplicitObjectParamThisLoc());
    New->markUsed(Ctx);
    Result.push_back(New);
  }
  return Result;
}

/// call_data<&f, &body, &code, setup, keys, excluded>(object, static_cast<P &&>(p)...)
Expr *Outliner::makeCall(const CachePlan &Plan, const Outlined &Parts,
                         ArrayRef<ParmVarDecl *> Params) {
  ASTContext &Ctx = S.Context;
  SourceLocation Loc = Plan.Function->getLocation();
  SmallVector<TemplateArgumentLoc, 8> TemplateArgs;
  for (ValueDecl *D : std::initializer_list<ValueDecl *>{Plan.Function, Parts.Body, Parts.Code,
                                                         Parts.Setup, Parts.Keys}) {
    Expr *E = addressOf(D, Plan.Symbol, Loc);
    if (!E)
      return nullptr;
    TemplateArgs.push_back(RuntimeApi::valueArgument(E));
  }
  TemplateArgs.push_back(RuntimeApi::valueArgument(IntegerLiteral::Create(
      Ctx, llvm::APInt(Ctx.getTypeSize(Ctx.UnsignedLongLongTy), Plan.ExcludedParams),
      Ctx.UnsignedLongLongTy, Loc)));

  auto CastTo = [&](QualType T, Expr *E) {
    return S.BuildCXXNamedCast(Loc, tok::kw_static_cast, Ctx.getTrivialTypeSourceInfo(T, Loc), E,
                               SourceRange(Loc, Loc), SourceRange(Loc, Loc));
  };
  SmallVector<Expr *, 8> Args;
  if (auto *Method = dyn_cast<CXXMethodDecl>(Plan.Function);
      Method && Method->isImplicitObjectMemberFunction()) {
    ExprResult This = S.BuildCXXThisExpr(Loc, Method->getThisType(), /*IsImplicit=*/true);
    ExprResult Object = This.isInvalid() ? This : S.CreateBuiltinUnaryOp(Loc, UO_Deref, This.get());
    if (!Object.isInvalid() && Method->getRefQualifier() == RQ_RValue)
      Object = CastTo(Ctx.getRValueReferenceType(Object.get()->getType()), Object.get());
    if (Object.isInvalid())
      return nullptr;
    Args.push_back(Object.get());
  }
  for (ParmVarDecl *P : Params) {
    Expr *Ref = S.BuildDeclRefExpr(P, P->getType().getNonReferenceType(), VK_LValue, Loc);
    if (!P->getType()->isLValueReferenceType()) {
      ExprResult Moved =
          CastTo(Ctx.getRValueReferenceType(P->getType().getNonReferenceType()), Ref);
      if (Moved.isInvalid())
        return nullptr;
      Ref = Moved.get();
    }
    Args.push_back(Ref);
  }
  ExprResult Call = RuntimeApi::get(S)->call(
      Plan.Attribute.Kind == CacheKind::Data ? "call_data" : "call_resource", Loc, Args,
      TemplateArgs);
  return Call.isInvalid() ? nullptr : Call.get();
}

std::optional<Outlined> Outliner::outline(const CachePlan &Plan, FunctionDecl *Keys) {
  ASTContext &Ctx = S.Context;
  FunctionDecl *F = Plan.Function;
  SourceLocation Loc = F->getLocation();
  if (const auto *Prototype = F->getType()->getAs<FunctionProtoType>())
    S.ResolveExceptionSpec(Loc, Prototype);

  Outlined Parts{};
  Parts.Wrapper = F;
  Parts.Keys = Keys;
  Parts.Setup = makeOptions(Plan, Plan.SetupOptions, "st_setup");
  Parts.Code = makeCode(Plan);
  if (!Parts.Code || (!Plan.SetupOptions.empty() && !Parts.Setup) ||
      (!Plan.KeyOptions.empty() && !Keys))
    return internalError(Plan, "options");
  Parts.Body = makeBody(Plan);

  // The body moves before the call is built, because the call makes Clang look at both.
  Stmt *UserBody = F->getBody();
  SmallVector<ParmVarDecl *, 8> Old(F->parameters());
  SmallVector<ParmVarDecl *, 8> New = makeParams(F);
  Parts.Body->setParams(Old);
  for (ParmVarDecl *P : Old) {
    P->setOwningFunction(Parts.Body);
    if (P->isExplicitObjectParameter())
      P->setExplicitObjectParameterLoc(SourceLocation());
  }
  Parts.Body->setBody(UserBody);
  Parts.Body->setRangeEnd(F->getEndLoc());
  for (unsigned I = 0; I < New.size(); ++I)
    F->parameters()[I] = New[I];

  StmtResult Return = StmtError();
  {
    Sema::SynthesizedFunctionScope Scope(S, F);
    if (Expr *Call = makeCall(Plan, Parts, New))
      Return = S.BuildReturnStmt(Loc, Call);
  }
  if (Return.isInvalid())
    return internalError(Plan, "call");
  F->setWillHaveBody(false);
  F->setBody(CompoundStmt::Create(Ctx, Return.get(), FPOptionsOverride(), UserBody->getBeginLoc(),
                                  UserBody->getEndLoc()));
  removeAnnotation(F);
  emit(Parts.Body);
  return Parts;
}

bool Outliner::finish(VarDecl *Code, StringRef DisplayName, StringRef Symbol,
                      const FileFingerprint &Value, VarDecl *Note) {
  ASTContext &Ctx = S.Context;
  SourceLocation Loc = Code->getLocation();
  auto Number = [&](std::uint64_t Value) -> Expr * {
    return IntegerLiteral::Create(Ctx, llvm::APInt(Ctx.getTypeSize(Ctx.UnsignedLongLongTy), Value),
                                  Ctx.UnsignedLongLongTy, Loc);
  };
  auto Text = [&](StringRef Value) -> Expr * {
    QualType Type = Ctx.getStringLiteralArrayType(Ctx.CharTy, Value.size());
    return StringLiteral::Create(Ctx, Value, StringLiteralKind::Ordinary, /*Pascal=*/false, Type,
                                 Loc);
  };
  Expr *Halves[] = {Number(Value.Total.Lo), Number(Value.Total.Hi)};
  ExprResult Pair = S.ActOnInitList(Loc, Halves, Loc);
  if (Pair.isInvalid())
    return false;
  SmallVector<Expr *, 5> Values{Pair.get(), Text(DisplayName), Text(Symbol)};
  if (Note && Value.Node) {
    Expr *Bytes[] = {S.BuildDeclRefExpr(Note, Note->getType(), VK_LValue, Loc)};
    ExprResult Word = S.ActOnInitList(Loc, Bytes, Loc);
    if (Word.isInvalid())
      return false;
    Values.push_back(Word.get());
    Values.push_back(IntegerLiteral::Create(
        Ctx, llvm::APInt(Ctx.getTypeSize(Ctx.UnsignedIntTy), *Value.Node), Ctx.UnsignedIntTy, Loc));
  }
  ExprResult List = S.ActOnInitList(Loc, Values, Loc);
  if (List.isInvalid())
    return false;
  Sema::ContextRAII Context(S, Code->getDeclContext());
  Code->setInit(nullptr); // a precompiled header's
  S.AddInitializerToDecl(Code, List.get(), /*DirectInit=*/false);
  if (Code->isInvalidDecl())
    return false;
  emit(Code);
  return true;
}

bool Outliner::makeRegistration(SourceLocation Loc) {
  ASTContext &Ctx = S.Context;
  auto *Variable =
      VarDecl::Create(Ctx, Ctx.getTranslationUnitDecl(), Loc, Loc, &Ctx.Idents.get("st_registered"),
                      Ctx.BoolTy, Ctx.getTrivialTypeSourceInfo(Ctx.BoolTy, Loc), SC_Static);
  Variable->setImplicit();
  Sema::ContextRAII Context(S, Ctx.getTranslationUnitDecl());
  ExprResult Call = RuntimeApi::get(S)->call("register_functions", Loc, {});
  ExprResult Done =
      Call.isInvalid()
          ? Call
          : S.CreateBuiltinBinOp(Loc, BO_Comma, Call.get(),
                                 CXXBoolLiteralExpr::Create(Ctx, true, Ctx.BoolTy, Loc));
  if (Done.isInvalid())
    return false;
  S.AddInitializerToDecl(Variable, Done.get(), /*DirectInit=*/false);
  if (Variable->isInvalidDecl())
    return false;
  emit(Variable);
  return true;
}

} // namespace stcache
