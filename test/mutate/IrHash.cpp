// What is left out: names of values, types and private symbols, metadata, order of allocas,
// attributes without meaning at -O0, and what depends on the order of emission (whether a callee
// is known not to throw).

#include "IrHash.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalAlias.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/xxhash.h"

using namespace llvm;

namespace mutate {

namespace {

/// Numbers that are hashed at the end.
class Sink {
public:
  void add(uint64_t N) { Words.push_back(N); }
  void add(StringRef S) { Words.push_back(xxh3_64bits(S)); }
  void add(const APInt &N) {
    add(N.getBitWidth());
    for (unsigned I = 0; I < N.getNumWords(); ++I)
      add(N.getRawData()[I]);
  }
  uint64_t hash() const {
    return xxh3_64bits(StringRef(reinterpret_cast<const char *>(Words.data()), Words.size() * 8));
  }

private:
  std::vector<uint64_t> Words;
};

class ModuleHasher {
public:
  ModuleHasher(const Module &M, bool Slots) : M(M), DL(M.getDataLayout()), Slots(Slots) {
    findNothrow();
    findInitializers();
  }

  IrModule run() {
    IrModule Result;
    for (const GlobalObject &G : M.global_objects())
      if (!G.isDeclaration() && isNamed(G)) {
        Refs.clear();
        Sink S;
        IrSymbol &Symbol = Result[G.getName()];
        content(S, &G);
        Symbol.Hash = S.hash();
        Symbol.IsFunction = isa<Function>(G);
        Symbol.Refs.assign(Refs.begin(), Refs.end());
      }
    return Result;
  }

private:
  static bool isNamed(const GlobalValue &G) {
    StringRef N = G.getName();
    if (G.isDeclaration())
      return true;
    bool Temporary = G.hasPrivateLinkage() || N.contains(".str") || N.starts_with("__const.") ||
                     N.starts_with("__cxx_global_") || N.starts_with("_GLOBAL_") ||
                     N.starts_with("switch.");
    // Lambdas, unnamed and local classes, static locals: numbered, or called by a local name.
    bool Local = N.contains("$_") || N.contains("Ul") || N.contains("Ut_") ||
                 N.starts_with("_ZZ") || N.starts_with("_ZNZ") || N.starts_with("_ZNKZ") ||
                 N.contains("IZ") || N.starts_with("_ZG") || N.starts_with("_ZTHZ") ||
                 (G.hasLocalLinkage() && isa<GlobalVariable>(G) && N.contains('.'));
    return !Temporary && !Local;
  }

  void findNothrow() {
    for (const Function &F : M)
      if (F.doesNotThrow())
        Nothrow.insert(&F);
    for (bool Changed = true; Changed;) {
      Changed = false;
      for (const Function &F : M) {
        if (F.isDeclaration() || Nothrow.count(&F))
          continue;
        DenseSet<const BasicBlock *> Seen;
        SmallVector<const BasicBlock *, 16> Work{&F.getEntryBlock()};
        bool Throws = false;
        while (!Work.empty() && !Throws) {
          const BasicBlock *BB = Work.pop_back_val();
          if (!Seen.insert(BB).second)
            continue;
          for (const Instruction &I : *BB)
            if (auto *C = dyn_cast<CallInst>(&I))
              Throws |= !calmCall(*C);
            else
              Throws |= isa<ResumeInst>(I);
          successors(BB->getTerminator(), Work);
        }
        if (!Throws) {
          Nothrow.insert(&F);
          Changed = true;
        }
      }
    }
  }

  bool calmCall(const CallBase &C) {
    if (C.hasFnAttr(Attribute::NoUnwind))
      return true;
    auto *F = dyn_cast<Function>(C.getCalledOperand()->stripPointerCasts());
    return F && Nothrow.count(F);
  }

  template <class V> void successors(const Instruction *T, V &Out) {
    if (auto *I = dyn_cast<InvokeInst>(T); I && calmCall(*I)) {
      Out.push_back(I->getNormalDest());
      return;
    }
    for (unsigned I = T->getNumSuccessors(); I-- > 0;)
      Out.push_back(T->getSuccessor(I));
  }

  /// Which function of the module computes the initial value of which variable.
  void findInitializers() {
    for (const Function &F : M) {
      if (!F.getName().starts_with("__cxx_global_var_init"))
        continue;
      DenseSet<const GlobalVariable *> Targets;
      auto Note = [&](const Value *V) {
        if (auto *G = dyn_cast<GlobalVariable>(V->stripInBoundsOffsets()))
          Targets.insert(G);
      };
      for (const Instruction &I : instructions(F)) {
        if (auto *St = dyn_cast<StoreInst>(&I))
          Note(St->getPointerOperand());
        else if (auto *C = dyn_cast<CallBase>(&I); C && C->arg_size() > 0) {
          bool AtExit =
              C->getCalledFunction() && C->getCalledFunction()->getName() == "__cxa_atexit";
          if (AtExit)
            Note(C->getArgOperand(1));
          else if (C->getType()->isVoidTy())
            Note(C->getArgOperand(0));
        }
      }
      if (Targets.size() == 1)
        InitializerOf[*Targets.begin()] = &F;
    }
  }

  void type(Sink &S, const Type *T) {
    S.add(T->getTypeID());
    if (auto *I = dyn_cast<IntegerType>(T))
      S.add(I->getBitWidth());
    else if (auto *A = dyn_cast<ArrayType>(T))
      S.add(A->getNumElements());
    else if (auto *V = dyn_cast<VectorType>(T))
      S.add(V->getElementCount().getKnownMinValue());
    else if (auto *St = dyn_cast<StructType>(T))
      S.add(St->getNumElements() * 2 + St->isPacked());
    for (const Type *Part : T->subtypes())
      type(S, Part);
  }

  /// A symbol where it is referred to.
  void symbol(Sink &S, const GlobalValue *G) {
    if (auto *A = dyn_cast<GlobalAlias>(G))
      if (auto *O = A->getAliaseeObject())
        G = O;
    if (isNamed(*G)) {
      S.add(G->getName());
      Refs.insert(G->getName().str());
      return;
    }
    if (!Inside.insert(G).second)
      return S.add("itself");
    content(S, G);
    Inside.erase(G);
  }

  void content(Sink &S, const GlobalValue *G) {
    if (auto *F = dyn_cast<Function>(G)) {
      Inside.insert(G);
      body(S, *F);
      Inside.erase(G);
      return;
    }
    auto *V = dyn_cast<GlobalVariable>(G);
    if (!V)
      return S.add("other");
    S.add("variable");
    S.add(V->isThreadLocal());
    S.add(V->getAlign().valueOrOne().value());
    if (V->getName().starts_with("_ZTV") || V->getName().starts_with("_ZTT") ||
        V->getName().starts_with("_ZTC"))
      return; // Who calls a virtual function counts it.
    type(S, V->getValueType());
    if (V->hasInitializer())
      constant(S, V->getInitializer());
    if (const Function *Init = InitializerOf.lookup(V)) {
      Inside.insert(V);
      body(S, *Init);
      Inside.erase(V);
    }
  }

  void constant(Sink &S, const Constant *C) {
    S.add(C->getValueID());
    if (auto *G = dyn_cast<GlobalValue>(C))
      return symbol(S, G);
    if (auto *I = dyn_cast<ConstantInt>(C))
      return S.add(I->getValue());
    if (auto *F = dyn_cast<ConstantFP>(C)) {
      type(S, F->getType());
      return S.add(F->getValueAPF().bitcastToAPInt());
    }
    type(S, C->getType());
    if (auto *D = dyn_cast<ConstantDataSequential>(C))
      return S.add(D->getRawDataValues());
    if (auto *E = dyn_cast<ConstantExpr>(C)) {
      S.add(E->getOpcode());
      if (auto *GEP = dyn_cast<GEPOperator>(E))
        return gep(S, *GEP, [&](const Value *V) { constant(S, cast<Constant>(V)); });
    }
    for (const Use &U : C->operands())
      if (auto *O = dyn_cast<Constant>(U))
        constant(S, O);
  }

  template <class Visit> void gep(Sink &S, const GEPOperator &G, Visit Operand) {
    Operand(G.getPointerOperand());
    APInt Fixed(64, 0);
    SmallMapVector<Value *, APInt, 4> Variable;
    if (G.collectOffset(DL, 64, Variable, Fixed)) {
      bool Slot = G.hasName() && G.getName().starts_with("vfn");
      S.add(Slot && !Slots ? APInt(64, 0) : Fixed);
      for (auto &[V, Scale] : Variable) {
        Operand(V);
        S.add(Scale);
      }
      return;
    }
    for (const Use &U : G.indices())
      Operand(U.get());
  }

  void parameter(Sink &S, AttributeSet A) {
    for (auto Kind : {Attribute::ByVal, Attribute::StructRet})
      if (A.hasAttribute(Kind)) {
        S.add(Kind);
        Type *T = A.getAttribute(Kind).getValueAsType();
        S.add(DL.getTypeAllocSize(T).getKnownMinValue());
      }
    for (auto Kind : {Attribute::ZExt, Attribute::SExt, Attribute::InReg, Attribute::Nest})
      if (A.hasAttribute(Kind))
        S.add(Kind);
  }

  /// Where the code that runs through to this block begins: a call that is known not to throw
  /// leaves its block in one piece.
  const BasicBlock *begin(const BasicBlock *BB) {
    while (const BasicBlock *From = BB->getUniquePredecessor()) {
      const Instruction *T = From->getTerminator();
      auto *Call = dyn_cast<InvokeInst>(T);
      if (Predecessors.lookup(BB) != 1 || (Call ? Call->getNormalDest() != BB : !isJump(T)))
        break;
      BB = From;
    }
    return BB;
  }
  static bool isJump(const Instruction *T) {
    auto *B = dyn_cast<BranchInst>(T);
    return B && B->isUnconditional();
  }

  void body(Sink &S, const Function &F);
  void instruction(Sink &S, const Instruction &I);
  void operand(Sink &S, const Value *V);
  void call(Sink &S, const CallBase &C);
  static bool isBookkeeping(const Value *V) {
    StringRef N = V->getName();
    return isa<AllocaInst>(V) && (N.starts_with("cleanup.") || N.starts_with("exn.slot") ||
                                  N.starts_with("ehselector.slot"));
  }

  const Module &M;
  const DataLayout &DL;
  const bool Slots;
  DenseSet<const Function *> Nothrow;
  DenseMap<const GlobalVariable *, const Function *> InitializerOf;
  std::set<std::string> Refs;
  DenseSet<const GlobalValue *> Inside;
  // Of the function being written: its values and blocks by first mention; which bookkeeping
  // variables are read.
  DenseMap<const Value *, unsigned> Numbers;
  DenseSet<const Value *> Read;
  DenseMap<const BasicBlock *, unsigned> Predecessors; // that can be reached
};

void ModuleHasher::operand(Sink &S, const Value *V) {
  if (auto *G = dyn_cast<GlobalValue>(V);
      G && !isNamed(*G) && isa<GlobalVariable>(G) && !cast<GlobalVariable>(G)->isConstant()) {
    // A static local: which one, and what it holds.
    S.add(Numbers.try_emplace(V, Numbers.size()).first->second);
    return symbol(S, G);
  }
  if (auto *C = dyn_cast<Constant>(V); C && !isa<BlockAddress>(V))
    return constant(S, C);
  if (auto *A = dyn_cast<InlineAsm>(V)) {
    S.add(A->getAsmString());
    S.add(A->getConstraintString());
    return S.add(A->hasSideEffects() * 2 + A->isAlignStack());
  }
  if (isa<MetadataAsValue>(V)) {
    SmallString<32> Text;
    raw_svector_ostream(Text) << *V;
    return S.add(Text);
  }
  if (auto *B = dyn_cast<BlockAddress>(V))
    V = B->getBasicBlock();
  auto [It, New] = Numbers.try_emplace(V, Numbers.size());
  S.add(It->second);
  if (auto *A = dyn_cast<AllocaInst>(V); A && New) {
    S.add("alloca");
    S.add(DL.getTypeAllocSize(A->getAllocatedType()).getKnownMinValue());
    S.add(A->getAlign().value());
  }
}

void ModuleHasher::call(Sink &S, const CallBase &C) {
  S.add("call");
  S.add(C.getCallingConv());
  type(S, C.getFunctionType());
  for (unsigned I = 0; I < C.arg_size(); ++I)
    parameter(S, C.getAttributes().getParamAttrs(I));
  parameter(S, C.getAttributes().getRetAttrs());
  operand(S, C.getCalledOperand());
  for (const Use &U : C.args())
    operand(S, U.get());
  S.add(C.getNumOperandBundles());
  if (auto *FP = dyn_cast<FPMathOperator>(&C))
    S.add(FP->getRawSubclassOptionalData());
}

void ModuleHasher::instruction(Sink &S, const Instruction &I) {
  if (auto *A = dyn_cast<AllocaInst>(&I); A && A->isStaticAlloca())
    return;
  if (auto *St = dyn_cast<StoreInst>(&I))
    if (isBookkeeping(St->getPointerOperand()) && !Read.count(St->getPointerOperand()))
      return;
  if (isJump(&I) && Predecessors.lookup(I.getSuccessor(0)) == 1)
    return; // The block continues.
  if (!I.getType()->isVoidTy())
    S.add(Numbers.try_emplace(&I, Numbers.size()).first->second);
  if (auto *C = dyn_cast<CallBase>(&I)) {
    call(S, *C);
    auto *V = dyn_cast<InvokeInst>(C);
    if (V && !calmCall(*C))
      operand(S, V->getUnwindDest());
    if (V && Predecessors.lookup(V->getNormalDest()) != 1)
      operand(S, V->getNormalDest());
    return;
  }
  S.add(I.getOpcode());
  type(S, I.getType());
  if (auto *G = dyn_cast<GetElementPtrInst>(&I))
    return gep(S, cast<GEPOperator>(*G), [&](const Value *V) { operand(S, V); });
  if (isa<BinaryOperator, CastInst, FPMathOperator>(I))
    S.add(I.getRawSubclassOptionalData());
  if (auto *C = dyn_cast<CmpInst>(&I))
    S.add(C->getPredicate());
  else if (auto *L = dyn_cast<LoadInst>(&I)) {
    S.add(L->getAlign().value() * 2 + L->isVolatile());
    S.add(uint64_t(L->getOrdering()));
  } else if (auto *St = dyn_cast<StoreInst>(&I)) {
    S.add(St->getAlign().value() * 2 + St->isVolatile());
    S.add(uint64_t(St->getOrdering()));
  } else if (auto *R = dyn_cast<AtomicRMWInst>(&I)) {
    S.add(R->getOperation());
    S.add(uint64_t(R->getOrdering()));
  } else if (auto *X = dyn_cast<AtomicCmpXchgInst>(&I)) {
    S.add(uint64_t(X->getSuccessOrdering()) * 64 + uint64_t(X->getFailureOrdering()));
    S.add(X->isWeak() * 2 + X->isVolatile());
  } else if (auto *F = dyn_cast<FenceInst>(&I))
    S.add(uint64_t(F->getOrdering()));
  else if (auto *E = dyn_cast<ExtractValueInst>(&I))
    for (unsigned N : E->indices())
      S.add(N);
  else if (auto *N = dyn_cast<InsertValueInst>(&I))
    for (unsigned K : N->indices())
      S.add(K);
  else if (auto *V = dyn_cast<ShuffleVectorInst>(&I))
    for (int K : V->getShuffleMask())
      S.add(uint64_t(K));
  else if (auto *P = dyn_cast<LandingPadInst>(&I)) {
    S.add(P->isCleanup());
    for (unsigned K = 0; K < P->getNumClauses(); ++K)
      S.add(P->isCatch(K));
  } else if (auto *Phi = dyn_cast<PHINode>(&I))
    for (const BasicBlock *From : Phi->blocks())
      operand(S, begin(From));
  for (const Use &U : I.operands())
    operand(S, U.get());
}

void ModuleHasher::body(Sink &S, const Function &F) {
  auto SavedNumbers = std::move(Numbers);
  auto SavedRead = std::move(Read);
  auto SavedPredecessors = std::move(Predecessors);
  Numbers.clear();
  Read.clear();
  Predecessors.clear();
  S.add("function");
  S.add(F.getCallingConv());
  type(S, F.getFunctionType());
  for (const Argument &A : F.args()) {
    parameter(S, F.getAttributes().getParamAttrs(A.getArgNo()));
    Numbers.try_emplace(&A, Numbers.size());
  }
  if (F.isDeclaration())
    S.add(F.getName());
  else {
    std::vector<const BasicBlock *> Order;
    DenseSet<const BasicBlock *> Seen;
    SmallVector<const BasicBlock *, 16> Work{&F.getEntryBlock()};
    while (!Work.empty()) {
      const BasicBlock *BB = Work.pop_back_val();
      if (!Seen.insert(BB).second)
        continue;
      Order.push_back(BB);
      SmallVector<const BasicBlock *, 4> Next;
      successors(BB->getTerminator(), Next);
      for (const BasicBlock *To : Next)
        ++Predecessors[To];
      Work.append(Next);
    }
    for (const BasicBlock *BB : Order)
      for (const Instruction &I : *BB)
        if (auto *L = dyn_cast<LoadInst>(&I))
          Read.insert(L->getPointerOperand());
    for (const BasicBlock *BB : Order) {
      if (Predecessors.lookup(BB) != 1)
        operand(S, BB);
      for (const Instruction &I : *BB)
        instruction(S, I);
    }
  }
  Numbers = std::move(SavedNumbers);
  Read = std::move(SavedRead);
  Predecessors = std::move(SavedPredecessors);
}

} // namespace

IrModule hashModule(const Module &M, bool Slots) { return ModuleHasher(M, Slots).run(); }

std::set<std::string> changedFunctions(const IrModule &Before, const IrModule &After) {
  // Those that reach a changed one, found backwards along both modules' references.
  StringMap<std::vector<StringRef>> Users;
  std::vector<StringRef> Work;
  for (const IrModule *M : {&Before, &After})
    for (const auto &Entry : *M)
      for (const std::string &To : Entry.second.Refs)
        Users[To].push_back(Entry.first());
  std::set<StringRef> Changed;
  for (const auto &Entry : Before)
    if (auto It = After.find(Entry.first());
        It != After.end() && It->second.Hash != Entry.second.Hash)
      Work.push_back(Entry.first());
  while (!Work.empty()) {
    StringRef Name = Work.back();
    Work.pop_back();
    if (!Changed.insert(Name).second)
      continue;
    if (auto It = Users.find(Name); It != Users.end())
      Work.insert(Work.end(), It->second.begin(), It->second.end());
  }
  std::set<std::string> Result;
  for (StringRef Name : Changed)
    if (auto It = Before.find(Name); It != Before.end() && It->second.IsFunction)
      if (After.count(Name))
        Result.insert(Name.str());
  return Result;
}

} // namespace mutate
