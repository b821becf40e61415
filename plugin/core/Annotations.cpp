#include "Annotations.h"

#include "Compat.h"
#include "Diagnostics.h"
#include "OptionNames.h"
#include "Options.h"
#include "RuntimeApi.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Sema/Sema.h"
#include "clang/Sema/SemaDiagnostic.h"
#include "llvm/ADT/DenseMap.h"

using namespace clang;

namespace stcache {
namespace {

/// Wraps an option expression E as `false && ((void)E, true)`.
///
/// Clang demands of the arguments of an AnnotateAttr that they be constant when it instantiates
/// a template. Options such as `depends_on = counter + 1` are not; wrapped, they are.
Expr *wrapOption(ASTContext &Ctx, Expr *E) {
  SourceLocation Loc = E->getBeginLoc();
  auto Bool = [&](bool Value) { return CXXBoolLiteralExpr::Create(Ctx, Value, Ctx.BoolTy, Loc); };
  auto Binary = [&](Expr *L, Expr *R, BinaryOperatorKind Op) -> Expr * {
    return BinaryOperator::Create(Ctx, L, R, Op, Ctx.BoolTy, VK_PRValue, OK_Ordinary, Loc,
                                  FPOptionsOverride());
  };
  Expr *Void = CStyleCastExpr::Create(Ctx, Ctx.VoidTy, VK_PRValue, CK_ToVoid, E, nullptr,
                                      FPOptionsOverride(),
                                      Ctx.getTrivialTypeSourceInfo(Ctx.VoidTy, Loc), Loc, Loc);
  return Binary(Bool(false), Binary(Void, Bool(true), BO_Comma), BO_LAnd);
}

Expr *unwrapOption(Expr *E) {
  auto Skip = [](Expr *X) { return X->IgnoreImplicit()->IgnoreParens()->IgnoreImplicit(); };
  auto *And = cast<BinaryOperator>(Skip(E));
  auto *Comma = cast<BinaryOperator>(Skip(And->getRHS()));
  Expr *Operand = cast<CStyleCastExpr>(Skip(Comma->getLHS()))->getSubExpr();
  if (auto *Full = dyn_cast<FullExpr>(Operand))
    Operand = Full->getSubExpr();
  return Operand;
}

/// What an attribute is called in the AST.
StringRef annotationText(AnnotationName Name) {
  if (!Name.Legacy)
    return Name.text();
  return Name.Kind == CacheKind::Data ? "st::cache as cache_data" : "st::cache as cache_resource";
}

std::optional<AnnotationName> nameOf(const Attr *A) {
  const auto *Annotate = dyn_cast<AnnotateAttr>(A);
  if (!Annotate)
    return std::nullopt;
  for (CacheKind Kind : {CacheKind::Data, CacheKind::Resource})
    for (bool Legacy : {false, true})
      if (AnnotationName Name{Kind, Legacy}; Annotate->getAnnotation() == annotationText(Name))
        return Name;
  return std::nullopt;
}

/// As the user wrote it (see OptionNames).
std::string fullName(const ParsedAttr &Attr) {
  std::string Full = Attr.getNormalizedFullName();
  StringRef Name = Full;
  Name.consume_back("()");
  return Name.str();
}

} // namespace

// The handler belongs to a registry that is one per process, so what it has seen is, too.
namespace {
struct WrittenAnnotations {
  std::vector<WrittenAnnotation> All;
  llvm::DenseMap<const FunctionDecl *, unsigned> Index;
};
} // namespace
static WrittenAnnotations &written() {
  static WrittenAnnotations Written;
  return Written;
}

void forgetAnnotations() {
  written().All.clear();
  written().Index.clear();
}

bool annotationsSeen() { return !written().All.empty(); }

const WrittenAnnotation *wroteAnnotation(const FunctionDecl *Function) {
  auto Found = written().Index.find(Function);
  return Found == written().Index.end() ? nullptr : &written().All[Found->second];
}

ArrayRef<WrittenAnnotation> writtenAnnotations() { return written().All; }

StringRef attributeName(CacheKind Kind) {
  return Kind == CacheKind::Data ? "st::cache_data" : "st::cache_resource";
}

SmallVector<Expr *, 8> Annotation::options() const {
  SmallVector<Expr *, 8> Result;
  for (Expr *E : Attr->args())
    Result.push_back(unwrapOption(E));
  return Result;
}

std::optional<Annotation> findAnnotation(const FunctionDecl *Function) {
  for (const Attr *A : Function->attrs())
    if (std::optional<AnnotationName> Name = nameOf(A))
      return Annotation{*Name, cast<AnnotateAttr>(A)};
  return std::nullopt;
}

void removeAnnotation(FunctionDecl *Function) {
  AttrVec Kept;
  for (Attr *A : Function->attrs())
    if (!nameOf(A))
      Kept.push_back(A);
  Function->dropAttrs();
  for (Attr *A : Kept)
    Function->addAttr(A);
}

// The objects that Clang's registry made of the three classes; they are never destroyed.
static SmallVector<AttributeInfo *, 3> &instances() {
  static SmallVector<AttributeInfo *, 3> Instances;
  return Instances;
}

AttributeInfo::AttributeInfo(ArrayRef<Spelling> Names) : All(Names) {
  OptArgs = 15; // the most that Clang can count; no attribute has more options
  Spellings = Names;
  instances().push_back(this);
}

void AttributeInfo::showUnscoped(bool Show) {
  for (AttributeInfo *A : instances())
    A->Spellings = Show ? A->All : A->All.drop_back();
}

bool AttributeInfo::diagAppertainsToDecl(Sema &S, const ParsedAttr &Attr, const Decl *D) const {
  std::string Name = fullName(Attr);
  if (!StringRef(Name).starts_with("st::"))
    return true; // refused in handleDeclAttribute, as an unknown attribute
  if (isa<FunctionDecl>(D))
    return true;
  StringRef What = isa<VarDecl>(D)     ? "a variable"
                   : isa<FieldDecl>(D) ? "a member variable"
                   : isa<TypeDecl>(D)  ? "a type"
                                       : "this declaration";
  report(S.getDiagnostics(), Attr.getLoc(), Diag::NotAFunction) << Name << What;
  return false;
}

ParsedAttrInfo::AttrHandling AttributeInfo::handleDeclAttribute(Sema &S, Decl *D,
                                                                const ParsedAttr &Attr) const {
  std::string Name = fullName(Attr);
  DiagnosticsEngine &Diags = S.getDiagnostics();
  if (!StringRef(Name).starts_with("st::")) {
    Diags.Report(Attr.getLoc(), diag::warn_unknown_attribute_ignored) << Attr << Attr.getRange();
    return AttributeNotApplied;
  }
  auto *Function = cast<FunctionDecl>(D);
  if (auto *Method = dyn_cast<CXXMethodDecl>(D); Method && Method->getParent()->isLambda()) {
    report(Diags, Attr.getLoc(), Diag::CannotCacheFunction)
        << Function << "it is a lambda's call operator" << "use a named function";
    return AttributeNotApplied;
  }
  if (!RuntimeApi::get(S)) {
    report(Diags, Attr.getLoc(), Diag::MissingInclude) << Name;
    return AttributeNotApplied;
  }
  SmallVector<Expr *, 8> Options;
  for (unsigned I = 0; I < Attr.getNumArgs(); ++I) {
    if (Attr.isArgIdent(I)) { // Clang leaves a lone identifier as it is
      auto [Ident, Loc] = compat::identifierArgument(Attr, I);
      report(Diags, Loc, Diag::OptionWithoutValue) << displayName(Ident->getName());
    } else if (Attr.isArgExpr(I) && Attr.getArgAsExpr(I)) {
      Options.push_back(Attr.getArgAsExpr(I));
    }
  }
  AnnotationName Which{CacheKind::Data, Name == "st::cache"};
  if (Which.Legacy ? allowsOutputMutation(S, Options) : Name == attributeName(CacheKind::Resource))
    Which.Kind = CacheKind::Resource;
  if (std::optional<Annotation> Other = findAnnotation(Function)) {
    if (Other->text() == Which.text())
      report(Diags, Attr.getLoc(), Diag::RepeatedAttribute) << Function << Name;
    else
      report(Diags, Attr.getLoc(), Diag::TwoKinds) << Function << Other->text() << Name;
    return AttributeNotApplied;
  }
  for (Expr *&E : Options)
    E = wrapOption(S.Context, E);
  auto *Made = AnnotateAttr::Create(S.Context, annotationText(Which), Options.data(),
                                    Options.size(), Attr.getRange());
  D->addAttr(Made);
  written().Index[Function] = unsigned(written().All.size());
  written().All.push_back({{Which, Made}, Function});
  return AttributeApplied;
}

namespace {
using Syntax = AttributeCommonInfo::Syntax;
// What OptionNames makes of the name; and, last, the unscoped one.
constexpr ParsedAttrInfo::Spelling DataNames[] = {{Syntax::AS_CXX11, "st::cache_data"},
                                                  {Syntax::AS_CXX11, "st::cache_data()"},
                                                  {Syntax::AS_CXX11, "cache_data()"},
                                                  {Syntax::AS_CXX11, "cache_data"}};
constexpr ParsedAttrInfo::Spelling ResourceNames[] = {{Syntax::AS_CXX11, "st::cache_resource"},
                                                      {Syntax::AS_CXX11, "st::cache_resource()"},
                                                      {Syntax::AS_CXX11, "cache_resource()"},
                                                      {Syntax::AS_CXX11, "cache_resource"}};
constexpr ParsedAttrInfo::Spelling LegacyNames[] = {{Syntax::AS_CXX11, "st::cache"},
                                                    {Syntax::AS_CXX11, "st::cache()"},
                                                    {Syntax::AS_CXX11, "cache()"},
                                                    {Syntax::AS_CXX11, "cache"}};
} // namespace

CacheDataAttribute::CacheDataAttribute() : AttributeInfo(DataNames) {}
CacheResourceAttribute::CacheResourceAttribute() : AttributeInfo(ResourceNames) {}
LegacyCacheAttribute::LegacyCacheAttribute() : AttributeInfo(LegacyNames) {}

void registerAttributes() {
  static ParsedAttrInfoRegistry::Add<CacheDataAttribute> Data("cache_data", "keep results");
  static ParsedAttrInfoRegistry::Add<CacheResourceAttribute> Resource("cache_resource",
                                                                      "share an object");
  static ParsedAttrInfoRegistry::Add<LegacyCacheAttribute> Legacy("cache", "legacy form of both");
}

} // namespace stcache
