// Neutral edits of expressions and statements.

#include "Source.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include <set>

using namespace clang;

namespace mutate {

namespace {

class NeutralCode : public RecursiveASTVisitor<NeutralCode> {
public:
  explicit NeutralCode(Source &S) : S(S), Cxx(S.Ctx.getLangOpts().CPlusPlus) {}

  void finish() {
    for (auto &[V, Uses] : References) {
      auto Name = S.token(V->getLocation());
      if (!Name || Tainted.count(V) || !Declared.count(V))
        continue;
      std::vector<Part> Parts;
      std::string New = "mutate_" + std::to_string(Name->Begin);
      Uses.insert(Name->Begin);
      for (unsigned At : Uses)
        Parts.push_back({At, At + (Name->End - Name->Begin), New});
      S.add(isa<LabelDecl>(V)     ? "rename-label"
            : isa<ParmVarDecl>(V) ? "rename-parameter"
                                  : "rename-local",
            std::move(Parts), Name->Begin);
    }
    for (auto &[E, Name] : ThisUses)
      if (!LocalNames.count(Name))
        S.replace("this-removed", E, "");
  }

  // Parentheses are no matter of taste there.
  bool TraverseDecltypeTypeLoc(DecltypeTypeLoc T, bool Qualifier) {
    ++InDecltype;
    bool Result = RecursiveASTVisitor::TraverseDecltypeTypeLoc(T, Qualifier);
    --InDecltype;
    return Result;
  }

  bool VisitExpr(Expr *X) {
    if (InDecltype ||
        !isa<BinaryOperator, CallExpr, IntegerLiteral, ConditionalOperator, DeclRefExpr, MemberExpr,
             CXXBoolLiteralExpr, FloatingLiteral, ArraySubscriptExpr>(X))
      return true;
    if (X->getType()->isFunctionType() || X->getType()->isVoidType() ||
        X->hasPlaceholderType(BuiltinType::BoundMember) ||
        X->getType()->isSpecificPlaceholderType(BuiltinType::Overload))
      return true;
    if (auto *R = dyn_cast<DeclRefExpr>(X); R && !isa<VarDecl>(R->getDecl()))
      return true;
    auto E = S.extent(X->getSourceRange());
    if (!E || S.Text[E->Begin] == '[')
      return true;
    std::string Old = S.text(*E).str();
    S.replace("parentheses", *E, "(" + Old + ")");
    if (Old.find('#') == std::string::npos)
      S.add("macro",
            {{S.Front, S.Front, "#define MUTATE_WRAP(...) __VA_ARGS__\n"},
             {E->Begin, E->End, "MUTATE_WRAP(" + Old + ")"}},
            E->Begin);
    if (Cxx && X->isPRValue() && isa<BinaryOperator, CallExpr, IntegerLiteral>(X) &&
        !isa<CXXOperatorCallExpr>(X) && !isLogical(X))
      if (auto *B = X->getType()->getAs<BuiltinType>(); B && B->isArithmeticType()) {
        std::string Type = X->getType().getCanonicalType().getUnqualifiedType().getAsString(
            S.Ctx.getPrintingPolicy());
        S.replace("same-cast", *E, "static_cast<" + Type + ">(" + Old + ")");
      }
    return true;
  }

  bool VisitIntegerLiteral(IntegerLiteral *L) {
    auto E = S.token(L->getLocation());
    if (!E || S.text(*E).find_first_not_of("0123456789") != StringRef::npos ||
        S.text(*E).starts_with("0"))
      return true;
    uint64_t N = L->getValue().getLimitedValue(1ull << 40);
    if (!L->getType()->isSpecificBuiltinType(BuiltinType::Int) || N > 1u << 30)
      return true;
    std::string Hex = llvm::utohexstr(N);
    S.replace("literal-spelling", *E, "0x" + Hex);
    if (Cxx && Hex.size() > 1)
      S.replace("literal-spelling", *E, "0x" + Hex.substr(0, 1) + "'" + Hex.substr(1));
    S.replace("constant-expression", *E, "(" + std::to_string(N - 1) + " + 1)");
    S.replace("constant-expression", *E, "(" + std::to_string(N * 2) + " / 2)");
    return true;
  }

  bool VisitFloatingLiteral(FloatingLiteral *L) {
    auto E = S.token(L->getLocation());
    if (E && S.text(*E).find_first_not_of("0123456789.") == StringRef::npos &&
        S.text(*E).contains('.'))
      S.replace("literal-spelling", *E, S.text(*E).str() + "0");
    return true;
  }

  bool VisitStringLiteral(StringLiteral *L) {
    auto E = S.extent(L->getSourceRange());
    if (E && S.text(*E).starts_with("\"") && S.text(*E).ends_with("\""))
      S.add("string-split", {{E->End, E->End, " \"\""}}, E->Begin);
    return true;
  }

  bool VisitMemberExpr(MemberExpr *M) {
    auto Name = S.token(M->getMemberLoc());
    if (!Name)
      return true;
    if (M->isImplicitAccess() && !M->hasQualifier()) {
      if (isa<CXXThisExpr>(M->getBase()->IgnoreImpCasts()) &&
          isa<FieldDecl, CXXMethodDecl>(M->getMemberDecl()) && !isAnonymous(M))
        S.add("this-added", {{Name->Begin, Name->Begin, "this->"}}, Name->Begin);
      return true;
    }
    auto Base = S.extent(M->getBase()->getSourceRange());
    if (!Base || !M->isArrow())
      return true;
    StringRef Arrow = S.Text.slice(Base->End, Name->Begin);
    if (isa<CXXThisExpr>(M->getBase()) && Arrow == "->")
      ThisUses.push_back({{Base->Begin, Name->Begin}, M->getMemberDecl()->getNameAsString()});
    if (Arrow == "->")
      S.add("arrow", {{Base->Begin, Base->Begin, "(*"}, {Base->End, Name->Begin, ")."}},
            Base->Begin);
    return true;
  }

  // Names of locals.
  bool VisitVarDecl(VarDecl *V) {
    if (!V->isLocalVarDeclOrParm() || !V->getIdentifier())
      return true;
    LocalNames.insert(V->getName().str());
    auto Name = S.token(V->getLocation());
    bool Plain = Name && S.text(*Name) == V->getName() && !V->isParameterPack() &&
                 !V->hasExternalStorage() && !V->isImplicit() && !V->isInitCapture();
    if (Plain) {
      Declared.insert(V);
      References[V];
    }
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *R) { return reference(R->getDecl(), R->getLocation()); }
  bool VisitLabelStmt(LabelStmt *L) {
    Declared.insert(L->getDecl());
    References[L->getDecl()];
    return true;
  }
  bool VisitGotoStmt(GotoStmt *G) { return reference(G->getLabel(), G->getLabelLoc()); }
  bool VisitAddrLabelExpr(AddrLabelExpr *A) { return reference(A->getLabel(), A->getLabelLoc()); }
  bool VisitLambdaExpr(LambdaExpr *L) {
    for (const LambdaCapture &C : L->explicit_captures())
      if (C.capturesVariable())
        reference(C.getCapturedVar(), C.getLocation());
    // [=] written out.
    auto Default = S.token(L->getCaptureDefaultLoc());
    if (Default && L->explicit_captures().begin() == L->explicit_captures().end() &&
        !L->getCallOperator()->isTemplated()) {
      std::string List;
      for (const LambdaCapture &C : L->captures()) {
        if (!C.capturesVariable() && !C.capturesThis())
          return true;
        List += List.empty() ? "" : ", ";
        if (C.capturesThis())
          List += "this";
        else
          List +=
              (C.getCaptureKind() == LCK_ByRef ? "&" : "") + C.getCapturedVar()->getNameAsString();
      }
      S.replace("captures-listed", *Default, List);
    }
    return true;
  }

  // Statements.
  bool VisitIfStmt(IfStmt *I) {
    braces(I->getThen());
    if (I->getElse())
      braces(I->getElse());
    return true;
  }
  bool VisitForStmt(ForStmt *F) { return braces(F->getBody()); }
  bool VisitCXXForRangeStmt(CXXForRangeStmt *F) { return braces(F->getBody()); }
  bool VisitWhileStmt(WhileStmt *W) { return braces(W->getBody()); }
  bool VisitDoStmt(DoStmt *D) { return braces(D->getBody()); }

  bool VisitCompoundStmt(CompoundStmt *C) {
    for (const Stmt *Child : C->body()) {
      auto E = S.withSemicolon(Child->getSourceRange());
      if (!E)
        continue;
      if (isa<Expr>(Child) && Child != C->body_back())
        S.wrap("braces", *E, "{ ", " }");
      if (isa<SwitchCase, LabelStmt>(Child) || Child == C->body_back())
        continue;
      static const char *const Empty[] = {";", "typedef int mutate_type;",
                                          "struct mutate_local { int a; long b; };",
                                          "enum { mutate_enumerator = 3 };"};
      S.add("empty-statement", {{E->Begin, E->Begin, std::string(Empty[0]) + " "}}, E->Begin);
      S.add("unused-type", {{E->Begin, E->Begin, "{ } "}}, E->Begin);
      for (const char *Text : llvm::ArrayRef(Empty).drop_front())
        S.add("unused-type", {{E->Begin, E->Begin, std::string("{ ") + Text + " } "}}, E->Begin);
      S.add("static-assert",
            {{E->Begin, E->Begin,
              Cxx ? "static_assert(sizeof(int) == 4, \"\"); " : "_Static_assert(1, \"\"); "}},
            E->Begin);
    }
    return true;
  }

private:
  /// Branches on these are made without a value.
  static bool isLogical(const Expr *X) {
    auto *B = dyn_cast<BinaryOperator>(X);
    return B && (B->isLogicalOp() || B->isCommaOp());
  }

  static bool isAnonymous(MemberExpr *M) {
    auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
    return F && F->getParent()->isAnonymousStructOrUnion();
  }

  bool braces(Stmt *Body) {
    if (!Body || isa<CompoundStmt>(Body) || isa<DeclStmt>(Body))
      return true;
    if (auto E = S.withSemicolon(Body->getSourceRange()))
      S.wrap("braces", *E, "{ ", " }");
    return true;
  }

  bool reference(const NamedDecl *D, SourceLocation L) {
    auto *V = dyn_cast<VarDecl>(D);
    if (!isa<LabelDecl>(D) && (!V || !V->isLocalVarDeclOrParm()))
      return true;
    auto E = S.token(L);
    if (E && D->getIdentifier() && S.text(*E) == D->getName())
      References[D].insert(E->Begin);
    else
      Tainted.insert(D);
    return true;
  }

  Source &S;
  const bool Cxx;
  unsigned InDecltype = 0;
  llvm::MapVector<const NamedDecl *, std::set<unsigned>> References;
  std::set<const NamedDecl *> Tainted, Declared;
  std::set<std::string> LocalNames;
  std::vector<std::pair<Extent, std::string>> ThisUses;
};

} // namespace

void collectNeutralCode(Source &S) {
  NeutralCode N(S);
  visitMain(N, S.Ctx);
  N.finish();
}

} // namespace mutate
