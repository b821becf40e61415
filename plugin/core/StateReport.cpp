// Findings as warnings.

#include "ResourceUse.h"
#include "State.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace stcache {

/// "'a', 'b' and 3 more".
static std::string list(const ASTContext &Ctx, ArrayRef<const NamedDecl *> Names, size_t Most) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  size_t Shown = std::min(Names.size(), Most);
  for (size_t I = 0; I < Shown; ++I) {
    OS << (I ? ", '" : "'");
    Names[I]->getNameForDiagnostic(OS, Ctx.getPrintingPolicy(), /*Qualified=*/true);
    OS << "'";
  }
  if (Shown < Names.size())
    OS << " and " << Names.size() - Shown << " more";
  OS.flush();
  return Text;
}

/// Adds the option to the attribute, where it has no depends_on yet.
static void suggestDependsOn(const DiagnosticBuilder &Note, const ASTContext &Ctx,
                             const CachedFunction &F, const VarDecl *V, StringRef Name) {
  const SourceManager &SM = Ctx.getSourceManager();
  SourceRange Range = F.Attribute;
  if (Range.isInvalid() || Range.getBegin().isMacroID() || Range.getEnd().isMacroID() ||
      !SM.isBeforeInTranslationUnit(V->getCanonicalDecl()->getLocation(), Range.getBegin()) ||
      V->getAccess() == AS_private || V->getAccess() == AS_protected)
    return;
  StringRef Text =
      Lexer::getSourceText(CharSourceRange::getTokenRange(Range), SM, Ctx.getLangOpts());
  if (Text.contains("depends_on"))
    return;
  std::string Option = ("depends_on = " + Name).str();
  if (!Text.ends_with(")")) {
    SourceLocation End = Lexer::getLocForEndOfToken(Range.getEnd(), 0, SM, Ctx.getLangOpts());
    Note << FixItHint::CreateInsertion(End, "(" + Option + ")");
  } else {
    bool Empty = Text.drop_back().rtrim().ends_with("(");
    Note << FixItHint::CreateInsertion(Range.getEnd(), (Empty ? "" : ", ") + Option);
  }
}

static void reportRemedy(Reporter Report, const ASTContext &Ctx, const StateFinding &F) {
  const CachedFunction &From = F.Reached.front().From;
  SourceLocation Loc = From.Attribute.isValid() ? From.Attribute.getBegin() : F.Loc;
  switch (F.What) {
  case StateWarning::MutableGlobal: {
    auto *V = cast<VarDecl>(F.Subject);
    std::string Name = V->getQualifiedNameAsString();
    if (V->isInAnonymousNamespace())
      Name = V->getNameAsString();
    DiagnosticBuilder Note = Report(Loc, Diag::DependsOnNote);
    Note << Name;
    suggestDependsOn(Note, Ctx, From, V, Name);
    break;
  }
  case StateWarning::StaticLocal:
    Report(F.Subject->getLocation(), Diag::StaticLocalNote);
    break;
  case StateWarning::ImpureCall:
    Report(Loc, Diag::ImpureCallNote);
    break;
  case StateWarning::FileRead:
  case StateWarning::IndirectCall:
  case StateWarning::UnseenOverrider:
  case StateWarning::ResourceMutation:
    break;
  }
}

void report(Reporter Report, const ASTContext &Ctx, const StateFinding &F) {
  const StateFinding::Reach &First = F.Reached.front();
  auto Start = [&](Diag Which) {
    DiagnosticBuilder Builder = Report(F.Loc, Which);
    Builder << First.From.Function;
    return Builder;
  };
  switch (F.What) {
  case StateWarning::MutableGlobal: {
    auto *V = cast<VarDecl>(F.Subject);
    Start(Diag::MutableGlobal) << (V->getTLSKind() != VarDecl::TLS_None ? 1
                                   : V->isStaticDataMember()            ? 2
                                                                        : 0)
                               << V;
    break;
  }
  case StateWarning::StaticLocal:
    Start(Diag::StaticLocal) << F.Subject;
    break;
  case StateWarning::ImpureCall:
    Start(Diag::ImpureCall) << F.Gives << F.Name;
    break;
  case StateWarning::FileRead:
    Start(Diag::FileRead) << F.Gives << F.Name;
    break;
  case StateWarning::IndirectCall:
    Start(Diag::IndirectCall);
    break;
  case StateWarning::UnseenOverrider:
    Start(Diag::UnseenOverrider) << F.Subject;
    break;
  case StateWarning::ResourceMutation:
    break; // a ResourceFinding
  }
  if (!First.Through.empty())
    Report(First.Call, Diag::ReachedNote) << First.From.Function << list(Ctx, First.Through, 4);
  if (F.Reached.size() > 1) {
    std::vector<const NamedDecl *> Others;
    for (const StateFinding::Reach &R : llvm::drop_begin(F.Reached))
      Others.push_back(R.From.Function);
    Report(Others.front()->getLocation(), Diag::AlsoReachedNote) << list(Ctx, Others, 4);
  }
  reportRemedy(Report, Ctx, F);
}

/// What a cached function's result leads to.
static QualType sharedObject(const FunctionDecl *F) {
  QualType T = F->getReturnType();
  if (T->isReferenceType() || T->isPointerType())
    return T->getPointeeType();
  if (auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(T->getAsCXXRecordDecl()))
    if (const TemplateArgumentList &Args = R->getTemplateArgs();
        Args.size() && Args[0].getKind() == TemplateArgument::Type)
      return Args[0].getAsType();
  return T;
}

void report(Reporter Report, const ResourceFinding &F) {
  Report(F.Loc, Diag::ResourceMutation) << F.Source;
  if (F.Callee)
    Report(F.Inner, Diag::ResourceCalleeNote) << F.Callee;
  Report(F.Source->getLocation(), Diag::ResourceMutationNote)
      << sharedObject(F.Source).getUnqualifiedType();
}

} // namespace stcache
