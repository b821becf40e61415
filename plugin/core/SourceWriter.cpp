#include "SourceWriter.h"

#include "Diagnostics.h"
#include "SourceNames.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {
namespace {

/// In a function's body, the names of the function itself, which would become those of a closure.
class FunctionNames : public RecursiveASTVisitor<FunctionNames> {
public:
  struct Use {
    SourceRange Range;
    bool Pretty = false;
    bool Call = false; // __builtin_FUNCTION()
  };
  SmallVector<Use, 2> Uses;

  bool VisitPredefinedExpr(PredefinedExpr *E) {
    Uses.push_back({E->getSourceRange(), E->getIdentKind() == PredefinedIdentKind::PrettyFunction});
    return true;
  }
  bool VisitSourceLocExpr(SourceLocExpr *E) {
    if (E->getIdentKind() == SourceLocIdentKind::Function)
      Uses.push_back({E->getSourceRange(), false, true});
    return true;
  }
  // Those inside name other functions.
  bool TraverseLambdaExpr(LambdaExpr *E) {
    for (Expr *Init : E->capture_inits())
      if (!TraverseStmt(Init))
        return false;
    return true;
  }
  bool TraverseCXXRecordDecl(CXXRecordDecl *) { return true; }
};

/// The places in an option where names of namespace st need their scope, and those of the program
/// that a parameter hides.
class OptionScopes : public RecursiveASTVisitor<OptionScopes> {
public:
  OptionScopes(const SourceManager &SM, const FunctionDecl *F) : SM(SM), F(F) {}

  llvm::DenseMap<SourceLocation, std::string> Before;

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    const ValueDecl *D = E->getDecl();
    if (E->hasQualifier() || !D->getIdentifier())
      return true;
    const DeclContext *Where = D->getDeclContext()->getRedeclContext();
    if (!Where->isFileContext() && !Where->isRecord())
      return true;
    bool Hidden = llvm::any_of(F->parameters(),
                               [&](const ParmVarDecl *P) { return P->getName() == D->getName(); });
    const auto *Space = dyn_cast<NamespaceDecl>(Where);
    bool IsSt = Space && Space->getName() == "st" &&
                Space->getParent()->getRedeclContext()->isTranslationUnit();
    // As a token, and where the macro is named that it comes from.
    if (Hidden || IsSt)
      for (SourceLocation Loc : {E->getLocation(), SM.getFileLoc(E->getLocation())})
        Before[Loc] = "::" + scopeOf(D);
    return true;
  }

private:
  const SourceManager &SM;
  const FunctionDecl *F;
};

bool isObjectMember(const FunctionDecl *F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  return Method && Method->isImplicitObjectMemberFunction();
}

std::string paramName(const ParmVarDecl *P) {
  return P->getIdentifier() ? P->getName().str()
                            : "st_p" + std::to_string(P->getFunctionScopeIndex());
}

StringRef pack(const ParmVarDecl *P) { return P->isParameterPack() ? "..." : ""; }

} // namespace

bool SourceWriter::cannot(const WrittenFunction &F, StringRef Why, StringRef Remedy) {
  report(S.getDiagnostics(), F.Definition->getLocation(), Diag::CannotWriteSource)
      << F.Definition << Why << Remedy;
  return false;
}

bool SourceWriter::checkPlaces(const WrittenFunction &F) {
  SourceLocation Begin = F.Body->getBeginLoc(), End = F.Body->getEndLoc();
  for (SourceLocation Loc : {Begin, End})
    if (std::string Why = Edits.whyNot(Loc); !Why.empty())
      return cannot(F, "its body cannot be edited, because " + Why, "write the body out");
  if (F.IsTemplate && !S.getLangOpts().RTTI)
    return cannot(F,
                  "an instantiation of a template finds its fingerprint by a type's name, and "
                  "-fno-rtti is given",
                  "compile this file without -fno-rtti, or cache a function that is no template");
  return true;
}

/// Gives each parameter a name; returns the list of their types.
std::optional<std::string> SourceWriter::nameParams(const WrittenFunction &F) {
  std::string Types;
  for (const ParmVarDecl *P : F.Definition->parameters()) {
    Types += (Types.empty() ? "decltype(" : ", decltype(") + paramName(P) + ")" + pack(P).str();
    if (P->getIdentifier())
      continue;
    // An array's or a function's declarator goes on behind the name.
    QualType T = P->getTypeSourceInfo()->getType();
    if (const auto *Pack = dyn_cast<PackExpansionType>(T))
      T = Pack->getPattern();
    while (!T->getPointeeType().isNull() && !T->isDependentType())
      T = T->getPointeeType();
    SourceLocation Next = T->isArrayType() || T->isFunctionType()
                              ? SourceLocation()
                              : Edits.delimiterAfter(P->getTypeSpecEndLoc());
    if (Next.isInvalid()) {
      cannot(F, "parameter " + std::to_string(P->getFunctionScopeIndex() + 1) + " has no name",
             "give it one");
      return std::nullopt;
    }
    Edits.insertBefore(Next, " " + paramName(P));
  }
  return Types;
}

/// A type that the compiler deduces from the body cannot be asked for inside of it.
bool SourceWriter::nameResult(const WrittenFunction &F) {
  for (const FunctionDecl *D : F.Definition->redecls()) {
    FunctionTypeLoc Head = D->getFunctionTypeLoc();
    AutoTypeLoc Auto = Head ? Head.getReturnLoc().getContainedAutoTypeLoc() : AutoTypeLoc();
    if (!Auto)
      continue;
    if (F.DeducedResult.isNull())
      return F.Codes.empty() ||
             cannot(F, "its result's type is deduced, anew in each instantiation",
                    "write the type, for example 'auto f(T a) -> decltype(a + 1)'");
    std::optional<std::string> Name = nameOf(F.DeducedResult, S.Context);
    if (!Name)
      return cannot(F, "its result's type has no name outside of the function",
                    "declare the type before the function, and name it");
    Edits.replace(Auto.getNameLoc(), "::st::detail::type_is<" + *Name + ">");
    if (Auto.isDecltypeAuto())
      Edits.removeParentheses(Auto.getNameLoc(), Auto.getRParenLoc());
  }
  return true;
}

/// What the template parameter stands for that `auto` in a parameter's type makes.
static std::string inventedArgument(const FunctionDecl *F, const TemplateTypeParmDecl *Invented) {
  for (const ParmVarDecl *P : F->parameters()) {
    QualType T = P->getType();
    bool IsPack = isa<PackExpansionType>(T);
    if (IsPack)
      T = cast<PackExpansionType>(T)->getPattern();
    std::string Name = "decltype(" + paramName(P) + ")";
    auto Without = [&](StringRef What) {
      Name = ("::std::remove_" + What + "_t<" + Name + ">").str();
    };
    bool IsForwarding = T->isRValueReferenceType() && !T->getPointeeType().hasQualifiers();
    if (IsForwarding)
      Name = "::st::detail::forwarded<" + Name + ">";
    else if (T->isReferenceType())
      Without("reference");
    T = T.getNonReferenceType();
    if (T.hasQualifiers() || !P->getType()->isReferenceType())
      Without("cv");
    if (const auto *Pointer = T->getAs<PointerType>()) {
      Without("pointer");
      T = Pointer->getPointeeType();
      if (T.hasQualifiers())
        Without("cv");
    }
    if (const auto *Type = T->getAs<TemplateTypeParmType>();
        Type && Type->getDecl() && Type->getDecl()->getIndex() == Invented->getIndex() &&
        Type->getDepth() == Invented->getDepth())
      return Name + (IsPack ? "..." : "");
  }
  return "";
}

/// "<T, N, Ts...>" for a function template.
std::optional<std::string> SourceWriter::templateArguments(const WrittenFunction &F) {
  const FunctionTemplateDecl *Template = F.Definition->getDescribedFunctionTemplate();
  if (!Template) {
    const TemplateArgumentList *Given = F.Definition->getTemplateSpecializationArgs();
    if (!Given)
      return "";
    std::string Text;
    llvm::raw_string_ostream OS(Text);
    printTemplateArgumentList(OS, Given->asArray(), PrintingPolicy(S.getLangOpts()));
    OS.flush();
    return Text;
  }
  std::string List;
  for (const NamedDecl *P : *Template->getTemplateParameters()) {
    if (P->isImplicit()) {
      std::string Argument = inventedArgument(F.Definition, cast<TemplateTypeParmDecl>(P));
      if (Argument.empty()) {
        cannot(F, "the type of a parameter declared 'auto' cannot be told from the parameter",
               "write 'template <class T>' and use T");
        return std::nullopt;
      }
      List += (List.empty() ? "" : ", ") + Argument;
      continue;
    }
    const auto *Type = dyn_cast<TemplateTypeParmDecl>(P);
    const auto *Value = dyn_cast<NonTypeTemplateParmDecl>(P);
    const auto *Inner = dyn_cast<TemplateTemplateParmDecl>(P);
    if (!P->getIdentifier()) {
      if ((Type && Type->hasDefaultArgument()) || (Value && Value->hasDefaultArgument()) ||
          (Inner && Inner->hasDefaultArgument()))
        break;
      cannot(F, "a template parameter has no name", "give it one");
      return std::nullopt;
    }
    List += (List.empty() ? "" : ", ") + P->getName().str();
    if (P->isTemplateParameterPack()) {
      List += "...";
      break;
    }
  }
  return "<" + List + ">";
}

/// "<R>" where a template shares the function's name: nothing is deduced from its address then.
std::optional<std::string> SourceWriter::overloadedResult(const WrittenFunction &F) {
  const FunctionDecl *D = F.Definition;
  auto IsTemplate = [](const NamedDecl *Other) { return isa<FunctionTemplateDecl>(Other); };
  if (isa<CXXConversionDecl>(D) && F.IsTemplate)
    return "<" + D->getReturnType().getAsString(PrintingPolicy(S.getLangOpts())) + ">";
  if (F.IsTemplate ||
      llvm::none_of(D->getDeclContext()->getRedeclContext()->lookup(D->getDeclName()), IsTemplate))
    return "";
  std::optional<std::string> Name = nameOf(D->getReturnType(), S.Context);
  if (!Name) {
    cannot(F, "a template has its name, and its result's type has no name outside of the function",
           "declare the type before the function");
    return std::nullopt;
  }
  return "<" + *Name + ">";
}

/// "&::ns::f", inside of the function itself.
std::optional<std::string> SourceWriter::address(const WrittenFunction &F) {
  const FunctionDecl *D = F.Definition;
  std::optional<std::string> Arguments = templateArguments(F);
  if (!Arguments)
    return std::nullopt;
  std::string Name = D->getNameAsString();
  if (isa<CXXConversionDecl>(D)) {
    // Named by its type; no list of arguments can follow.
    QualType To = D->getNameInfo().getNamedTypeInfo()->getType();
    std::optional<std::string> Type = nameOf(To, S.Context);
    Name =
        "operator " +
        (Type && !To->isDependentType() ? *Type : To.getAsString(PrintingPolicy(S.getLangOpts())));
  } else {
    Name += (Name.back() == '<' && !Arguments->empty() ? " " : "") + *Arguments;
  }
  if (const auto *Method = dyn_cast<CXXMethodDecl>(D)) {
    const CXXRecordDecl *Class = Method->getParent();
    if (const IdentifierInfo *Id = Class->getIdentifier())
      return "&" + Id->getName().str() + "::" + Name;
    if (!Method->isStatic())
      return "&st_object::" + Name;
    cannot(F, "it is a static member of a class that has no name", "name the class");
    return std::nullopt;
  }
  auto IsDeclaredOutside = [](const FunctionDecl *R) {
    return R->getFriendObjectKind() == Decl::FOK_None && !R->isLocalExternDecl();
  };
  if (llvm::any_of(D->redecls(), IsDeclaredOutside))
    return "&::" + scopeOf(D) + Name;
  if (!F.IsTemplate && nameOf(D->getReturnType(), S.Context))
    return "&" + Name; // found as declared(F) says
  cannot(F, "it is a friend that is defined in a class, so that no name finds it",
         F.IsTemplate ? "define it outside of the class" : "declare it beside the class, too");
  return std::nullopt;
}

std::string SourceWriter::lineDirective(SourceLocation Loc) const {
  PresumedLoc At = S.getSourceManager().getPresumedLoc(Loc);
  return "\n#line " + std::to_string(At.getLine()) + " " + quoted(At.getFilename()) + "\n";
}

/// "::st::detail::options(...)". Code in an option keeps its line.
std::string SourceWriter::optionList(const WrittenFunction &F,
                                     ArrayRef<CachePlan::OptionArgument> Options) {
  const SourceManager &SM = S.getSourceManager();
  std::string Result = "::st::detail::options(";
  bool First = true;
  for (const CachePlan::OptionArgument &O : Options) {
    OptionScopes Scopes(SM, F.Definition);
    Scopes.TraverseStmt(O.Whole);
    std::string Text = Edits.text(O.Whole->getSourceRange(), Scopes.Before);
    if (!First)
      Result += ", ";
    First = false;
    if (O.Copy)
      Result += "::st::detail::owned(";
    bool HasCode = StringRef(Text).contains('{') || StringRef(Text).contains('\n');
    SourceLocation From = O.Whole->getBeginLoc(), Back = F.Body->getBeginLoc();
    if (HasCode && From.isFileID() && Back.isFileID())
      Result += lineDirective(From) + Text + lineDirective(Back);
    else
      Result += Text;
    if (O.Copy)
      Result += ")";
  }
  return Result + ")";
}

std::string SourceWriter::options(const WrittenFunction &F) {
  std::string Result;
  if (!F.SetupOptions.empty())
    Result += " static auto st_setup() { return " + optionList(F, F.SetupOptions) + "; }";
  if (!F.KeyOptions.empty())
    Result += " static auto st_keys() { return " + optionList(F, F.KeyOptions) + "; }";
  return Result;
}

/// Lets the body go on naming the user's function.
std::string SourceWriter::functionNames(const WrittenFunction &F) {
  FunctionNames Found;
  Found.TraverseStmt(const_cast<Stmt *>(F.Body));
  bool Plain = false, Pretty = false;
  for (const FunctionNames::Use &U : Found.Uses) {
    SourceLocation Loc = U.Range.getBegin();
    if (!Edits.whyNot(Loc).empty())
      continue; // an assert's
    (U.Pretty ? Pretty : Plain) = true;
    Edits.replace(Loc, U.Pretty ? "st_pretty_name" : U.Call ? "(+st_name)" : "st_name");
    if (U.Call)
      Edits.removeParentheses(Loc, U.Range.getEnd());
  }
  std::string Result;
  if (Plain)
    Result += " static constexpr auto &st_name = __func__;";
  if (Pretty)
    Result += " static constexpr auto &st_pretty_name = __PRETTY_FUNCTION__;";
  return Result;
}

/// A member function that tells what is known of the function.
std::string SourceWriter::code(const WrittenFunction &F) {
  std::string Result = " static constexpr ::st::detail::code st_code() { return ";
  if (F.IsTemplate) {
    HasTemplates = true;
    Instantiations.insert(Instantiations.end(), F.Codes.begin(), F.Codes.end());
    return Result + "::st::detail::code_among(&st_codes, &typeid(decltype(st_body))); }";
  }
  const WrittenCode &C = F.Codes.front();
  Result += "{{" + hexNumber(C.Value.Total.Lo) + ", " + hexNumber(C.Value.Total.Hi) + "}, " +
            quoted(C.DisplayName) + ", " + quoted(C.Symbol);
  if (C.Value.Node) {
    UsesNote = true;
    Result += ", {st_note}, " + std::to_string(*C.Value.Node);
  }
  return Result + "}; }";
}

/// The set of parameters that are no part of the key.
std::string SourceWriter::excluded(const WrittenFunction &F) const {
  std::uint64_t Mask = 0, Position = 0;
  std::string Packs, Later; // what comes before in packs; bits behind one
  for (const ParmVarDecl *P : F.Definition->parameters()) {
    bool Out = P->getName().starts_with("_");
    std::string Count = "sizeof...(" + P->getName().str() + ")";
    std::string At = std::to_string(Position) + Packs;
    if (P->isParameterPack()) {
      if (Out)
        Later += " | ((1ull << " + Count + ") - 1) << (" + At + ")";
      Packs += " + " + Count;
      continue;
    }
    if (Out && Packs.empty())
      Mask |= std::uint64_t(1) << Position;
    else if (Out)
      Later += " | 1ull << (" + At + ")";
    ++Position;
  }
  std::string Result = std::to_string(Mask) + "ull";
  return Later.empty() ? Result : "(" + Result + Later + ")";
}

/// The beginning of "::st::detail::overload<int, char>::of(&f)", up to the last colons.
static std::string overload(const FunctionDecl *D, const std::string &Types) {
  if (!isObjectMember(D))
    return "::st::detail::overload<" + Types + ">";
  RefQualifierKind Ref = cast<CXXMethodDecl>(D)->getRefQualifier();
  return std::string("::st::detail::member_overload<st_object") +
         (Ref == RQ_LValue   ? " &"
          : Ref == RQ_RValue ? " &&"
                             : "") +
         (Types.empty() ? "" : ", " + Types) + ">";
}

/// Of the closure.
static std::string parameters(const FunctionDecl *D) {
  std::string Result;
  for (const ParmVarDecl *P : D->parameters()) {
    std::string Name = paramName(P);
    Result += Result.empty() ? "" : ", ";
    if (P->hasAttr<UnusedAttr>())
      Result += "[[maybe_unused]] ";
    Result += "decltype(" + Name + ")" + pack(P).str() + (P->getIdentifier() ? " " + Name : "");
  }
  return Result;
}

/// What the runtime is given behind the closure.
static std::string arguments(const FunctionDecl *D) {
  std::string Result;
  if (isObjectMember(D))
    Result = cast<CXXMethodDecl>(D)->getRefQualifier() == RQ_RValue
                 ? ", static_cast<st_object &&>(*this)"
                 : ", *this";
  for (const ParmVarDecl *P : D->parameters()) {
    std::string Name = paramName(P);
    Result += ", static_cast<decltype(" + Name + ") &&>(" + Name + ")" + pack(P).str();
  }
  return Result;
}

/// What the body needs, not the call.
std::string SourceWriter::bodyAttributes(const WrittenFunction &F) const {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  for (const Attr *A : F.Definition->attrs())
    if (isa<TargetAttr, NoSanitizeAttr>(A))
      A->printPretty(OS, S.Context.getPrintingPolicy());
  OS.flush();
  return Result;
}

/// No name finds a friend that is declared in its class alone.
std::string SourceWriter::friendDeclaration(const WrittenFunction &F, StringRef Types,
                                            StringRef Address) const {
  const FunctionDecl *D = F.Definition;
  if (Address.starts_with("&::") || isa<CXXMethodDecl>(D))
    return "";
  return " " + *nameOf(D->getReturnType(), S.Context) + " " + D->getNameAsString() + "(" +
         Types.str() + ");";
}

void SourceWriter::function(const WrittenFunction &F) {
  const FunctionDecl *D = F.Definition;
  if (!checkPlaces(F) || !nameResult(F))
    return;
  std::optional<std::string> Types = nameParams(F), Address = address(F);
  std::optional<std::string> Result = Types && Address ? overloadedResult(F) : std::nullopt;
  if (!Result)
    return;
  bool HasObject = isObjectMember(D);
  std::string Before, Restore = "_Pragma(\"GCC diagnostic pop\") ";
  if (D->isDeprecated()) { // which is for its callers to know
    Before = " _Pragma(\"GCC diagnostic push\") _Pragma(\"GCC diagnostic ignored "
             "\\\"-Wdeprecated-declarations\\\"\")";
    Restore += Restore;
  }
  if (HasObject)
    Before += " using st_object = ::std::remove_reference_t<decltype(*this)>;";
  Before += friendDeclaration(F, *Types, *Address);
  Before += " struct st_cached { static constexpr auto st_function() { return " +
            overload(D, *Types) +
            (D->isDependentContext() && !Result->empty() ? "::template of" : "::of") + *Result +
            "(" + *Address + "); }" + options(F) + (F.IsTemplate ? "" : code(F)) +
            " }; using st_result = ::st::detail::result_of<st_cached>;" + functionNames(F) +
            " _Pragma(\"GCC diagnostic push\")"
            " _Pragma(\"GCC diagnostic ignored \\\"-Wshadow\\\"\")"
            " auto st_body = [" +
            (HasObject ? "&" : "") + "](" + parameters(D) + ")" + bodyAttributes(F) +
            " -> st_result { " + Restore;
  std::string After = "};";
  if (F.IsTemplate) // an instantiation is known by the closure
    After += " struct st_instance : st_cached {" + code(F) + " };";
  After += std::string(" return ::st::detail::") +
           (F.Kind == CacheKind::Data ? "cached_data<" : "cached_resource<") +
           (F.IsTemplate ? "st_instance, " : "st_cached, ") + excluded(F) + ">(st_body" +
           arguments(D) + "); ";
  if (isa<CXXTryStmt>(F.Body)) {
    Edits.insertBefore(F.Body->getBeginLoc(), "{" + Before);
    Edits.insertAfter(F.Body->getEndLoc(), " " + After + "}");
  } else {
    Edits.insertAfter(F.Body->getBeginLoc(), Before);
    Edits.insertBefore(F.Body->getEndLoc(), After);
  }
}

} // namespace stcache
