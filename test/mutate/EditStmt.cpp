// Mutations of statements.

#include "Source.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace mutate {

namespace {

class StmtMutator : public RecursiveASTVisitor<StmtMutator> {
public:
  explicit StmtMutator(Source &S) : S(S) {}

  bool VisitCompoundStmt(CompoundStmt *C) {
    if (auto L = S.offset(C->getLBracLoc()))
      S.add("statement-inserted", {{*L + 1, *L + 1, Effect}}, *L);
    std::optional<Extent> Last;
    for (const Stmt *Child : C->body()) {
      auto E = S.withSemicolon(Child->getSourceRange());
      if (E && !isa<DeclStmt>(Child)) {
        S.replace("statement-deleted", *E, ";");
        S.replace("statement-doubled", *E, S.text(*E).str() + " " + S.text(*E).str());
        S.wrap("statement-wrapped", *E, "while (1) { ", " break; }");
      } else if (E) {
        S.replace("declaration-deleted", *E, ";");
      }
      if (E) {
        S.add("return-inserted", {{E->Begin, E->Begin, "return {}; "}}, E->Begin);
        S.add("return-inserted", {{E->Begin, E->Begin, "return; "}}, E->Begin);
        S.add("throw-inserted", {{E->Begin, E->Begin, "throw 1; "}}, E->Begin);
      }
      if (E && Last && S.text(*E) != S.text(*Last))
        S.swap("statements-swapped", *Last, *E);
      Last = E;
    }
    return true;
  }

  bool VisitReturnStmt(ReturnStmt *R) {
    if (!R->getRetValue())
      return true;
    auto E = S.extent(R->getRetValue()->getSourceRange());
    if (!E)
      return true;
    S.replace("return-value", *E, "{}");
    QualType T = R->getRetValue()->getType();
    if (T->isBooleanType())
      S.wrap("return-value", *E, "!(", ")");
    else if (T->isArithmeticType())
      S.wrap("return-value", *E, "(", ") + 1");
    else if (T->isPointerType())
      S.replace("return-value", *E, S.Ctx.getLangOpts().CPlusPlus ? "nullptr" : "0");
    return true;
  }

  bool VisitIfStmt(IfStmt *I) {
    negate(I->getCond());
    if (I->getThen() && I->getElse()) {
      auto T = S.withSemicolon(I->getThen()->getSourceRange());
      auto F = S.withSemicolon(I->getElse()->getSourceRange());
      if (T && F)
        S.swap("branches-swapped", *T, *F);
      auto Else = S.token(I->getElseLoc());
      if (Else && F)
        S.add("branch-deleted", {{Else->Begin, F->End, ""}}, Else->Begin);
    }
    if (auto E = S.token(I->getIfLoc());
        E && S.text(*E) == "if" && !I->isConstexpr() && !I->getElse())
      S.replace("if-while", *E, "while");
    return true;
  }

  bool VisitWhileStmt(WhileStmt *W) {
    negate(W->getCond());
    if (auto E = S.token(W->getWhileLoc()))
      S.replace("if-while", *E, "if");
    return true;
  }

  bool VisitDoStmt(DoStmt *D) {
    negate(D->getCond());
    return true;
  }

  bool VisitForStmt(ForStmt *F) {
    negate(F->getCond());
    for (const Stmt *Part :
         {(const Stmt *)F->getInit(), (const Stmt *)F->getCond(), (const Stmt *)F->getInc()})
      if (Part && !isa<DeclStmt>(Part))
        if (auto E = S.extent(Part->getSourceRange()))
          S.replace("for-part-deleted", *E, "");
    return true;
  }

  bool VisitCXXForRangeStmt(CXXForRangeStmt *F) {
    const VarDecl *V = F->getLoopVariable();
    if (!V)
      return true;
    auto Name = S.token(V->getLocation());
    if (!Name)
      return true;
    if (V->getType()->isReferenceType()) {
      for (unsigned At = Name->Begin; At-- > Name->Begin - 4;)
        if (S.Text[At] == '&' && S.Text[At - 1] != '&') {
          S.add("loop-variable", {{At, At + 1, " "}}, At);
          break;
        }
    } else
      S.add("loop-variable", {{Name->Begin, Name->Begin, "&"}}, Name->Begin);
    return true;
  }

  bool VisitBreakStmt(BreakStmt *B) { return jump(B->getKwLoc(), "continue"); }
  bool VisitContinueStmt(ContinueStmt *C) { return jump(C->getKwLoc(), "break"); }

  bool VisitSwitchStmt(SwitchStmt *Switch) {
    std::optional<Extent> Last;
    for (const SwitchCase *C = Switch->getSwitchCaseList(); C; C = C->getNextSwitchCase()) {
      auto *Case = dyn_cast<CaseStmt>(C);
      auto E = Case ? S.extent(Case->getLHS()->getSourceRange()) : std::nullopt;
      if (E && Last)
        S.swap("cases-swapped", *E, *Last);
      if (E)
        Last = E;
      if (auto Key = S.token(C->getKeywordLoc()))
        if (auto Colon = S.offset(C->getColonLoc()))
          S.add("case-deleted", {{Key->Begin, *Colon + 1, ""}}, Key->Begin);
    }
    return true;
  }

  bool VisitCXXCatchStmt(CXXCatchStmt *C) {
    if (const VarDecl *V = C->getExceptionDecl()) {
      if (auto E = S.extent(V->getSourceRange())) {
        S.replace("catch", *E, "...");
        S.replace("catch", *E, "long");
      }
    } else if (auto L = S.offset(C->getCatchLoc())) {
      size_t Dots = S.Text.find("...", *L);
      if (Dots != StringRef::npos && Dots < *L + 12)
        S.replace("catch", {unsigned(Dots), unsigned(Dots) + 3}, "int");
    }
    return true;
  }

private:
  bool jump(SourceLocation L, const char *Other) {
    if (auto E = S.token(L)) {
      S.replace("break-continue", *E, Other);
      S.replace("break-continue", *E, "");
    }
    return true;
  }

  void negate(const Expr *Cond) {
    auto E = Cond ? S.extent(Cond->getSourceRange()) : std::nullopt;
    if (!E)
      return;
    S.wrap("condition-negated", *E, "!(", ")");
    S.replace("condition-constant", *E, "1");
    S.replace("condition-constant", *E, "0");
  }

  Source &S;
};

} // namespace

void collectStmtMutations(Source &S) {
  StmtMutator M(S);
  visitMain(M, S.Ctx);
}

} // namespace mutate
