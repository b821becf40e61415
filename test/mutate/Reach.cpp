#include "Reach.h"
#include "clang/AST/Mangle.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace mutate {

/// Finds the units: what is declared outside of functions.
class UnitFinder : public RecursiveASTVisitor<UnitFinder> {
public:
  UnitFinder(Source &S, std::vector<std::pair<Extent, std::string>> &Out) : S(S), Out(Out) {}

  bool TraverseStmt(Stmt *) { return true; }
  bool VisitNamedDecl(NamedDecl *D) {
    if (!isa<FunctionDecl, VarDecl, TagDecl, TypedefNameDecl, ConceptDecl, FunctionTemplateDecl,
             ClassTemplateDecl, VarTemplateDecl, TypeAliasTemplateDecl>(D) ||
        isa<ParmVarDecl>(D) || D->isImplicit() || D->getParentFunctionOrMethod())
      return true;
    // A macro may be all or a part of it: `INLINE int f() {}`, `DEFINE(f)`.
    SourceLocation Begin = S.SM.getExpansionLoc(D->getBeginLoc());
    if (auto E = S.extent({Begin, S.SM.getExpansionRange(D->getEndLoc()).getEnd()}))
      Out.push_back({*E, name(D)});
    return true;
  }

  static std::string name(const NamedDecl *D) {
    if (isa<CXXConstructorDecl, CXXDestructorDecl, CXXConversionDecl>(D))
      return cast<CXXMethodDecl>(D)->getParent()->getNameAsString();
    return D->getNameAsString();
  }

private:
  Source &S;
  std::vector<std::pair<Extent, std::string>> &Out;
};

/// What is referred to, implicitly too, instantiations included.
class ReachCollector : public RecursiveASTVisitor<ReachCollector> {
public:
  ReachCollector(Source &S, Reach &R) : S(S), R(R), Names(S.Ctx) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }

  bool TraverseDecl(Decl *D) {
    if (!D)
      return true;
    int Saved = Current;
    if (int U = unitOf(D); U >= 0 && Library == nullptr)
      Current = U;
    bool Result = RecursiveASTVisitor::TraverseDecl(D);
    Current = Saved;
    return Result;
  }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isThisDeclarationADefinition() && !F->isDependentContext() && Current >= 0 && !Library)
      R.UnitOf[Names.getName(F)] = Current;
    if (auto *M = dyn_cast<CXXMethodDecl>(F))
      for (const CXXMethodDecl *Base : M->overridden_methods())
        edge(unitOf(Base), unitOf(M));
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *C) {
    if (C->isThisDeclarationADefinition() && !C->isDependentType())
      for (const CXXMethodDecl *M : C->methods())
        if (isa<CXXDestructorDecl, CXXConstructorDecl>(M) || M->isVirtual() ||
            M->isOverloadedOperator())
          edge(unitOf(C), unitOf(M));
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *E) { return use(E->getDecl()); }
  bool VisitMemberExpr(MemberExpr *E) { return use(E->getMemberDecl()); }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) { return use(E->getConstructor()); }
  bool VisitCXXNewExpr(CXXNewExpr *E) { return use(E->getOperatorNew()); }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *E) { return use(E->getOperatorDelete()); }
  bool VisitCXXInheritedCtorInitExpr(CXXInheritedCtorInitExpr *E) {
    return use(E->getConstructor());
  }
  bool VisitExpr(Expr *E) { return type(E->getType()); }
  bool VisitValueDecl(ValueDecl *D) { return type(D->getType()); }
  bool VisitTypedefNameDecl(TypedefNameDecl *D) { return type(D->getUnderlyingType()); }
  bool VisitTypeLoc(TypeLoc T) { return type(T.getType()); }

  /// Functions of libraries may call back; each is looked at once, for whoever uses it.
  void finish() {
    for (size_t I = 0; I < LibraryUses.size(); ++I) {
      auto [User, F] = LibraryUses[I];
      const FunctionDecl *Definition = nullptr;
      if (!F->isDefined(Definition) || Definition->isDependentContext())
        continue;
      Current = User;
      Library = F;
      TraverseStmt(Definition->getBody());
      if (auto *C = dyn_cast<CXXConstructorDecl>(Definition))
        for (const CXXCtorInitializer *Init : C->inits())
          TraverseStmt(Init->getInit());
      Library = nullptr;
    }
    // What an instantiation has in its arguments cannot be told from its place.
    std::map<std::string, std::vector<int>> ByName;
    for (size_t I = 0; I < R.Units.size(); ++I)
      ByName[R.Units[I].Name].push_back(I);
    auto Scan = [&](Extent At, StringRef Text) {
      int U = R.unitAt(At.Begin);
      if (U < 0)
        return;
      if (auto It = ByName.find(Text.str()); It != ByName.end())
        for (int To : It->second)
          edge(U, To);
    };
    for (const RawToken &T : S.Tokens)
      if (T.Identifier)
        Scan(T.At, S.text(T.At));
    for (const Extent &D : S.Directives) {
      StringRef Line = S.text(D);
      for (size_t I = 0; I < Line.size();) {
        size_t N = Line.drop_front(I)
                       .take_while([](char C) { return isAlphanumeric(C) || C == '_'; })
                       .size();
        if (N)
          Scan(D, Line.substr(I, N));
        I += N + 1;
      }
    }
  }

private:
  int unitOf(const Decl *D) {
    auto At = S.offset(S.SM.getExpansionLoc(D->getLocation()));
    return At ? R.unitAt(*At) : -1;
  }
  void edge(int From, int To) {
    if (From >= 0 && To >= 0 && From != To)
      R.Units[From].Refs.insert(To);
  }
  bool use(const Decl *D) {
    if (!D)
      return true;
    if (int U = unitOf(D); U >= 0) {
      for (const Decl *R : D->redecls())
        edge(Current, unitOf(R));
      // Reached through a template, an instantiation may stand for what it was made with.
    } else if (auto *F = dyn_cast<FunctionDecl>(D)) {
      if (Current >= 0 && F->isTemplateInstantiation() &&
          Seen.insert({Current, F->getCanonicalDecl()}).second)
        LibraryUses.push_back({Current, F->getCanonicalDecl()});
    }
    if (auto *F = dyn_cast<FunctionDecl>(D))
      if (const TemplateArgumentList *Args = F->getTemplateSpecializationArgs())
        arguments(Args->asArray());
    return true;
  }
  void arguments(ArrayRef<TemplateArgument> Args) {
    for (const TemplateArgument &A : Args) {
      if (A.getKind() == TemplateArgument::Type)
        type(A.getAsType());
      else if (A.getKind() == TemplateArgument::Declaration)
        use(A.getAsDecl());
      else if (A.getKind() == TemplateArgument::Pack)
        arguments(A.pack_elements());
    }
  }
  bool type(QualType Q) {
    if (Q.isNull() || Current < 0 || !Types.insert({Current, Q.getCanonicalType()}).second)
      return true;
    const Type *T = Q.getCanonicalType().getTypePtr();
    if (T->isPointerType() || T->isReferenceType())
      return type(T->getPointeeType());
    if (auto *A = T->getAsArrayTypeUnsafe())
      return type(A->getElementType());
    if (auto *F = T->getAs<FunctionProtoType>()) {
      type(F->getReturnType());
      for (QualType P : F->param_types())
        type(P);
      return true;
    }
    if (const TagDecl *Tag = T->getAsTagDecl()) {
      edge(Current, unitOf(Tag));
      if (auto *C = dyn_cast<ClassTemplateSpecializationDecl>(Tag)) {
        arguments(C->getTemplateArgs().asArray());
        // Members of library classes hold the user's.
        if (C->hasDefinition() && unitOf(C) < 0) {
          for (const FieldDecl *F : C->getDefinition()->fields())
            type(F->getType());
          for (const CXXBaseSpecifier &B : C->getDefinition()->bases())
            type(B.getType());
          if (const CXXDestructorDecl *D = C->getDestructor())
            use(D);
        }
      }
    }
    return true;
  }

  Source &S;
  Reach &R;
  ASTNameGenerator Names;
  int Current = -1;
  const FunctionDecl *Library = nullptr;
  std::set<std::pair<int, const FunctionDecl *>> Seen;
  std::set<std::pair<int, QualType>,
           bool (*)(const std::pair<int, QualType> &, const std::pair<int, QualType> &)>
      Types{[](const std::pair<int, QualType> &A, const std::pair<int, QualType> &B) {
        return std::pair(A.first, A.second.getAsOpaquePtr()) <
               std::pair(B.first, B.second.getAsOpaquePtr());
      }};
  std::vector<std::pair<int, const FunctionDecl *>> LibraryUses;
};

Reach::Reach(Source &S) {
  std::vector<std::pair<Extent, std::string>> Found;
  UnitFinder F(S, Found);
  visitMain(F, S.Ctx);
  for (const Extent &D : S.Directives) {
    StringRef Line = S.text(D).drop_front().ltrim();
    if (Line.consume_front("define"))
      Found.push_back(
          {D, Line.ltrim().take_while([](char C) { return isAlphanumeric(C) || C == '_'; }).str()});
  }
  llvm::sort(Found, [](const auto &A, const auto &B) {
    return std::tuple(A.first.Begin, ~A.first.End, StringRef(A.second)) <
           std::tuple(B.first.Begin, ~B.first.End, StringRef(B.second));
  });
  for (auto &[At, Name] : Found) {
    // A template and its pattern are one.
    if (!Units.empty() && Units.back().At.End == At.End && Units.back().Name == Name)
      continue;
    // Of what one macro declares, the last stands for all.
    if (!Units.empty() && Units.back().At.Begin == At.Begin && Units.back().At.End == At.End)
      Units.back().Refs.insert(Units.size());
    Units.push_back({At, Name, {}});
  }
  ReachCollector C(S, *this);
  visitMain(C, S.Ctx);
  C.finish();
  std::vector<int> Roots;
  for (const auto &[Name, U] : UnitOf)
    Roots.push_back(U);
  Live = closure(std::move(Roots));
}

int Reach::unitAt(unsigned Offset) const {
  auto It = llvm::upper_bound(Units, Offset,
                              [](unsigned Offset, const Unit &U) { return Offset < U.At.Begin; });
  while (It != Units.begin())
    if ((--It)->At.contains(Offset))
      return It - Units.begin();
  return -1;
}

bool Reach::reaches(const std::string &Mangled, unsigned Where) const {
  int Target = unitAt(Where);
  auto It = UnitOf.find(Mangled);
  if (Target < 0 || It == UnitOf.end())
    return true;
  std::set<int> &Closure = Closures[It->second];
  if (Closure.empty())
    Closure = closure({It->second});
  return Closure.count(Target);
}

bool Reach::live(unsigned Where) const {
  int U = unitAt(Where);
  return U < 0 || Live.count(U);
}

std::set<int> Reach::closure(std::vector<int> Work) const {
  std::set<int> Result;
  while (!Work.empty()) {
    int U = Work.back();
    Work.pop_back();
    if (Result.insert(U).second)
      Work.insert(Work.end(), Units[U].Refs.begin(), Units[U].Refs.end());
  }
  return Result;
}

} // namespace mutate
