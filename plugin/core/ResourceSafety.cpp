// Types, locks and library functions, for ResourceUse.h.

#include "ResourceSafety.h"

#include "StateCall.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace stcache::state {

static StringRef nameOf(const NamedDecl *D) { return D && D->getIdentifier() ? D->getName() : ""; }

static bool isOneOf(StringRef Name, std::initializer_list<StringRef> Names) {
  return llvm::is_contained(Names, Name);
}

/// By the name, so that those of Abseil, Boost, Folly, Qt and TBB are known, too.
static bool isMutex(QualType T) {
  T = T.getNonReferenceType();
  if (auto *Typedef = T->getAs<TypedefType>())
    if (StringRef Name = Typedef->getDecl()->getName();
        isOneOf(Name, {"pthread_mutex_t", "pthread_rwlock_t", "pthread_spinlock_t", "mtx_t"}))
      return true;
  auto *R = T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (!R)
    return false;
  std::string Name = nameOf(R).lower();
  return llvm::any_of(std::initializer_list<StringRef>{"mutex", "spinlock", "readwritelock"},
                      [&](StringRef Part) { return StringRef(Name).ends_with(Part); });
}

static bool holdsMutex(const CXXRecordDecl *R) {
  R = R->getDefinition();
  return R &&
         (llvm::any_of(R->fields(), [](const FieldDecl *F) { return isMutex(F->getType()); }) ||
          llvm::any_of(R->bases(), [](const CXXBaseSpecifier &B) {
            const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
            return Base && (isMutex(B.getType()) || holdsMutex(Base));
          }));
}

SafeTypes::SafeTypes(const ASTContext &Ctx, ArrayRef<std::string> Names) : Ctx(Ctx) {
  for (const std::string &Name : Names)
    if (llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Name))
      Patterns.push_back(std::move(*Pattern));
    else
      llvm::consumeError(Pattern.takeError());
}

/// st::is_handle<T>
bool SafeTypes::isDeclaredHandle(QualType T) const {
  auto Lookup = [&](const DeclContext *DC, StringRef Name) {
    return DC->lookup(&Ctx.Idents.get(Name));
  };
  for (NamedDecl *D : Lookup(Ctx.getTranslationUnitDecl(), "st"))
    if (auto *Namespace = dyn_cast<NamespaceDecl>(D))
      for (NamedDecl *Member : Lookup(Namespace, "is_handle"))
        if (auto *Template = dyn_cast<VarTemplateDecl>(Member))
          for (const VarTemplateSpecializationDecl *Spec : Template->specializations()) {
            const TemplateArgumentList &Args = Spec->getTemplateArgs();
            const Expr *Init = Spec->getAnyInitializer();
            bool Value = false;
            if (Args.size() == 1 && Args[0].getKind() == TemplateArgument::Type &&
                Ctx.hasSameUnqualifiedType(Args[0].getAsType(), T) && Init &&
                Init->EvaluateAsBooleanCondition(Value, Ctx) && Value)
              return true;
          }
  return false;
}

bool SafeTypes::contains(QualType T) const {
  T = Ctx.getBaseElementType(T.getNonReferenceType());
  if (T->isAtomicType() || isMutex(T) || (isStateless(T) && !isOutputStream(T)))
    return true;
  auto *R = T->getAsRecordDecl();
  if (!R)
    return false;
  if (T->isIncompleteType())
    return true; // a C library's own
  StringRef Name = nameOf(R);
  if (Name == "_IO_FILE" || Name == "__sFILE") // locks for each call
    return true;
  if (R->isInStdNamespace() && (Name == "atomic" || Name == "atomic_ref"))
    return true;
  if (auto *C = dyn_cast<CXXRecordDecl>(R); C && holdsMutex(C))
    return true;
  std::string Qualified = R->getQualifiedNameAsString();
  return llvm::any_of(Patterns, [&](const llvm::GlobPattern &P) { return P.match(Qualified); }) ||
         isDeclaredHandle(T);
}

/// A variable whose life is that of a lock.
static bool isLock(const VarDecl *V) {
  auto *R = V->getType()->getAsCXXRecordDecl();
  if (!R)
    return false;
  bool Known = R->hasAttr<ScopedLockableAttr>() ||
               isOneOf(nameOf(R), {"lock_guard", "scoped_lock", "unique_lock", "shared_lock",
                                   "MutexLock", "ReaderMutexLock", "WriterMutexLock",
                                   "QMutexLocker", "QReadLocker", "QWriteLocker"});
  auto *Construct = Known && V->getInit()
                        ? dyn_cast<CXXConstructExpr>(V->getInit()->IgnoreImplicit()->IgnoreParens())
                        : nullptr;
  if (!Construct)
    return Known;
  // Not one that waits to be locked.
  return Construct->getNumArgs() != 0 && llvm::none_of(Construct->arguments(), [](const Expr *Arg) {
           return nameOf(Arg->getType()->getAsRecordDecl()) == "defer_lock_t";
         });
}

static bool declaresLock(const Stmt *S) {
  auto *Declares = dyn_cast_or_null<DeclStmt>(S);
  return Declares && llvm::any_of(Declares->decls(), [](const Decl *D) {
           auto *V = dyn_cast<VarDecl>(D);
           return V && isLock(V);
         });
}

/// 1 for `m.lock();` and pthread_mutex_lock(&m), -1 for the opposite.
static int locksByHand(const Stmt *S) {
  auto *E = dyn_cast<Expr>(S);
  auto *Call = E ? dyn_cast<CallExpr>(E->IgnoreImplicit()) : nullptr;
  if (!Call)
    return 0;
  StringRef Name = nameOf(Call->getDirectCallee());
  if (!isa<CXXMemberCallExpr>(Call) && !Name.consume_front("pthread_mutex_") &&
      !Name.consume_front("pthread_rwlock_") && !Name.consume_front("mtx_"))
    return 0;
  if (isOneOf(Name, {"lock", "Lock", "lock_shared", "rdlock", "wrlock"}))
    return 1;
  return isOneOf(Name, {"unlock", "Unlock", "unlock_shared"}) ? -1 : 0;
}

bool isLocked(const Body &B, const Stmt *S) {
  for (const Stmt *Child = S, *P = B.parent(S); P; Child = P, P = B.parent(P)) {
    if (auto *Block = dyn_cast<CompoundStmt>(P)) {
      int ByHand = 0;
      for (const Stmt *Before : Block->body()) {
        if (Before == Child)
          break;
        if (declaresLock(Before))
          return true;
        if (int Step = locksByHand(Before))
          ByHand = Step;
      }
      if (ByHand > 0)
        return true;
    }
    const Stmt *Init = nullptr;
    if (auto *If = dyn_cast<IfStmt>(P))
      Init = If->getInit();
    else if (auto *Switch = dyn_cast<SwitchStmt>(P))
      Init = Switch->getInit();
    else if (auto *For = dyn_cast<ForStmt>(P))
      Init = For->getInit();
    else if (auto *For = dyn_cast<CXXForRangeStmt>(P))
      Init = For->getInit();
    if (Init != Child && declaresLock(Init))
      return true;
    // std::call_once lets one thread at a time do it.
    if (auto *Call = dyn_cast<CallExpr>(P))
      if (const FunctionDecl *F = Call->getDirectCallee();
          F && F->isInStdNamespace() && nameOf(F) == "call_once")
        return true;
  }
  return false;
}

/// The library function that a call names: also one of std::ranges, which are objects.
static StringRef libraryName(const Expr *Call, const FunctionDecl *F) {
  if (auto *M = dyn_cast<CXXMethodDecl>(F)) {
    const Expr *Object = objectOf(Call);
    auto *Ref = Object ? dyn_cast<DeclRefExpr>(Object->IgnoreParenImpCasts()) : nullptr;
    return M->getOverloadedOperator() == OO_Call && Ref ? nameOf(Ref->getDecl()) : "";
  }
  return nameOf(F);
}

/// Whether the parameter takes whatever it is given, to pass it on.
static bool isForwarding(const FunctionDecl *F, unsigned Param) {
  const FunctionDecl *Pattern = F->getTemplateInstantiationPattern();
  if (!Pattern || Pattern->getNumParams() == 0)
    return false;
  const ParmVarDecl *P =
      Pattern->getParamDecl(std::min(Param, unsigned(Pattern->getNumParams()) - 1));
  QualType T = P->getType();
  if (auto *Pack = T->getAs<PackExpansionType>())
    T = Pack->getPattern();
  return T->isRValueReferenceType() && T->getPointeeType()->isTemplateTypeParmType();
}

/// Which iterator an algorithm writes to, from 0; or none.
static std::optional<unsigned> outputOf(StringRef Name, unsigned Params) {
  if (isOneOf(Name, {"copy", "copy_if", "copy_n", "copy_backward", "move", "move_backward",
                     "reverse_copy", "remove_copy", "remove_copy_if", "replace_copy",
                     "replace_copy_if", "unique_copy", "partial_sum", "adjacent_difference",
                     "inclusive_scan", "exclusive_scan"}))
    return 2;
  if (isOneOf(Name, {"merge", "set_union", "set_difference", "set_intersection"}))
    return 4;
  if (Name == "rotate_copy")
    return 3;
  return Name == "transform" ? std::optional(Params == 5 ? 3u : 2u) : std::nullopt;
}

LibraryUse libraryUse(const Expr *Call, unsigned Arg, bool Leads) {
  const FunctionDecl *F = calleeOf(Call);
  StringRef Name = libraryName(Call, F);
  bool Ranges = isa<CXXMethodDecl>(F) && !Name.empty();
  unsigned Param = Arg - (isa<CXXMethodDecl>(F) && isa<CXXOperatorCallExpr>(Call) ? 1 : 0);
  if (isOneOf(Name, {"get",
                     "forward",
                     "addressof",
                     "as_const",
                     "to_address",
                     "launder",
                     "ref",
                     "begin",
                     "end",
                     "rbegin",
                     "rend",
                     "data",
                     "next",
                     "prev",
                     "min",
                     "max",
                     "clamp",
                     "get_if",
                     "find",
                     "find_if",
                     "lower_bound",
                     "upper_bound",
                     "min_element",
                     "max_element",
                     "static_pointer_cast",
                     "dynamic_pointer_cast",
                     "const_pointer_cast",
                     "reinterpret_pointer_cast"}) ||
      (Name == "move" && F->getNumParams() == 1))
    return LibraryUse::Access;
  // What only looks.
  if (isOneOf(Name, {"tie", "size", "ssize", "empty", "cref", "cbegin", "cend"}))
    return LibraryUse::Nothing;
  bool Iterators = Leads || Ranges;
  if (Iterators && isOneOf(Name, {"sort",
                                  "stable_sort",
                                  "partial_sort",
                                  "nth_element",
                                  "reverse",
                                  "rotate",
                                  "shuffle",
                                  "random_shuffle",
                                  "fill",
                                  "fill_n",
                                  "iota",
                                  "generate",
                                  "generate_n",
                                  "unique",
                                  "remove",
                                  "remove_if",
                                  "replace",
                                  "replace_if",
                                  "make_heap",
                                  "push_heap",
                                  "pop_heap",
                                  "sort_heap",
                                  "next_permutation",
                                  "prev_permutation",
                                  "partition",
                                  "stable_partition",
                                  "inplace_merge",
                                  "swap_ranges",
                                  "iter_swap",
                                  "shift_left",
                                  "shift_right"}))
    return LibraryUse::Changes;
  if (std::optional<unsigned> Output = Iterators ? outputOf(Name, F->getNumParams()) : std::nullopt)
    // A range is one argument, and taken by reference.
    return Param == *Output - (F->getParamDecl(0)->getType()->isReferenceType() ? 1 : 0)
               ? LibraryUse::Changes
               : LibraryUse::Nothing;
  QualType T = parameterType(Call, Arg);
  if (Iterators || T.isNull() || (isForwarding(F, Param) && Name != "exchange"))
    return LibraryUse::Nothing;
  bool Moved = T->isRValueReferenceType() && !T->getPointeeType().isConstQualified();
  return isMutableReference(T) || Moved ? LibraryUse::Changes : LibraryUse::Nothing;
}

} // namespace stcache::state
