#include "Consumer.h"

#include "Compat.h"
#include "Diagnostics.h"
#include "RuntimeApi.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {

Consumer::Consumer(CompilerInstance &CI, PluginConfig Config)
    : CI(CI), Config(std::move(Config)), Names(new OptionNames) {
  Names->watch(CI.getPreprocessor());
  this->Config.Fingerprint.BodyOf = userBody;
  this->Config.Fingerprint.SystemDirs = compilerSearchDirs(CI.getHeaderSearchOpts());
}

void Consumer::InitializeSema(Sema &TheSema) {
  S = &TheSema;
  Names->attach(TheSema);
  compat::addExternalSource(TheSema, Names);
  Types = std::make_unique<ValueTypes>(TheSema);
  Plans = std::make_unique<Planner>(TheSema, *Types);
}

void Consumer::ForgetSema() { S = nullptr; }

bool Consumer::HandleTopLevelDecl(DeclGroupRef Group) {
  if (S)
    for (Decl *D : Group)
      visit(D);
  return true;
}

/// Members of namespaces, classes and functions arrive inside these.
void Consumer::visitMembers(DeclContext *Context) {
  for (Decl *D : Context->noload_decls())
    visit(D);
}

void Consumer::visit(Decl *D) {
  switch (D->getKind()) {
  case Decl::Namespace:
  case Decl::LinkageSpec:
  case Decl::Export:
    return annotationsSeen() ? visitMembers(cast<DeclContext>(D)) : void();
  case Decl::CXXRecord:
  case Decl::ClassTemplateSpecialization:
  case Decl::ClassTemplatePartialSpecialization:
    if (annotationsSeen() && cast<CXXRecordDecl>(D)->isThisDeclarationADefinition())
      visitMembers(cast<CXXRecordDecl>(D));
    return;
  case Decl::ClassTemplate:
    return visit(cast<ClassTemplateDecl>(D)->getTemplatedDecl());
  case Decl::FunctionTemplate:
    return visitPattern(cast<FunctionTemplateDecl>(D)->getTemplatedDecl());
  case Decl::Friend:
    if (NamedDecl *Friend = cast<FriendDecl>(D)->getFriendDecl())
      visit(Friend);
    return;
  default:
    if (auto *F = dyn_cast<FunctionDecl>(D))
      F->isDependentContext() ? visitPattern(F) : visitFunction(F);
  }
}

void Consumer::visitPattern(FunctionDecl *F) {
  if (std::optional<Annotation> A = findAnnotation(F))
    if (Plans->checkFunction(F, *A))
      Plans->checkPattern(F, *A);
}

void Consumer::visitFunction(FunctionDecl *F) {
  if (F->isInvalidDecl())
    return;
  // An explicit specialisation is a function of its own: Clang lets it inherit the attributes of
  // the template, but the language does not.
  if (F->getTemplateSpecializationKind() == TSK_ExplicitSpecialization &&
      !llvm::any_of(F->redecls(), [](const FunctionDecl *D) { return wroteAnnotation(D); })) {
    removeAnnotation(F);
    return;
  }
  bool HasBody = F->doesThisDeclarationHaveABody();
  if (std::optional<Annotation> A = findAnnotation(F)) {
    if (!Plans->checkFunction(F, *A))
      return;
    if (HasBody && Seen.insert(F).second)
      rewrite(F, *A);
  } else if (std::optional<CacheKind> Kind = wroteAnnotation(F); Kind && !HasBody) {
    report(S->getDiagnostics(), F->getLocation(), Diag::AfterDefinition)
        << attributeName(*Kind) << F;
  }
  if (HasBody && annotationsSeen())
    visitMembers(F); // local classes
}

void Consumer::rewrite(FunctionDecl *F, const Annotation &A) {
  std::optional<CachePlan> Plan = Plans->plan(F, A);
  if (!Plan)
    return;
  Outliner Outline(*S);
  FunctionDecl *Keys = Outline.makeKeys(*Plan);
  if (!Plans->checkTypes(*Plan, Outline.keysType(Keys, Plan->Location)))
    return;
  // After an error no code is generated: only further mistakes are looked for.
  if (S->getDiagnostics().hasUncompilableErrorOccurred())
    return;
  std::optional<Outlined> Parts = Outline.outline(*Plan, Keys);
  if (!Parts)
    return;
  if (!Registered)
    Registered = Outline.makeRegistration(Plan->Location);
  if (Config.PrintGenerated)
    print(*Plan, *Parts);
  Functions.push_back({std::move(*Plan), *Parts});
}

void Consumer::HandleTranslationUnit(ASTContext &Ctx) {
  if (!S || Functions.empty() || CI.getDiagnostics().hasUncompilableErrorOccurred())
    return;
  Fingerprinter Fingerprints(Ctx, Config.Fingerprint);
  Outliner Outline(*S);
  for (const Finished &F : Functions) {
    SmallVector<const Expr *, 2> HashFunctions(F.Plan.HashFunctions.begin(),
                                               F.Plan.HashFunctions.end());
    Fingerprint Value = Fingerprints.fingerprint(F.Plan.Function, HashFunctions, F.Plan.Version);
    if (!Outline.finish(F.Parts, F.Plan, Value.Hi, Value.Lo))
      report(CI.getDiagnostics(), F.Plan.Location, Diag::Internal)
          << F.Plan.Function << "fingerprint";
  }
}

void Consumer::print(const CachePlan &Plan, const Outlined &Parts) const {
  PrintingPolicy Policy = S->Context.getPrintingPolicy();
  Policy.FullyQualifiedName = true;
  raw_ostream &OS = llvm::outs();
  for (auto [F, Role] : {std::pair(Parts.Setup, ".st_setup"),
                         {Parts.Keys, ".st_keys"},
                         {Parts.Body, ".st_body"},
                         {Parts.Wrapper, ""}}) {
    if (!F)
      continue;
    OS << "// " << Plan.Symbol << Role << "\n";
    F->print(OS, Policy);
    OS << "\n";
  }
  OS.flush();
}

} // namespace stcache
