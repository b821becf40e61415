// Mutations of declarations and types.

#include "Source.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/TypeLoc.h"

using namespace clang;

namespace mutate {

namespace {

class DeclMutator : public RecursiveASTVisitor<DeclMutator> {
public:
  explicit DeclMutator(Source &S) : S(S) {}

  bool VisitBuiltinTypeLoc(BuiltinTypeLoc T) {
    auto E = S.extent(T.getLocalSourceRange());
    if (!E)
      return true;
    StringRef Old = S.text(*E);
    static const char *const Other[][2] = {
        {"int", "long"},         {"int", "unsigned"},  {"int", "short"},
        {"long", "int"},         {"unsigned", "int"},  {"unsigned", "unsigned long"},
        {"float", "double"},     {"double", "float"},  {"double", "long double"},
        {"bool", "int"},         {"bool", "char"},     {"char", "unsigned char"},
        {"char", "int"},         {"short", "int"},     {"unsigned char", "signed char"},
        {"unsigned int", "int"}, {"long long", "int"}, {"unsigned long", "unsigned"},
        {"void", "int"}};
    for (auto &Pair : Other)
      if (Old == Pair[0])
        S.replace("builtin-type", *E, Pair[1]);
    return true;
  }

  bool VisitTypedefTypeLoc(TypedefTypeLoc T) {
    auto E = S.token(T.getNameLoc());
    if (!E)
      return true;
    StringRef Old = S.text(*E);
    static const char *const Other[][2] = {
        {"uint64_t", "uint32_t"}, {"uint32_t", "uint64_t"},  {"uint32_t", "int32_t"},
        {"int64_t", "int32_t"},   {"int64_t", "uint64_t"},   {"size_t", "ptrdiff_t"},
        {"int32_t", "int64_t"},   {"uint8_t", "int8_t"},     {"uint16_t", "uint32_t"},
        {"string", "wstring"},    {"string", "string_view"}, {"string_view", "string"}};
    for (auto &Pair : Other)
      if (Old == Pair[0])
        S.replace("typedef-type", *E, Pair[1]);
    return true;
  }

  bool VisitConstantArrayTypeLoc(ConstantArrayTypeLoc T) {
    if (!T.getSizeExpr())
      return true;
    if (auto E = S.extent(T.getSizeExpr()->getSourceRange()))
      S.wrap("array-size", *E, "(", ") + 1");
    return true;
  }

  bool VisitVarDecl(VarDecl *V) {
    auto E = S.extent(V->getSourceRange());
    if (!E)
      return true;
    if (isa<ParmVarDecl>(V)) {
      if (V->hasInit() || cast<ParmVarDecl>(V)->hasUninstantiatedDefaultArg()) {
        auto R = S.extent(cast<ParmVarDecl>(V)->getDefaultArgRange());
        if (R)
          S.replace("default-argument", *R, "{}");
      }
      parameter(V);
      return true;
    }
    if (V->isLocalVarDecl()) {
      if (!V->isStaticLocal())
        S.add("static-local", {{E->Begin, E->Begin, "static "}}, E->Begin);
      else if (S.text(*E).starts_with("static "))
        S.add("static-local", {{E->Begin, E->Begin + 7, ""}}, E->Begin);
      S.add("volatile", {{E->Begin, E->Begin, "volatile "}}, E->Begin);
      if (S.Ctx.getLangOpts().CPlusPlus)
        S.add("alignas", {{E->Begin, E->Begin, "alignas(32) "}}, E->Begin);
    } else if (!V->isStaticDataMember()) {
      S.add("thread-local",
            {{E->Begin, E->Begin,
              S.Ctx.getLangOpts().CPlusPlus ? "thread_local " : "_Thread_local "}},
            E->Begin);
      S.add("volatile", {{E->Begin, E->Begin, "volatile "}}, E->Begin);
    }
    if (V->hasInit() && V->getInitStyle() == VarDecl::CInit && !V->isCXXForRangeDecl())
      if (auto I = S.extent(V->getInit()->getSourceRange())) {
        S.replace("initialiser", *I, "{}");
        if (V->getType()->isArithmeticType())
          S.wrap("initialiser", *I, "(", ") + 1");
      }
    return true;
  }

  bool VisitFieldDecl(FieldDecl *F) {
    if (const Expr *Init = F->getInClassInitializer())
      if (auto E = S.extent(Init->getSourceRange())) {
        S.replace("member-initialiser", *E, "{}");
        if (F->getType()->isArithmeticType() && !isa<InitListExpr>(Init))
          S.wrap("member-initialiser", *E, "(", ") + 1");
      }
    if (F->isBitField())
      if (auto E = S.extent(F->getBitWidth()->getSourceRange())) {
        S.wrap("bit-width", *E, "(", ") + 1");
        S.wrap("bit-width", *E, "(", ") - 1");
      }
    if (auto E = S.extent(F->getSourceRange()); E && !F->getParent()->isLambda()) {
      if (S.Ctx.getLangOpts().CPlusPlus)
        S.add("alignas", {{E->Begin, E->Begin, "alignas(32) "}}, E->Begin);
      S.add("field-inserted", {{E->Begin, E->Begin, "int mutate_field; "}}, E->Begin);
    }
    return true;
  }

  bool VisitEnumConstantDecl(EnumConstantDecl *C) {
    auto E = S.extent(C->getSourceRange());
    if (!E)
      return true;
    if (C->getInitExpr())
      S.add("enumerator", {{E->End, E->End, " + 1"}}, E->Begin);
    else
      S.add("enumerator", {{E->End, E->End, " = 77"}}, E->Begin);
    return true;
  }

  bool VisitEnumDecl(EnumDecl *D) {
    if (auto E = S.braces(D))
      if (D->isScoped())
        S.add("enumerator", {{E->Begin + 1, E->Begin + 1, "mutate_first, "}}, E->Begin);
    return true;
  }

  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    auto Braces = S.braces(R);
    if (!Braces)
      return true;
    std::optional<Extent> Last;
    for (const CXXBaseSpecifier &B : R->bases()) {
      auto E = S.extent(B.getSourceRange());
      if (E && Last)
        S.swap("bases-swapped", *Last, *E);
      if (E && !B.isVirtual())
        S.add("virtual-base", {{E->Begin, E->Begin, "virtual "}}, E->Begin);
      Last = E;
    }
    std::optional<Extent> LastField;
    for (const FieldDecl *F : R->fields()) {
      auto E = S.withSemicolon(F->getSourceRange());
      if (E && F->getInClassInitializer()) {
        E = S.extent(F->getSourceRange());
        auto *Semi = E ? S.tokenFrom(E->End) : nullptr;
        E = Semi && S.text(Semi->At) == ";" ? std::optional(Extent{E->Begin, Semi->At.End})
                                            : std::nullopt;
      }
      if (E && LastField)
        S.swap("fields-swapped", *LastField, *E);
      LastField = E;
    }
    if (!R->hasUserDeclaredDestructor() && R->getIdentifier() && !R->isUnion())
      S.add("destructor-added",
            {{Braces->End - 1, Braces->End - 1,
              " public: ~" + R->getName().str() + "() {" + Effect + "} "}},
            Braces->Begin);
    if (!R->getIdentifier() || R->isUnion())
      return true;
    S.add("virtual-added",
          {{Braces->Begin + 1, Braces->Begin + 1, " virtual void mutate_virtual() {} "}},
          Braces->Begin, Edit::Slots);
    if (!R->getDescribedClassTemplate() && !R->isTemplated())
      S.add("copy-added",
            {{Braces->End - 1, Braces->End - 1,
              " public: " + R->getName().str() + "(const " + R->getName().str() + " &) {" + Effect +
                  "} "}},
            Braces->Begin);
    return true;
  }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isImplicit())
      return true;
    auto E = S.extent(F->getSourceRange());
    if (!E || F->isDefaulted() || F->isDeleted())
      return true;
    if (auto *M = dyn_cast<CXXMethodDecl>(F))
      method(M, *E);
    FunctionTypeLoc T = F->getFunctionTypeLoc();
    if (T && F->isThisDeclarationADefinition()) {
      auto R = S.token(T.getRParenLoc());
      auto *Proto = F->getType()->getAs<FunctionProtoType>();
      if (R && Proto && Proto->getExceptionSpecType() == EST_None &&
          S.Ctx.getLangOpts().CPlusPlus && !F->getType()->getAs<FunctionProtoType>()->isConst())
        S.add("noexcept", {{R->End, R->End, " noexcept"}}, E->Begin);
      if (Proto && Proto->getExceptionSpecType() == EST_BasicNoexcept)
        if (auto N = S.extent(T.getExceptionSpecRange()))
          S.replace("noexcept", *N, " ");
    }
    if (F->isConstexprSpecified() && S.text(*E).starts_with("constexpr "))
      S.add("constexpr-removed", {{E->Begin, E->Begin + 10, ""}}, E->Begin);
    // A function that takes everything is the better match wherever something is converted.
    if (F->getDeclContext()->isFileContext() && F->getIdentifier() && !F->isTemplated() &&
        F->getNumParams() > 0 && F->isThisDeclarationADefinition() && !F->isMain() &&
        S.Ctx.getLangOpts().CPlusPlus20) {
      std::string Overload = "static decltype(auto) " + F->getName().str() + "(";
      for (unsigned I = 0; I < F->getNumParams(); ++I)
        Overload += std::string(I ? ", " : "") + "auto &&";
      Overload += ") { throw 1; return ";
      Overload += F->getReturnType()->isVoidType() ? "" : "42";
      S.add("overload-added", {{E->Begin, E->Begin, Overload + "; }\n"}}, E->Begin);
      S.add("overload-added", {{E->End, E->End, "\n" + Overload + "; }\n"}}, E->Begin);
    }
    return true;
  }

  bool VisitCXXConstructorDecl(CXXConstructorDecl *C) {
    if (!C->isThisDeclarationADefinition())
      return true;
    std::vector<Extent> Written;
    for (const CXXCtorInitializer *I : C->inits())
      if (I->isWritten())
        if (auto E = S.extent(I->getSourceRange()))
          Written.push_back(*E);
    llvm::sort(Written, [](Extent A, Extent B) { return A.Begin < B.Begin; });
    for (size_t I = 1; I < Written.size(); ++I)
      S.add("initialiser-deleted", {{Written[I - 1].End, Written[I].End, ""}}, Written[I].Begin);
    return true;
  }

  bool VisitUsingDecl(UsingDecl *U) { return erase("using-deleted", U->getSourceRange()); }
  bool VisitUsingDirectiveDecl(UsingDirectiveDecl *U) {
    return erase("using-deleted", U->getSourceRange());
  }
  bool VisitClassTemplateSpecializationDecl(ClassTemplateSpecializationDecl *D) {
    if (D->isExplicitSpecialization())
      erase("specialisation-deleted", D->getSourceRange());
    return true;
  }

private:
  bool erase(const char *Kind, SourceRange R) {
    if (auto E = S.withSemicolon(R))
      S.replace(Kind, *E, ";");
    return true;
  }

  void parameter(const VarDecl *V) {
    auto Name = S.token(V->getLocation());
    if (!Name || !V->getIdentifier())
      return;
    if (V->getType()->isReferenceType()) {
      for (unsigned At = Name->Begin; At-- > Name->Begin - 3;)
        if (S.Text[At] == '&' && S.Text[At - 1] != '&') {
          S.add("parameter-passing", {{At, At + 1, " "}}, At);
          break;
        }
    } else if (S.Ctx.getLangOpts().CPlusPlus)
      S.add("parameter-passing", {{Name->Begin, Name->Begin, "&"}}, Name->Begin);
  }

  void method(const CXXMethodDecl *M, Extent E) {
    StringRef Text = S.text(E);
    // It is the class that changes: the layout of its objects.
    unsigned Class = S.offset(M->getParent()->getLocation()).value_or(E.Begin);
    if (Text.starts_with("virtual "))
      S.add("virtual-removed", {{E.Begin, E.Begin + 8, ""}}, Class, Edit::Slots);
    else if (!M->isStatic() && !isa<CXXConstructorDecl>(M) && !M->isOutOfLine() &&
             !M->isTemplated() && !M->getParent()->isLambda() && !Text.starts_with("template") &&
             !Text.starts_with("friend"))
      S.add("virtual-added", {{E.Begin, E.Begin, "virtual "}}, Class, Edit::Slots);
    if (auto L = isa<CXXDestructorDecl>(M) && M->getBody() ? S.offset(M->getBody()->getBeginLoc())
                                                           : std::nullopt)
      S.add("destructor-body", {{*L + 1, *L + 1, Effect}}, *L);
    if (M->isConst() && M->size_overridden_methods() == 0)
      if (FunctionTypeLoc T = M->getFunctionTypeLoc())
        if (auto R = S.token(T.getRParenLoc()))
          if (S.Text.substr(R->End).starts_with(" const"))
            S.add("const-removed", {{R->End, R->End + 6, ""}}, E.Begin);
  }

  Source &S;
};

} // namespace

void collectDeclMutations(Source &S) {
  DeclMutator M(S);
  visitMain(M, S.Ctx);
  // Inside macros: numbers and operators.
  for (const Extent &D : S.Directives) {
    StringRef Line = S.text(D);
    if (!Line.drop_front().ltrim().starts_with("define"))
      continue;
    for (size_t I = 8; I < Line.size(); ++I) {
      unsigned At = D.Begin + I;
      if (isDigit(Line[I]) && !isAlphanumeric(Line[I - 1]) && Line[I - 1] != '_' &&
          Line[I - 1] != '.')
        S.add("macro", {{At, At + 1, Line[I] == '9' ? "8" : std::string(1, Line[I] + 1)}}, D.Begin);
      if (Line[I - 1] == ' ' && I + 1 < Line.size() && Line[I + 1] == ' ' &&
          (Line[I] == '+' || Line[I] == '-' || Line[I] == '*'))
        S.add("macro", {{At, At + 1, Line[I] == '+' ? "-" : "+"}}, D.Begin);
    }
  }
}

} // namespace mutate
