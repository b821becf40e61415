// Where variables are used in a function, and what changes them.

#include "StateBody.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace stcache::state {

static bool isIgnoreMark(const Attr *A) {
  auto *Mark = dyn_cast<AnnotateAttr>(A);
  return Mark && Mark->getAnnotation() == "st-ignore";
}

bool isIgnored(const Decl *D) { return llvm::any_of(D->attrs(), isIgnoreMark); }

static bool hasBase(const CXXRecordDecl *R, StringRef Name) {
  if (!R || !R->hasDefinition())
    return false;
  if (R->isInStdNamespace() && R->getIdentifier() && R->getName() == Name)
    return true;
  return llvm::any_of(R->bases(), [&](const CXXBaseSpecifier &B) {
    return hasBase(B.getType()->getAsCXXRecordDecl(), Name);
  });
}

bool isOutputStream(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    T = T->getPointeeType();
  auto *R = T->getAsRecordDecl();
  if (!R)
    return false;
  StringRef Name = R->getIdentifier() ? R->getName() : "";
  if (Name == "_IO_FILE" || Name == "__sFILE")
    return true;
  auto *C = dyn_cast<CXXRecordDecl>(R);
  return hasBase(C, "basic_ostream") && !hasBase(C, "basic_istream") &&
         !hasBase(C, "basic_ostringstream");
}

bool isStateless(QualType T) {
  if (isOutputStream(T))
    return true;
  if (auto *Name = T->getAs<TypedefType>())
    if (StringRef N = Name->getDecl()->getName(); N.starts_with("pthread_") && N.ends_with("_t"))
      return true;
  T = T->getBaseElementTypeUnsafe()->getCanonicalTypeInternal();
  auto *R = T->getAsCXXRecordDecl();
  if (!R || !R->isInStdNamespace() || !R->getIdentifier())
    return false;
  return llvm::is_contained({"mutex", "recursive_mutex", "timed_mutex", "recursive_timed_mutex",
                             "shared_mutex", "shared_timed_mutex", "condition_variable",
                             "condition_variable_any", "once_flag", "atomic_flag",
                             "counting_semaphore", "latch", "barrier", "thread", "jthread",
                             "allocator", "polymorphic_allocator", "nothrow_t", "locale"},
                            R->getName());
}

Body::Body(ASTContext &Ctx, const FunctionDecl *F, const Stmt *Code) : Function(F), Ctx(Ctx) {
  if (auto *C = dyn_cast<CXXConstructorDecl>(F))
    for (const CXXCtorInitializer *I : C->inits())
      walk(I->getInit(), nullptr);
  walk(Code, nullptr);
}

Body::Body(ASTContext &Ctx, const VarDecl *V, const Expr *Initializer) : Variable(V), Ctx(Ctx) {
  walk(Initializer, nullptr);
}

void Body::walkVariable(const VarDecl *V, const Stmt *Parent) {
  if (V->isStaticLocal()) {
    Statics.push_back(V); // its initialiser is a body of its own
    return;
  }
  if (const Expr *Init = V->getInit(); Init && !V->hasExternalStorage()) {
    Initializes[Init] = V;
    walk(Init, Parent);
  }
  if (auto *D = dyn_cast<DecompositionDecl>(V))
    for (const BindingDecl *B : D->bindings())
      if (const VarDecl *Holding = B->getHoldingVar())
        walkVariable(Holding, Parent);
}

void Body::walk(const Stmt *S, const Stmt *Parent) {
  if (!S)
    return;
  Parents[S] = Parent;
  switch (S->getStmtClass()) {
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::RequiresExprClass:
  case Stmt::ConceptSpecializationExprClass:
  case Stmt::OffsetOfExprClass:
    return; // unevaluated
  case Stmt::CXXTypeidExprClass:
    if (!cast<CXXTypeidExpr>(S)->isPotentiallyEvaluated())
      return;
    break;
  case Stmt::GenericSelectionExprClass:
    return walk(cast<GenericSelectionExpr>(S)->getResultExpr(), S);
  case Stmt::ChooseExprClass:
    return walk(cast<ChooseExpr>(S)->getChosenSubExpr(), S);
  case Stmt::CXXDefaultArgExprClass:
    return walk(cast<CXXDefaultArgExpr>(S)->getExpr(), S);
  case Stmt::CXXDefaultInitExprClass:
    return walk(cast<CXXDefaultInitExpr>(S)->getExpr(), S);
  case Stmt::LambdaExprClass: {
    auto *L = cast<LambdaExpr>(S);
    Lambdas.push_back(L);
    for (const Expr *Init : L->capture_inits())
      walk(Init, S);
    if (isCalledOnce(L))
      return; // as an initialiser
    if (const CXXMethodDecl *Op = L->getCallOperator(); !L->isGenericLambda())
      Nested.push_back(Op);
    else if (FunctionTemplateDecl *T = L->getDependentCallOperator())
      for (const FunctionDecl *Spec : T->specializations())
        Nested.push_back(Spec);
    return;
  }
  case Stmt::CXXThisExprClass:
    This.push_back(cast<Expr>(S));
    break;
  case Stmt::AttributedStmtClass:
    if (llvm::any_of(cast<AttributedStmt>(S)->getAttrs(), isIgnoreMark))
      return;
    break;
  case Stmt::DeclStmtClass:
    for (const Decl *D : cast<DeclStmt>(S)->decls()) {
      if (auto *V = dyn_cast<VarDecl>(D))
        walkVariable(V, S);
      else if (auto *R = dyn_cast<CXXRecordDecl>(D))
        Nested.insert(Nested.end(), R->method_begin(), R->method_end());
    }
    return;
  case Stmt::IfStmtClass:
    if (auto *If = cast<IfStmt>(S); If->isConstexpr()) {
      walk(If->getInit(), S);
      walk(If->getConditionVariableDeclStmt(), S);
      if (std::optional<const Stmt *> Taken = If->getNondiscardedCase(Ctx)) {
        walk(*Taken, S);
        return;
      }
    }
    break;
  default:
    break;
  }
  const VarDecl *Variable = nullptr;
  if (auto *Ref = dyn_cast<DeclRefExpr>(S))
    Variable = dyn_cast<VarDecl>(Ref->getDecl());
  else if (auto *Member = dyn_cast<MemberExpr>(S))
    Variable = dyn_cast<VarDecl>(Member->getMemberDecl());
  if (Variable && Variable->hasGlobalStorage())
    Mentions.push_back({cast<Expr>(S), Variable});
  else if (Variable)
    Locals[Variable].push_back(cast<Expr>(S));
  if (auto *Ref = dyn_cast<DeclRefExpr>(S))
    if (auto *B = dyn_cast<BindingDecl>(Ref->getDecl()))
      if (auto *D = dyn_cast_or_null<VarDecl>(B->getDecomposedDecl()))
        Locals[D].push_back(Ref);
  if (isa<CallExpr, CXXConstructExpr>(S))
    Calls.push_back(cast<Expr>(S));
  for (const Stmt *Child : S->children())
    walk(Child, S);
}

SourceLocation Body::location(const Expr *E) const {
  SourceLocation Loc = E->getExprLoc();
  for (const Stmt *S = E; S; S = Parents.lookup(S))
    if (auto *Default = dyn_cast<CXXDefaultArgExpr>(S))
      Loc = Default->getUsedLocation();
  return Loc;
}

/// The variable whose falseness, nullness or zero a condition asks for.
static const VarDecl *notYetVariable(const Expr *Condition) {
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
    E = Not->getSubExpr();
  } else if (auto *Equal = dyn_cast<BinaryOperator>(E); Equal && Equal->getOpcode() == BO_EQ) {
    E = Equal->getLHS();
  } else {
    return nullptr;
  }
  // Also an atomic flag, and a container or pointer that is asked whether it is empty.
  E = E->IgnoreParenImpCasts();
  if (auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    E = Call->getImplicitObjectArgument()->IgnoreParenImpCasts();
  auto *Ref = dyn_cast<DeclRefExpr>(E);
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// Whether L is given to std::call_once, and all calls would do the same.
bool Body::isCalledOnce(const LambdaExpr *L) const {
  if (L->capture_size() != 0)
    return false;
  const Stmt *P = Parents.lookup(L);
  while (isa_and_nonnull<MaterializeTemporaryExpr, CastExpr>(P))
    P = Parents.lookup(P);
  auto *Call = dyn_cast_or_null<CallExpr>(P);
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  return F && F->isInStdNamespace() && F->getIdentifier() && F->getName() == "call_once";
}

bool Body::runsOnce(const Expr *Where) const {
  const Stmt *Child = Where;
  for (const Stmt *S = Parents.lookup(Child); S; Child = S, S = Parents.lookup(S)) {
    auto *If = dyn_cast<IfStmt>(S);
    if (!If || If->getThen() != Child)
      continue;
    const VarDecl *Flag = notYetVariable(If->getCond());
    if (!Flag || !Flag->hasGlobalStorage())
      continue;
    for (const Mention &M : Mentions) {
      if (M.Variable->getCanonicalDecl() != Flag->getCanonicalDecl() || !classify(M.Where).Changes)
        continue;
      for (const Stmt *P = M.Where; P; P = Parents.lookup(P))
        if (P == Child)
          return true;
    }
  }
  return false;
}

const Body *Program::body(const FunctionDecl *F) {
  const FunctionDecl *Definition = nullptr;
  if (!F->isDefined(Definition) || Definition->isDependentContext())
    return nullptr;
  auto [It, New] = Bodies.try_emplace(Definition->getCanonicalDecl());
  if (New) {
    const Stmt *Code = BodyOf ? BodyOf(Definition) : nullptr;
    if (!Code)
      Code = Definition->getBody();
    if (Code)
      It->second = std::make_unique<Body>(Ctx, Definition, Code);
  }
  return It->second.get();
}

const Body *Program::initializer(const VarDecl *V) {
  const Expr *Init = V->getAnyInitializer();
  if (!Init || Init->isValueDependent())
    return nullptr;
  auto [It, New] = Bodies.try_emplace(V->getCanonicalDecl());
  if (New)
    It->second = std::make_unique<Body>(Ctx, V, Init);
  return It->second.get();
}

static bool isTable(const VarDecl *V) {
  auto *Class = V->getType()->getAsCXXRecordDecl();
  return V->getType()->isArrayType() || (Class && Class->isInStdNamespace() &&
                                         Class->getIdentifier() && Class->getName() == "array");
}

/// As in `const char *names[] = {"a", "b"};`, where the second const is often forgotten.
static bool isListOfConstants(const VarDecl *V) {
  QualType Element = V->getType()->getBaseElementTypeUnsafe()->getCanonicalTypeInternal();
  return V->getAnyInitializer() && Element->isPointerType() &&
         Element->getPointeeType().isConstQualified();
}

/// Whether what changes V is a function that fills tables when a program starts: it returns
/// nothing, and has no arguments or is called init.
static bool fillsTable(const Body &B, const VarDecl *V) {
  const FunctionDecl *F = B.Function;
  if (!isTable(V) || V->isStaticLocal() || !F || !F->getReturnType()->isVoidType())
    return false;
  auto *Method = dyn_cast<CXXMethodDecl>(F);
  if (Method && !Method->isStatic())
    return false;
  return !F->getNumParams() ||
         (F->getIdentifier() && F->getName().take_front(4).equals_insensitive("init"));
}

void Program::note(const Body &B) {
  for (const Body::Mention &M : B.Mentions) {
    const VarDecl *V = M.Variable->getCanonicalDecl();
    if (Changed.contains(V) || !B.classify(M.Where).Changes || B.runsOnce(M.Where))
      continue;
    (fillsTable(B, M.Variable) ? Filled : Changed).insert(V);
  }
  for (const FunctionDecl *F : B.Nested)
    noteFunction(F);
}

void Program::noteFunction(const FunctionDecl *F) {
  const FunctionDecl *Definition = nullptr;
  if (F->isDefined(Definition) && Noted.insert(Definition).second)
    if (const Body *B = body(Definition))
      note(*B);
}

void Program::eachBody(const DeclContext *DC, llvm::function_ref<void(const Body &)> Each) {
  const SourceManager &SM = Ctx.getSourceManager();
  auto One = [&](const Body *B) {
    if (B)
      Each(*B);
  };
  for (const Decl *D : DC->decls()) {
    // What has internal linkage in the user's files is unknown to the system's.
    if (SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
      continue;
    if (auto *F = dyn_cast<FunctionDecl>(D)) {
      if (F->doesThisDeclarationHaveABody())
        One(body(F));
    } else if (auto *V = dyn_cast<VarDecl>(D)) {
      One(initializer(V));
    } else if (auto *T = dyn_cast<FunctionTemplateDecl>(D)) {
      if (T->isCanonicalDecl())
        for (const FunctionDecl *F : T->specializations())
          One(body(F));
    } else if (auto *T = dyn_cast<ClassTemplateDecl>(D)) {
      if (T->isCanonicalDecl())
        for (const ClassTemplateSpecializationDecl *C : T->specializations())
          eachBody(C, Each);
    } else if (auto *Friend = dyn_cast<FriendDecl>(D)) {
      if (auto *F = dyn_cast_or_null<FunctionDecl>(Friend->getFriendDecl());
          F && F->doesThisDeclarationHaveABody())
        One(body(F));
    } else if (auto *Inner = dyn_cast<DeclContext>(D)) {
      eachBody(Inner, Each);
    }
  }
}

void Program::eachBody(llvm::function_ref<void(const Body &)> Each) {
  eachBody(Ctx.getTranslationUnitDecl(), Each);
}

/// The outermost function that a static local can be seen in.
static const FunctionDecl *enclosingFunction(const VarDecl *V) {
  const FunctionDecl *Found = nullptr;
  for (const DeclContext *DC = V->getDeclContext(); DC && !DC->isFileContext();
       DC = DC->getParent())
    if (auto *F = dyn_cast<FunctionDecl>(DC))
      Found = F;
  return Found;
}

/// Whether the arguments or the object of a call are in the initial value of V: a static local
/// keeps those of the first call.
bool Program::isOfFirstCall(const VarDecl *V, llvm::SmallPtrSetImpl<const VarDecl *> &Seen) {
  const Body *B = Seen.insert(V).second ? initializer(V) : nullptr;
  if (!B)
    return false;
  bool Found = !B->This.empty();
  B->eachLocal([&](const VarDecl *Local, ArrayRef<const Expr *>) {
    Found |= isa<ParmVarDecl>(Local) || isOfFirstCall(Local, Seen);
  });
  return Found;
}

bool Program::changes(const VarDecl *V) {
  QualType T = V->getType();
  if (V->isConstexpr() || isStateless(T))
    return false;
  llvm::SmallPtrSet<const VarDecl *, 8> Seen;
  if (V->isStaticLocal() && isOfFirstCall(V, Seen))
    return true;
  // Of the linker: __start_section, _binary_file_end.
  if (StringRef Name = V->getIdentifier() ? V->getName() : "";
      Name.starts_with("__") || Name.starts_with("_binary_"))
    return false;
  if (T->isReferenceType()) {
    if (T->getPointeeType().isConstQualified())
      return false;
  } else {
    QualType Element = Ctx.getBaseElementType(T);
    if (Element.isConstQualified() && !Element.isVolatileQualified())
      return false;
  }
  if (T.isVolatileQualified())
    return true;
  if (V->isStaticLocal()) {
    if (const FunctionDecl *F = enclosingFunction(V))
      noteFunction(F);
    return Changed.contains(V->getCanonicalDecl());
  }
  // What other files see they may change, unless it is a table that this one fills.
  bool Elsewhere = V->isExternallyVisible();
  if (Elsewhere && !isTable(V))
    return true;
  if (!AllNoted) {
    AllNoted = true;
    eachBody([&](const Body &B) {
      if (!B.Function || Noted.insert(B.Function).second)
        note(B);
    });
  }
  if (Elsewhere && !Filled.contains(V->getCanonicalDecl()) && !isListOfConstants(V))
    return true;
  return Changed.contains(V->getCanonicalDecl());
}

} // namespace stcache::state
