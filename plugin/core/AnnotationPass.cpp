#include "AnnotationPass.h"

#include "Compat.h"
#include "Diagnostics.h"
#include "Generated.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {

AnnotationPass::AnnotationPass(CompilerInstance &CI, PluginConfig Config)
    : CI(CI), Config(std::move(Config)), Names(new OptionNames) {
  forgetAnnotations();
  if (CI.getLangOpts().CPlusPlus) // C has none of the attributes
    Names->watch(CI.getPreprocessor());
  this->Config.Fingerprint.BodyOf = userBody;
  this->Config.Fingerprint.read(CI);
}

void AnnotationPass::InitializeSema(Sema &TheSema) {
  if (!TheSema.getLangOpts().CPlusPlus)
    return;
  S = &TheSema;
  Names->attach(TheSema);
  compat::addExternalSource(TheSema, Names);
  Types = std::make_unique<ValueTypes>(TheSema);
  Plans = std::make_unique<Planner>(TheSema, *Types);
}

void AnnotationPass::ForgetSema() { S = nullptr; }

bool AnnotationPass::HandleTopLevelDecl(DeclGroupRef Group) {
  if (S)
    for (Decl *D : Group)
      visit(D);
  return true;
}

/// Members of namespaces, classes and functions arrive inside these.
void AnnotationPass::visitMembers(DeclContext *Context) {
  for (Decl *D : Context->noload_decls())
    visit(D);
}

void AnnotationPass::visit(Decl *D) {
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

/// The text of an attribute as written; empty where macros have a part in it.
static StringRef textOf(const WrittenAnnotation &A, const ASTContext &Ctx) {
  return Lexer::getSourceText(CharSourceRange::getTokenRange(A.range()), Ctx.getSourceManager(),
                              Ctx.getLangOpts());
}

/// The attribute that comes last holds, so options of an earlier declaration would be lost.
void AnnotationPass::checkEarlier(const FunctionDecl *F) {
  const WrittenAnnotation *Here = wroteAnnotation(F);
  if (!Here)
    return;
  for (const FunctionDecl *D = F->getPreviousDecl(); D; D = D->getPreviousDecl()) {
    const WrittenAnnotation *Earlier = wroteAnnotation(D);
    if (!Earlier || Earlier->options().empty())
      continue;
    StringRef Text = textOf(*Here, F->getASTContext());
    if (Text.empty() || Text == textOf(*Earlier, F->getASTContext()))
      continue;
    report(S->getDiagnostics(), Here->location(), Diag::OtherOptions) << F << Here->text();
    report(S->getDiagnostics(), Earlier->location(), Diag::EarlierOptionsNote);
    return;
  }
}

void AnnotationPass::visitPattern(FunctionDecl *F) {
  checkEarlier(F);
  if (std::optional<Annotation> A = findAnnotation(F))
    if (Plans->checkFunction(F, *A) && Plans->checkPattern(F, *A) &&
        F->doesThisDeclarationHaveABody() && Seen.insert(F).second)
      Patterns.push_back(F);
}

void AnnotationPass::visitFunction(FunctionDecl *F) {
  if (F->isInvalidDecl())
    return;
  // An explicit specialisation is a function of its own: Clang lets it inherit the attributes of
  // the template, but the language does not.
  if (F->getTemplateSpecializationKind() == TSK_ExplicitSpecialization &&
      !llvm::any_of(F->redecls(), [](const FunctionDecl *D) { return wroteAnnotation(D); })) {
    removeAnnotation(F);
    return;
  }
  checkEarlier(F);
  bool HasBody = F->doesThisDeclarationHaveABody();
  if (std::optional<Annotation> A = findAnnotation(F)) {
    if (!Plans->checkFunction(F, *A))
      return;
    if (HasBody && Seen.insert(F).second)
      foundFunction(F, *A);
  } else if (const WrittenAnnotation *Late = wroteAnnotation(F); Late && !HasBody) {
    report(S->getDiagnostics(), F->getLocation(), Diag::AfterDefinition) << Late->text() << F;
  }
  if (HasBody && annotationsSeen())
    visitMembers(F); // local classes
}

std::vector<LegacyUse> AnnotationPass::legacyUses() const {
  return S && annotationsSeen() ? stcache::legacyUses(*S, *Types, *Names)
                                : std::vector<LegacyUse>();
}

void AnnotationPass::reportLegacy() const {
  if (Config.WarnLegacy)
    if (std::vector<LegacyUse> Uses = legacyUses(); !Uses.empty())
      reportLegacyUses(reporter(), S->getSourceManager(), std::move(Uses));
}

void AnnotationPass::reportResources() const {
  if (Config.Warnings[StateWarning::ResourceMutation])
    resourceFindings({}, [this](const ResourceFinding &F) { report(reporter(), F); });
}

std::function<DiagnosticBuilder(SourceLocation, Diag)> AnnotationPass::reporter() const {
  return [this](SourceLocation Loc, Diag Which) { return report(CI.getDiagnostics(), Loc, Which); };
}

/// Whether the callers of F share what it returns. Its annotation may be gone by now.
static bool isShared(const FunctionDecl *F) {
  for (const FunctionDecl *D :
       {F, static_cast<const FunctionDecl *>(F->getTemplateInstantiationPattern())})
    if (D)
      for (const FunctionDecl *Redecl : D->redecls()) {
        if (std::optional<Annotation> A = findAnnotation(Redecl))
          return A->Kind == CacheKind::Resource;
        if (const WrittenAnnotation *W = wroteAnnotation(Redecl))
          return W->Kind == CacheKind::Resource;
      }
  return false;
}

void AnnotationPass::resourceFindings(
    std::vector<std::string> SafeTypes,
    llvm::function_ref<void(const ResourceFinding &)> Sink) const {
  if (S && annotationsSeen())
    findResourceChanges(S->getASTContext(), {userBody, isShared, std::move(SafeTypes)}, Sink);
}

} // namespace stcache
