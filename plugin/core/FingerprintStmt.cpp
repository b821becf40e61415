// Statements. Braces, empty statements and what has no effect leave no trace.

#include "Compat.h"
#include "FingerprintWriter.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"

using namespace clang;

namespace stcache::fp {

namespace {

enum class Decision { Handled, Transparent, Ignored, Refused };

template <class T> struct StmtDecision {
  static_assert(sizeof(T) == 0, "this Clang has a kind of statement or expression that "
                                "FingerprintStmtKinds.def does not decide about: add it there");
};

#define STCACHE_STMT(Kind, What)                                                                   \
  template <> struct StmtDecision<clang::Kind> {                                                   \
    static constexpr Decision Value = Decision::What;                                              \
  };
#include "FingerprintStmtKinds.def"

/// Whether a block ends the life of something declared in it.
bool opensScope(const CompoundStmt *C) {
  for (const Stmt *S : C->body())
    if (auto *DS = dyn_cast<DeclStmt>(S))
      for (const Decl *D : DS->decls())
        if (isa<VarDecl>(D))
          return true;
  return false;
}

} // namespace

/// The statements that S amounts to. A label or case comes before the statement it stands at.
void UnitWriter::flatten(const Stmt *S, SmallVectorImpl<const Stmt *> &Out, bool Outermost) {
  if (!S || isa<NullStmt>(S))
    return;
  if (auto *C = dyn_cast<CompoundStmt>(S); C && (Outermost || !opensScope(C))) {
    for (const Stmt *Child : C->body())
      flatten(Child, Out, false);
    return;
  }
  if (auto *A = dyn_cast<AttributedStmt>(S)) {
    if (hasEffect(A))
      Out.push_back(A);
    return flatten(A->getSubStmt(), Out, Outermost);
  }
  Out.push_back(S);
  if (auto *L = dyn_cast<LabelStmt>(S))
    flatten(L->getSubStmt(), Out, false);
  else if (auto *C = dyn_cast<SwitchCase>(S))
    flatten(C->getSubStmt(), Out, false);
}

template <class T> void UnitWriter::dispatchAs(const T *S) {
  constexpr Decision What = StmtDecision<T>::Value;
  if constexpr (What == Decision::Handled) {
    visit(S);
  } else if constexpr (What == Decision::Transparent) {
    for (const Stmt *Child : S->children())
      stmt(Child);
  } else if constexpr (What == Decision::Refused) {
    refuse(S);
  }
}

void UnitWriter::dispatch(const Stmt *S) {
  switch (S->getStmtClass()) {
  case Stmt::NoStmtClass:
    return;
#define STMT(Kind, Base)                                                                           \
  case Stmt::Kind##Class:                                                                          \
    return dispatchAs(static_cast<const clang::Kind *>(S));
#define ABSTRACT_STMT(Kind)
#include "clang/AST/StmtNodes.inc"
  }
}

void UnitWriter::stmt(const Stmt *S) {
  if (!S)
    return;
  if (auto *E = dyn_cast<Expr>(S))
    return expr(E);
  dispatch(S);
}

void UnitWriter::sequence(const Stmt *S, bool Outermost) {
  SmallVector<const Stmt *, 16> Parts;
  flatten(S, Parts, Outermost);
  for (const Stmt *Part : Parts)
    stmt(Part);
}

/// What is not understood counts by its text, so that every edit is seen.
void UnitWriter::refuse(StringRef Kind, SourceRange Range) {
  U.Conservative = true;
  text(Kind);
  const SourceManager &SM = Ctx.getSourceManager();
  text(Lexer::getSourceText(SM.getExpansionRange(Range), SM, Ctx.getLangOpts()));
}

void UnitWriter::refuse(const Stmt *S) {
  Node N(*this, "conservative");
  refuse(S->getStmtClassName(), S->getSourceRange());
  for (const Stmt *Child : S->children())
    stmt(Child);
  if (auto *Directive = dyn_cast<OMPExecutableDirective>(S))
    for (const OMPClause *Clause : Directive->clauses())
      if (Clause)
        for (const Stmt *Child : Clause->children())
          stmt(Child);
}

/// Labels count by their order in the function, also where a static local holds their addresses.
void UnitWriter::label(const LabelDecl *L) {
  const FunctionDecl *Definition = nullptr;
  if (auto *F = dyn_cast<FunctionDecl>(L->getDeclContext());
      F && !Labels.count(L) && F->isDefined(Definition)) {
    SmallVector<const Stmt *, 32> Work{Eng.bodyOf(Definition)};
    while (!Work.empty()) {
      const Stmt *S = Work.pop_back_val();
      if (auto *Here = dyn_cast_or_null<LabelStmt>(S))
        Labels.try_emplace(Here->getDecl(), Labels.size());
      if (S) {
        SmallVector<const Stmt *, 8> Children(S->child_begin(), S->child_end());
        Work.append(Children.rbegin(), Children.rend());
      }
    }
  }
  number(Labels.try_emplace(L, Labels.size()).first->second);
}

void UnitWriter::visit(const CompoundStmt *S) {
  Node N(*this, "block");
  sequence(S);
}

void UnitWriter::visit(const IfStmt *S) {
  // The branch taken; which one it is was computed from constants.
  if (std::optional<const Stmt *> Taken = S->getNondiscardedCase(Ctx)) {
    std::optional<Node> Scope;
    if (S->getInit() || S->getConditionVariable() || isa_and_nonnull<DeclStmt>(*Taken))
      Scope.emplace(*this, "block");
    stmt(S->getInit());
    if (S->getConditionVariable())
      localVariable(S->getConditionVariable());
    return sequence(*Taken, /*Outermost=*/false);
  }
  Node N(*this, "if");
  if (S->isConsteval())
    text(S->isNonNegatedConsteval() ? "consteval" : "!consteval");
  stmt(S->getInit());
  if (S->getConditionVariable())
    localVariable(S->getConditionVariable());
  stmt(S->getCond());
  {
    Node Then(*this, "then");
    sequence(S->getThen());
  }
  Node Else(*this, "else");
  sequence(S->getElse());
}

void UnitWriter::visit(const SwitchStmt *S) {
  Node N(*this, "switch");
  stmt(S->getInit());
  if (S->getConditionVariable())
    localVariable(S->getConditionVariable());
  stmt(S->getCond());
  Node Body(*this, "do");
  sequence(S->getBody());
}

void UnitWriter::visit(const CaseStmt *S) {
  Node N(*this, "case");
  stmt(S->getLHS());
  stmt(S->getRHS());
}

void UnitWriter::visit(const DefaultStmt *) { Node N(*this, "default"); }

void UnitWriter::visit(const LabelStmt *S) {
  Node N(*this, "label");
  label(S->getDecl());
}

void UnitWriter::visit(const GotoStmt *S) {
  Node N(*this, "goto");
  label(S->getLabel());
}

void UnitWriter::visit(const IndirectGotoStmt *S) {
  Node N(*this, "goto*");
  stmt(S->getTarget());
}

void UnitWriter::visit(const AddrLabelExpr *S) {
  Node N(*this, "&&");
  label(S->getLabel());
}

void UnitWriter::visit(const BreakStmt *) { Node N(*this, "break"); }
void UnitWriter::visit(const ContinueStmt *) { Node N(*this, "continue"); }

void UnitWriter::visit(const WhileStmt *S) {
  Node N(*this, "while");
  if (S->getConditionVariable())
    localVariable(S->getConditionVariable());
  stmt(S->getCond());
  Node Body(*this, "do");
  sequence(S->getBody());
}

void UnitWriter::visit(const DoStmt *S) {
  Node N(*this, "do-while");
  {
    Node Body(*this, "do");
    sequence(S->getBody());
  }
  stmt(S->getCond());
}

void UnitWriter::visit(const ForStmt *S) {
  Node N(*this, "for");
  {
    Node Part(*this, "init");
    stmt(S->getInit());
  }
  {
    Node Part(*this, "condition");
    if (S->getConditionVariable())
      localVariable(S->getConditionVariable());
    stmt(S->getCond());
  }
  {
    Node Part(*this, "step");
    stmt(S->getInc());
  }
  Node Body(*this, "do");
  sequence(S->getBody());
}

void UnitWriter::visit(const CXXForRangeStmt *S) {
  Node N(*this, "for-range");
  stmt(S->getInit());
  stmt(S->getRangeStmt());
  stmt(S->getBeginStmt());
  stmt(S->getEndStmt());
  stmt(S->getCond());
  stmt(S->getInc());
  stmt(S->getLoopVarStmt());
  Node Body(*this, "do");
  sequence(S->getBody());
}

void UnitWriter::visit(const ReturnStmt *S) {
  Node N(*this, "return");
  stmt(S->getRetValue());
}

void UnitWriter::visit(const CXXTryStmt *S) {
  Node N(*this, "try");
  {
    Node Body(*this, "do");
    sequence(S->getTryBlock());
  }
  for (unsigned I = 0; I < S->getNumHandlers(); ++I)
    visit(S->getHandler(I));
}

void UnitWriter::visit(const CXXCatchStmt *S) {
  Node N(*this, "catch");
  if (const VarDecl *V = S->getExceptionDecl())
    localVariable(V);
  else
    text("...");
  Node Body(*this, "do");
  sequence(S->getHandlerBlock());
}

void UnitWriter::visit(const CoroutineBodyStmt *S) {
  Node N(*this, "coroutine");
  if (const VarDecl *Promise = S->getPromiseDecl())
    localVariable(Promise);
  for (const Stmt *Part : std::initializer_list<const Stmt *>{
           S->getReturnValueInit(), S->getInitSuspendStmt(), S->getFinalSuspendStmt(),
           S->getExceptionHandler(), S->getFallthroughHandler()}) {
    Node P(*this, "part");
    stmt(Part);
  }
  Node Body(*this, "body");
  sequence(S->getBody());
}

void UnitWriter::visit(const CoreturnStmt *S) {
  Node N(*this, "co_return");
  stmt(S->getOperand());
  stmt(S->getPromiseCall());
}

void UnitWriter::visit(const CoroutineSuspendExpr *S) {
  Node N(*this, isa<CoyieldExpr>(S) ? "co_yield" : "co_await");
  U.LocalThrow = true;
  stmt(S->getCommonExpr());
  if (S->getOpaqueValue())
    OpaqueValues.try_emplace(S->getOpaqueValue(), OpaqueValues.size());
  stmt(S->getReadyExpr());
  stmt(S->getSuspendExpr());
  stmt(S->getResumeExpr());
}

void UnitWriter::visit(const CapturedStmt *S) { stmt(S->getCapturedStmt()); }

void UnitWriter::visit(const GCCAsmStmt *S) {
  Node N(*this, "asm");
  text(compat::asmText(*S));
  if (S->isSimple())
    text("simple");
  if (S->isVolatile())
    text("volatile");
  for (unsigned I = 0; I < S->getNumOutputs(); ++I) {
    Node Operand(*this, "output");
    text(S->getOutputName(I));
    text(S->getOutputConstraint(I));
    stmt(S->getOutputExpr(I));
  }
  for (unsigned I = 0; I < S->getNumInputs(); ++I) {
    Node Operand(*this, "input");
    text(S->getInputName(I));
    text(S->getInputConstraint(I));
    stmt(S->getInputExpr(I));
  }
  for (unsigned I = 0; I < S->getNumClobbers(); ++I)
    text(S->getClobber(I));
  for (unsigned I = 0; I < S->getNumLabels(); ++I)
    stmt(S->getLabelExpr(I));
}

void UnitWriter::visit(const MSAsmStmt *S) {
  Node N(*this, "ms-asm");
  text(S->getAsmString());
  for (const Stmt *Child : S->children())
    stmt(Child);
}

void UnitWriter::visit(const BlockExpr *E) {
  Node N(*this, "block-literal");
  const BlockDecl *B = E->getBlockDecl();
  for (const BlockDecl::Capture &C : B->captures()) {
    Node Capture(*this, "capture");
    text(C.isByRef() ? "reference" : "copy");
    if (C.getCopyExpr())
      expr(C.getCopyExpr());
    else
      use(C.getVariable());
  }
  for (const ParmVarDecl *P : B->parameters()) {
    number(declare(P));
    type(P->getType(), true);
  }
  sequence(B->getBody());
}

void UnitWriter::visit(const StmtExpr *E) {
  Node N(*this, "statement-expression");
  sequence(E->getSubStmt());
}

} // namespace stcache::fp
