// Neutral edits of declarations.

#include "Source.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/TypeLoc.h"

using namespace clang;

namespace mutate {

namespace {

TypeLoc innermost(TypeLoc T) {
  for (;;) {
    T = T.getUnqualifiedLoc();
    if (auto P = T.getAs<PointerTypeLoc>())
      T = P.getPointeeLoc();
    else if (auto R = T.getAs<ReferenceTypeLoc>())
      T = R.getPointeeLoc();
    else
      return T;
  }
}

class NeutralDecl : public RecursiveASTVisitor<NeutralDecl> {
public:
  explicit NeutralDecl(Source &S) : S(S), Cxx(S.Ctx.getLangOpts().CPlusPlus) {}

  bool VisitBuiltinTypeLoc(BuiltinTypeLoc T) {
    auto E = S.extent(T.getLocalSourceRange());
    if (!E)
      return true;
    static const char *const Same[][2] = {
        {"int", "signed int"},         {"unsigned", "unsigned int"},
        {"unsigned int", "unsigned"},  {"long", "long int"},
        {"short", "short int"},        {"unsigned long", "long unsigned int"},
        {"long long", "long long int"}};
    for (auto &Pair : Same)
      if (S.text(*E) == Pair[0])
        S.replace("type-spelling", *E, Pair[1]);
    return true;
  }

  bool VisitDeclStmt(DeclStmt *D) {
    if (!D->isSingleDecl()) {
      split(D);
      return true;
    }
    auto *V = dyn_cast<VarDecl>(D->getSingleDecl());
    auto E = S.extent(D->getSourceRange());
    if (!V || !E || !V->getTypeSourceInfo() || V->isCXXForRangeDecl() || isa<DecompositionDecl>(V))
      return true;
    TypeLoc Full = V->getTypeSourceInfo()->getTypeLoc();
    TypeLoc Inner = innermost(Full);
    auto Type = S.extent(Inner.getSourceRange());
    if (Cxx)
      S.add("attribute", {{E->Begin, E->Begin, "[[maybe_unused]] "}}, E->Begin);
    if (!Type || V->getType()->isDependentType() || V->getType()->getContainedDeducedType() ||
        Inner.getAs<FunctionTypeLoc>() || Inner.getAs<ArrayTypeLoc>() ||
        Inner.getAs<ParenTypeLoc>())
      return true;
    std::string Text = S.text(*Type).str();
    if (Text.find('{') != std::string::npos)
      return true;
    std::string Alias = "mutate_" + std::to_string(Type->Begin);
    S.add("alias",
          {{E->Begin, E->Begin,
            Cxx ? "using " + Alias + " = " + Text + "; " : "typedef " + Text + " " + Alias + "; "},
           {Type->Begin, Type->End, Alias}},
          E->Begin);
    StringRef Before = S.Text.slice(E->Begin, Type->Begin);
    if (Before == "const ")
      S.add("east-const", {{E->Begin, Type->Begin, ""}, {Type->End, Type->End, " const"}},
            E->Begin);
    // auto
    const Expr *Init = V->getInit();
    if (!Cxx || !Init || V->getInitStyle() != VarDecl::CInit || V->getType()->isReferenceType())
      return true;
    const Expr *Written = Init->IgnoreImplicit();
    // A conversion that is called without being written, as of std::string to string_view.
    if (auto *Call = dyn_cast<CXXMemberCallExpr>(Written);
        Call && isa_and_nonnull<CXXConversionDecl>(Call->getMethodDecl()))
      return true;
    auto Whole = S.extent(Full.getUnqualifiedLoc().getSourceRange());
    if (isa<InitListExpr, CXXConstructExpr, StringLiteral>(Written) || !Whole ||
        !S.Ctx.hasSameUnqualifiedType(Written->getType(), V->getType()) ||
        V->getType()->isArrayType() || V->getType()->isFunctionPointerType())
      return true;
    bool Top = E->Begin == Whole->Begin || (Before == "const " && !V->getType()->isPointerType());
    if (Top)
      S.replace("auto", *Whole, "auto ");
    return true;
  }

  bool VisitParmVarDecl(ParmVarDecl *P) {
    auto E = S.extent(P->getSourceRange());
    if (E && Cxx && P->getIdentifier())
      S.add("attribute", {{E->Begin, E->Begin, "[[maybe_unused]] "}}, E->Begin);
    return true;
  }

  bool VisitEnumDecl(EnumDecl *D) {
    auto E = S.braces(D);
    if (!E || D->enumerators().empty())
      return true;
    const EnumConstantDecl *Last = nullptr;
    for (const EnumConstantDecl *C : D->enumerators())
      Last = C;
    if (auto At = S.extent(Last->getSourceRange()))
      S.add("enumerator-appended", {{At->End, At->End, ", mutate_last_" + std::to_string(At->End)}},
            E->Begin);
    return true;
  }

  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    auto Braces = S.braces(R);
    if (!Braces)
      return true;
    std::optional<Extent> LastMethod;
    const CXXMethodDecl *Previous = nullptr;
    for (const Decl *D : R->decls()) {
      if (D->isImplicit() || isa<AccessSpecDecl>(D))
        continue;
      auto E = S.withSemicolon(D->getSourceRange());
      auto *M = dyn_cast<CXXMethodDecl>(D);
      if (E && M && M->hasBody() && !M->isVirtual() && S.Text[E->End - 1] == '}' &&
          !M->isTemplated() && !isa<CXXConstructorDecl>(M) && Previous && LastMethod &&
          LastMethod->End <= E->Begin && Previous->getDeclName() != M->getDeclName() &&
          Previous->getAccess() == M->getAccess())
        S.swap("methods-reordered", *LastMethod, *E);
      if (M && E && M->hasBody() && !M->isVirtual() && S.Text[E->End - 1] == '}' &&
          !M->isTemplated() && !isa<CXXConstructorDecl>(M)) {
        LastMethod = E;
        Previous = M;
        outOfClass(R, M, *E, *Braces);
      } else
        LastMethod = std::nullopt;
      if (!E || !isa<FieldDecl, CXXMethodDecl>(D) || R->isUnion())
        continue;
      const char *Access = D->getAccess() == AS_private     ? "private: "
                           : D->getAccess() == AS_protected ? "protected: "
                                                            : "public: ";
      S.add("access", {{E->Begin, E->Begin, std::string("protected: ") + Access}}, E->Begin);
      static const char *const Members[] = {
          "typedef int mutate_member;",         "static_assert(sizeof(int) == 4, \"\");",
          "friend struct mutate_friend;",       "static int mutate_static(int, long);",
          "enum { mutate_member_enumerator };", "void mutate_method(int) const;",
          "struct mutate_nested { int x; };"};
      S.add("unrelated-member",
            {{E->Begin, E->Begin, std::string(Members[E->Begin % std::size(Members)]) + " "}},
            E->Begin);
    }
    return true;
  }

  bool VisitFunctionDecl(FunctionDecl *F) {
    auto E = S.extent(F->getSourceRange());
    if (!E || F->isImplicit() || F->isDefaulted() || F->isDeleted() ||
        !F->isThisDeclarationADefinition() || !F->getBody() || F->isTemplated())
      return true;
    auto Body = S.offset(F->getBody()->getBeginLoc());
    if (!Body || *Body <= E->Begin)
      return true;
    auto *M = dyn_cast<CXXMethodDecl>(F);
    if (M && M->getParent()->isLambda())
      return true;
    if (Cxx) {
      static const char *const Attributes[] = {"[[maybe_unused]] ", "[[gnu::noinline]] ",
                                               "[[gnu::cold]] ", "[[gnu::used]] "};
      S.add("attribute", {{E->Begin, E->Begin, Attributes[E->Begin % 4]}}, E->Begin);
      FunctionTypeLoc T = F->getFunctionTypeLoc();
      auto R = T ? S.token(T.getRParenLoc()) : std::nullopt;
      auto *Proto = F->getType()->getAs<FunctionProtoType>();
      if (R && Proto && Proto->getExceptionSpecType() == EST_None && !Proto->isConst() &&
          !isa<CXXDestructorDecl>(F))
        S.add("noexcept-false", {{R->End, R->End, " noexcept(false)"}}, E->Begin);
    }
    if (!F->getDeclContext()->isFileContext() || !F->getLexicalDeclContext()->isFileContext() ||
        M || F->isMain() || F->getLexicalDeclContext()->isExternCContext())
      return true;
    if (Cxx && !F->isInlineSpecified() && F->getStorageClass() != SC_Static && !F->isConstexpr())
      S.add("inline", {{E->Begin, E->Begin, "inline "}}, E->Begin);
    if (Cxx && F->isInlineSpecified() && S.text(*E).starts_with("inline "))
      S.add("inline", {{E->Begin, E->Begin + 7, ""}}, E->Begin);
    std::string Declaration = S.Text.slice(E->Begin, *Body).rtrim().str() + ";\n";
    S.add("forward-declaration", {{E->Begin, E->Begin, Declaration}}, E->Begin);
    if (F->getLexicalDeclContext()->isTranslationUnit())
      S.add("function-moved",
            {{E->Begin, E->End, Declaration},
             {unsigned(S.Text.size()), unsigned(S.Text.size()), "\n" + S.text(*E).str() + "\n"}},
            E->Begin);
    return true;
  }

  /// Between the declarations of a namespace.
  void context(const DeclContext *DC) {
    std::optional<Extent> Last;
    const FunctionDecl *Previous = nullptr;
    for (const Decl *D : DC->noload_decls()) {
      if (D->isFromASTFile() || D->isImplicit())
        continue;
      if (isa<NamespaceDecl, LinkageSpecDecl>(D) &&
          !(isa<LinkageSpecDecl>(D) && !cast<LinkageSpecDecl>(D)->hasBraces()))
        context(cast<DeclContext>(D));
      if (auto *T = dyn_cast<TagDecl>(D); T && T->isEmbeddedInDeclarator())
        continue;
      auto E = S.extent(D->getSourceRange());
      auto *F = dyn_cast<FunctionDecl>(D);
      // Attributes before a function are not in its extent.
      if (F &&
          (!F->hasBody() || F->hasAttrs() || F->isTemplated() || F->isTemplateInstantiation() ||
           F->getTemplateSpecializationKind() != TSK_Undeclared))
        F = nullptr;
      if (E && F && Previous && Last && independent(F, *E, Previous, *Last))
        S.swap("functions-reordered", *Last, *E);
      Previous = E ? F : nullptr;
      Last = E;
      if (!E || isa<UsingShadowDecl>(D))
        continue;
      std::string N = std::to_string(E->Begin);
      std::vector<std::string> Texts = {"struct mutate_s" + N + " { int a; double b; };\n",
                                        "enum { mutate_e" + N + " };\n",
                                        "static int mutate_f" + N + "(int x) { return x + " + N +
                                            "; }\n",
                                        "static int mutate_v" + N + " = " + N + ";\n",
                                        "typedef long mutate_t" + N + ";\n",
                                        "extern int mutate_x" + N + "(const char *, ...);\n"};
      if (Cxx) {
        Texts.push_back("struct mutate_b" + N + " { virtual ~mutate_b" + N +
                        "() {} virtual int f() { return 1; } };\n");
        Texts.push_back("template <class T> struct mutate_c" + N + " { T x; };\n");
        Texts.push_back("static_assert(sizeof(int) == 4, \"\");\n");
        Texts.push_back("namespace mutate_n" + N +
                        " { inline auto l = [](int x) { return x; }; }\n");
        Texts.push_back("inline constexpr int mutate_k" + N + " = 3;\n");
        Texts.push_back("namespace mutate_n" + N +
                        " { struct A {}; inline bool operator==(A, A) "
                        "{ return true; } }\n");
      }
      for (const std::string &Text : Texts)
        S.add("unrelated-declaration", {{E->Begin, E->Begin, Text}}, E->Begin);
    }
  }

private:
  /// That each would mean the same without the other.
  bool independent(const FunctionDecl *A, Extent AE, const FunctionDecl *B, Extent BE) {
    if (!A->getIdentifier() || !B->getIdentifier() || A->getName() == B->getName() ||
        BE.End > AE.Begin || S.text(AE).contains(B->getName()) || S.text(BE).contains(A->getName()))
      return false;
    // Nothing between them that one of them may need.
    return S.Text.slice(BE.End, AE.Begin).find('#') == StringRef::npos;
  }

  void split(DeclStmt *D) {
    auto E = S.extent(D->getSourceRange());
    if (!E)
      return;
    const VarDecl *First = nullptr;
    std::vector<Part> Parts;
    for (const Decl *Part : D->decls()) {
      auto *V = dyn_cast<VarDecl>(Part);
      auto Name = V ? S.token(V->getLocation()) : std::nullopt;
      if (!Name || !V->getTypeSourceInfo())
        return;
      if (!First) {
        First = V;
        continue;
      }
      unsigned At = Name->Begin;
      while (At > E->Begin && S.Text[At] != ',')
        --At;
      auto FirstName = S.token(First->getLocation());
      StringRef Type = S.Text.slice(E->Begin, FirstName->Begin);
      if (Type.contains('*') || Type.contains('&') || Type.contains('{') || Type.contains(','))
        return;
      Parts.push_back({At, At + 1, "; " + Type.str()});
    }
    S.add("declarations-split", std::move(Parts), E->Begin);
  }

  void outOfClass(const CXXRecordDecl *R, const CXXMethodDecl *M, Extent E, Extent Class) {
    StringRef Text = S.text(E);
    auto Body = S.offset(M->getBody()->getBeginLoc());
    bool Simple = R->getDeclContext()->isFileContext() && !R->isTemplated() &&
                  !isa<ClassTemplateSpecializationDecl>(R) && R->getIdentifier() && Body &&
                  (M->getReturnType()->isBuiltinType()) && !M->isConstexpr() &&
                  S.Text.substr(Class.End).starts_with(";") && M->getIdentifier();
    for (const ParmVarDecl *P : M->parameters())
      Simple &= !P->hasDefaultArg();
    StringRef Static;
    if (Text.consume_front("static "))
      Static = "static ";
    auto Name = S.token(M->getLocation());
    if (!Simple || !Name || Text.starts_with("friend") || Text.starts_with("[["))
      return;
    std::string Header = S.Text.slice(E.Begin, *Body).rtrim().str();
    std::string Outside = "inline " + S.Text.slice(E.Begin + Static.size(), Name->Begin).str() +
                          R->getName().str() + "::" + S.Text.slice(Name->Begin, E.End).str();
    S.add("body-moved",
          {{E.Begin, E.End, Header + ";"}, {Class.End + 1, Class.End + 1, "\n" + Outside + "\n"}},
          E.Begin);
  }

  Source &S;
  const bool Cxx;
};

} // namespace

void collectNeutralDecl(Source &S) {
  NeutralDecl N(S);
  visitMain(N, S.Ctx);
  N.context(S.Ctx.getTranslationUnitDecl());
}

} // namespace mutate
