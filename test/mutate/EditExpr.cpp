// Mutations of expressions.

#include "Source.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace mutate {

namespace {

class ExprMutator : public RecursiveASTVisitor<ExprMutator> {
public:
  explicit ExprMutator(Source &S) : S(S) {}

  /// To be called before the traversal: what other names there are of each type.
  void addFunction(const FunctionDecl *F) {
    if (!F->isTemplated() && F->getIdentifier() && F->getDeclContext()->isFileContext() &&
        S.offset(F->getLocation()))
      Functions[F->getType().getCanonicalType().getUnqualifiedType()].push_back(F);
  }

  bool TraverseFunctionDecl(FunctionDecl *F) {
    return inFunction([&] { return RecursiveASTVisitor::TraverseFunctionDecl(F); });
  }
  bool TraverseCXXMethodDecl(CXXMethodDecl *F) {
    return inFunction([&] { return RecursiveASTVisitor::TraverseCXXMethodDecl(F); });
  }
  bool TraverseCXXConstructorDecl(CXXConstructorDecl *F) {
    return inFunction([&] { return RecursiveASTVisitor::TraverseCXXConstructorDecl(F); });
  }

  bool VisitVarDecl(VarDecl *V) {
    if (V->isLocalVarDeclOrParm() && V->getIdentifier())
      Locals[V->getType().getCanonicalType().getUnqualifiedType()].push_back(V);
    return true;
  }

  bool VisitBinaryOperator(BinaryOperator *B) {
    auto Op = S.token(B->getOperatorLoc());
    if (!Op)
      return true;
    operators(*Op, BinaryOperator::getOpcodeStr(B->getOpcode()));
    auto L = S.extent(B->getLHS()->getSourceRange()), R = S.extent(B->getRHS()->getSourceRange());
    if (!L || !R)
      return true;
    if (B->getOpcode() == BO_Sub || B->getOpcode() == BO_Div || B->isRelationalOp() ||
        B->isShiftOp())
      S.swap("operands-swapped", *L, *R);
    Extent All{L->Begin, R->End};
    if (B->isLogicalOp() || B->isAdditiveOp() || B->isMultiplicativeOp()) {
      S.replace("operand-dropped", All, S.text(*L).str());
      S.replace("operand-dropped", All, S.text(*R).str());
    }
    return true;
  }

  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *C) {
    if (C->getNumArgs() == 2)
      if (auto Op = S.token(C->getOperatorLoc()))
        operators(*Op, S.text(*Op));
    return true;
  }

  bool VisitUnaryOperator(UnaryOperator *U) {
    auto Op = S.token(U->getOperatorLoc());
    auto Sub = S.extent(U->getSubExpr()->getSourceRange());
    if (!Op || !Sub)
      return true;
    switch (U->getOpcode()) {
    case UO_PreInc:
    case UO_PostInc:
      S.replace("increment", *Op, "--");
      break;
    case UO_PreDec:
    case UO_PostDec:
      S.replace("increment", *Op, "++");
      break;
    case UO_Minus:
    case UO_Not:
    case UO_LNot:
      S.replace("unary-removed", *Op, " ");
      break;
    default:
      break;
    }
    if (U->isPrefix() && U->isIncrementDecrementOp())
      S.add("prefix-postfix", {{Op->Begin, Op->End, ""}, {Sub->End, Sub->End, S.text(*Op).str()}},
            Op->Begin);
    if (U->isPostfix())
      S.add("prefix-postfix",
            {{Sub->Begin, Sub->Begin, S.text(*Op).str()}, {Op->Begin, Op->End, ""}}, Op->Begin);
    return true;
  }

  bool VisitIntegerLiteral(IntegerLiteral *L) {
    auto E = S.token(L->getLocation());
    uint64_t N = L->getValue().getLimitedValue(1ull << 40);
    if (!E)
      return true;
    StringRef Old = S.text(*E);
    std::string Suffix = Old.ltrim("0123456789").str();
    if (Old.drop_back(Suffix.size()) != std::to_string(N))
      return true;
    S.replace("integer", *E, std::to_string(N + 1) + Suffix);
    if (N > 0)
      S.replace("integer", *E, std::to_string(N - 1) + Suffix);
    if (N > 1)
      S.replace("integer", *E, "0" + Suffix);
    S.replace("integer", *E, std::to_string(N * 2 + 17) + Suffix);
    S.replace("integer-type", *E, Suffix.empty() ? std::to_string(N) + "u" : std::to_string(N));
    S.replace("integer-type", *E, std::to_string(N) + "ll");
    return true;
  }

  bool VisitFloatingLiteral(FloatingLiteral *L) {
    auto E = S.token(L->getLocation());
    if (!E)
      return true;
    StringRef Old = S.text(*E);
    if (Old.contains('x') || Old.contains('X'))
      return true;
    S.replace("float", *E, "1" + Old.str());
    S.replace("float", *E,
              Old.ends_with_insensitive("f") ? Old.drop_back().str() : Old.str() + "f");
    return true;
  }

  bool VisitStringLiteral(StringLiteral *L) {
    auto E = S.extent(L->getSourceRange());
    if (!E || !S.text(*E).ends_with("\"") || S.text(*E).contains("R\""))
      return true;
    S.add("string", {{E->End - 1, E->End - 1, "x"}}, E->Begin);
    if (L->isOrdinary() && L->getLength() > 1 && llvm::isAlpha(S.Text[E->Begin + 1]))
      S.add("string", {{E->Begin + 1, E->Begin + 2, S.Text[E->Begin + 1] == 'q' ? "w" : "q"}},
            E->Begin);
    return true;
  }

  bool VisitCharacterLiteral(CharacterLiteral *L) {
    if (auto E = S.token(L->getLocation()))
      S.replace("character", *E, L->getValue() == 'q' ? "'w'" : "'q'");
    return true;
  }

  bool VisitCXXBoolLiteralExpr(CXXBoolLiteralExpr *L) {
    if (auto E = S.token(L->getLocation()))
      S.replace("boolean", *E, L->getValue() ? "false" : "true");
    return true;
  }

  bool VisitConditionalOperator(ConditionalOperator *C) {
    auto T = S.extent(C->getTrueExpr()->getSourceRange());
    auto F = S.extent(C->getFalseExpr()->getSourceRange());
    if (T && F) {
      S.swap("branches-swapped", *T, *F);
      if (auto Cond = S.extent(C->getCond()->getSourceRange()))
        S.wrap("condition-negated", *Cond, "!(", ")");
    }
    return true;
  }

  bool VisitCallExpr(CallExpr *C) {
    for (unsigned I = 0; I + 1 < C->getNumArgs(); ++I) {
      auto A = S.extent(C->getArg(I)->getSourceRange());
      auto B = S.extent(C->getArg(I + 1)->getSourceRange());
      if (A && B && !isa<CXXOperatorCallExpr>(C))
        if (S.text(*A) != S.text(*B) && A->End <= B->Begin)
          S.swap("arguments-swapped", *A, *B);
    }
    if (auto *R = dyn_cast<DeclRefExpr>(C->getCallee()->IgnoreParenImpCasts()))
      if (auto *F = dyn_cast<FunctionDecl>(R->getDecl()); F && !isa<CXXOperatorCallExpr>(C))
        if (auto E = S.extent(R->getSourceRange())) {
          auto It = Functions.find(F->getType().getCanonicalType().getUnqualifiedType());
          if (It != Functions.end())
            for (const FunctionDecl *Other : llvm::ArrayRef(It->second).take_front(6))
              if (Other->getCanonicalDecl() != F->getCanonicalDecl())
                S.replace("call-redirected", *E,
                          (S.Ctx.getLangOpts().CPlusPlus ? "::" : "") +
                              Other->getQualifiedNameAsString());
        }
    return true;
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *C) {
    auto *M = dyn_cast<MemberExpr>(C->getCallee()->IgnoreParens());
    if (!M || !C->getMethodDecl() || !C->getMethodDecl()->getIdentifier())
      return true;
    auto E = S.token(M->getMemberLoc());
    const CXXRecordDecl *Class = C->getMethodDecl()->getParent();
    if (!E || !Class->hasDefinition())
      return true;
    unsigned Limit = 4;
    for (const CXXMethodDecl *Other : Class->methods())
      if (Limit && Other->getIdentifier() && Other->getName() != C->getMethodDecl()->getName() &&
          Ctx().hasSameFunctionTypeIgnoringExceptionSpec(Other->getType(),
                                                         C->getMethodDecl()->getType())) {
        S.replace("method-redirected", *E, Other->getName().str(), Edit::None);
        --Limit;
      }
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *R) {
    auto E = S.extent(R->getSourceRange());
    if (!E || R->hasQualifier())
      return true;
    if (auto *C = dyn_cast<EnumConstantDecl>(R->getDecl())) {
      unsigned Limit = 2;
      for (const EnumConstantDecl *Other : cast<EnumDecl>(C->getDeclContext())->enumerators())
        if (Other != C && Limit-- > 0)
          S.replace("enumerator-replaced", *E, Other->getName().str());
        else if (!Limit)
          break;
    }
    if (auto *V = dyn_cast<VarDecl>(R->getDecl())) {
      if (V->isLocalVarDeclOrParm()) {
        auto It = Locals.find(V->getType().getCanonicalType().getUnqualifiedType());
        unsigned Limit = 3;
        if (It != Locals.end())
          for (const VarDecl *Other : It->second)
            if (Other != V && Other->getName() != V->getName() && Limit-- > 0)
              S.replace("variable-replaced", *E, Other->getName().str());
      }
      if (V->getType()->isIntegerType()) {
        S.replace("off-by-one", *E, "(" + S.text(*E).str() + " + 1)");
        S.replace("cast-added", *E, "(short)" + S.text(*E).str());
        S.replace("cast-added", *E, "(unsigned)" + S.text(*E).str());
        S.wrap("unary-added", *E, "(~", ")");
      } else if (V->getType()->isFloatingType()) {
        S.replace("cast-added", *E, "(int)" + S.text(*E).str());
        S.replace("cast-added", *E, "(float)" + S.text(*E).str());
      }
    }
    return true;
  }

  bool VisitMemberExpr(MemberExpr *M) {
    auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
    auto E = S.token(M->getMemberLoc());
    if (!F || !E || M->hasQualifier())
      return true;
    unsigned Limit = 3;
    for (const FieldDecl *Other : F->getParent()->fields())
      if (Other != F && Other->getIdentifier() && Limit &&
          Ctx().hasSameUnqualifiedType(Other->getType(), F->getType())) {
        S.replace("field-replaced", *E, Other->getName().str());
        --Limit;
      }
    return true;
  }

  bool VisitExplicitCastExpr(ExplicitCastExpr *C) {
    auto E = S.extent(C->getSourceRange());
    auto Sub = S.extent(C->getSubExprAsWritten()->getSourceRange());
    if (E && Sub)
      S.replace("cast-removed", *E, "(" + S.text(*Sub).str() + ")");
    return true;
  }

  bool VisitLambdaExpr(LambdaExpr *L) {
    for (const LambdaCapture &C : L->captures()) {
      if (!C.isExplicit() || !C.capturesVariable() || L->isInitCapture(&C))
        continue;
      auto E = S.token(C.getLocation());
      if (!E)
        continue;
      if (C.getCaptureKind() == LCK_ByCopy)
        S.add("capture", {{E->Begin, E->Begin, "&"}}, E->Begin);
      else if (E->Begin > 0 && S.Text[E->Begin - 1] == '&')
        S.add("capture", {{E->Begin - 1, E->Begin, ""}}, E->Begin);
    }
    auto E = S.token(L->getCaptureDefaultLoc());
    if (E && S.text(*E) == "=")
      S.replace("capture", *E, "&");
    else if (E && S.text(*E) == "&")
      S.replace("capture", *E, "=");
    return true;
  }

  bool VisitUnaryExprOrTypeTraitExpr(UnaryExprOrTypeTraitExpr *U) {
    if (auto E = S.extent(U->getSourceRange()))
      S.replace("sizeof", *E, "(" + S.text(*E).str() + " + 1)");
    return true;
  }

  bool VisitCXXThrowExpr(CXXThrowExpr *T) {
    if (auto E = T->getSubExpr() ? S.extent(T->getSubExpr()->getSourceRange()) : std::nullopt)
      S.replace("throw", *E, "42");
    return true;
  }

private:
  ASTContext &Ctx() { return S.Ctx; }

  template <class Body> bool inFunction(Body B) {
    auto Saved = Locals;
    bool Result = B();
    Locals = std::move(Saved);
    return Result;
  }

  void operators(Extent Op, StringRef Name) {
    struct Group {
      const char *Kind;
      std::vector<const char *> Members;
    };
    static const Group Groups[] = {
        {"arithmetic", {"+", "-", "*", "/", "%"}},
        {"bitwise", {"&", "|", "^"}},
        {"shift", {"<<", ">>"}},
        {"relational", {"<", "<=", ">", ">=", "==", "!="}},
        {"logical", {"&&", "||"}},
        {"assignment", {"=", "+=", "-=", "*=", "|=", "&=", "^=", "<<=", ">>="}}};
    for (const Group &G : Groups)
      if (llvm::is_contained(G.Members, Name) && S.text(Op) == Name)
        for (const char *Other : G.Members)
          if (Name != Other)
            S.replace(G.Kind, Op, Other);
  }

  Source &S;
  llvm::DenseMap<QualType, std::vector<const FunctionDecl *>> Functions;
  llvm::DenseMap<QualType, std::vector<const VarDecl *>> Locals;
};

class FunctionFinder : public RecursiveASTVisitor<FunctionFinder> {
public:
  explicit FunctionFinder(ExprMutator &M) : M(M) {}
  bool VisitFunctionDecl(FunctionDecl *F) {
    M.addFunction(F);
    return true;
  }

private:
  ExprMutator &M;
};

} // namespace

void collectExprMutations(Source &S) {
  ExprMutator M(S);
  FunctionFinder F(M);
  visitMain(F, S.Ctx);
  visitMain(M, S.Ctx);
}

} // namespace mutate
