#include "Consumer.h"

#include "Compat.h"
#include "Diagnostics.h"
#include "Generated.h"
#include "RuntimeApi.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Sema.h"

#include <fingerprint/note.h>

using namespace clang;

namespace stcache {

bool PluginConfig::read(ArrayRef<std::string> Args, DiagnosticsEngine &Diags) {
  for (StringRef Arg : Args) {
    if (Arg == "print") {
      PrintGenerated = true;
    } else if (Arg == "no-fingerprints") {
      Fingerprints = false;
    } else if (Arg.consume_front("follow=") && !Arg.empty()) {
      Fingerprint.FollowDirs.push_back(Arg.str());
    } else if (Arg.consume_front("opaque=") && !Arg.empty()) {
      Fingerprint.OpaqueDirs.push_back(Arg.str());
    } else if (bool Off = Arg.consume_front("no-warn="); Off || Arg.consume_front("warn=")) {
      if (!Warnings.set(Arg, !Off)) {
        report(Diags, SourceLocation(), Diag::UnknownWarning) << Arg << StateWarnings::ids();
        return false;
      }
    } else {
      // Without a diagnostic, Clang would drop the plugin and compile on.
      report(Diags, SourceLocation(), Diag::BadPluginArgument) << Arg;
      return false;
    }
  }
  return true;
}

Consumer::Consumer(CompilerInstance &CI, PluginConfig Config)
    : CI(CI), Config(std::move(Config)), Names(new OptionNames) {
  if (CI.getLangOpts().CPlusPlus) // C has none of the attributes
    Names->watch(CI.getPreprocessor());
  this->Config.Fingerprint.BodyOf = userBody;
  this->Config.Fingerprint.read(CI);
}

void Consumer::InitializeSema(Sema &TheSema) {
  if (!TheSema.getLangOpts().CPlusPlus)
    return;
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
  if (Config.Fingerprints)
    Declarations.insert(Declarations.end(), Group.begin(), Group.end());
  return true;
}

void Consumer::HandleCXXStaticMemberVarInstantiation(VarDecl *V) { Declarations.push_back(V); }

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
    if (Plans->checkFunction(F, *A) && Plans->checkPattern(F, *A) &&
        F->doesThisDeclarationHaveABody() && Seen.insert(F).second)
      Patterns.push_back(F);
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

/// Whether this run makes an object file that others are linked with.
bool Consumer::leavesNote() const {
  if (!Config.Fingerprints)
    return false;
  switch (CI.getFrontendOpts().ProgramAction) {
  case frontend::EmitAssembly:
  case frontend::EmitBC:
  case frontend::EmitCodeGenOnly:
  case frontend::EmitLLVM:
  case frontend::EmitLLVMOnly:
  case frontend::EmitObj:
    return CI.getTarget().getTriple().isOSBinFormatELF();
  default:
    return false;
  }
}

/// A constant in the section of the note, without a name that the linker or a debugger sees.
VarDecl *Consumer::emitNote(const std::string &Bytes) {
  ASTContext &Ctx = CI.getASTContext();
  const SourceManager &SM = Ctx.getSourceManager();
  SourceLocation Loc = SM.getLocForStartOfFile(SM.getMainFileID());
  QualType Type = Ctx.getConstantArrayType(
      Ctx.UnsignedCharTy.withConst(), llvm::APInt(Ctx.getTypeSize(Ctx.getSizeType()), Bytes.size()),
      nullptr, ArraySizeModifier::Normal, 0);
  auto *Note =
      VarDecl::Create(Ctx, Ctx.getTranslationUnitDecl(), Loc, Loc, &Ctx.Idents.get("st_note"), Type,
                      Ctx.getTrivialTypeSourceInfo(Type, Loc), SC_Static);
  Note->setImplicit();
  Note->setInit(
      StringLiteral::Create(Ctx, Bytes, StringLiteralKind::Ordinary, /*Pascal=*/false, Type, Loc));
  Note->addAttr(SectionAttr::CreateImplicit(Ctx, st::fingerprint::note_section));
  Note->addAttr(AsmLabelAttr::CreateImplicit(Ctx, ".Lst_note"));
  Note->addAttr(UsedAttr::CreateImplicit(Ctx));
  Note->addAttr(NoDebugAttr::CreateImplicit(Ctx));
  Note->addAttr(DisableSanitizerInstrumentationAttr::CreateImplicit(Ctx));
  Expr *Alignment = IntegerLiteral::Create(Ctx, llvm::APInt(32, 4), Ctx.IntTy, Loc);
  Note->addAttr(AlignedAttr::CreateImplicit(Ctx, /*IsAlignmentExpr=*/true, Alignment));
  CI.getASTConsumer().HandleTopLevelDecl(DeclGroupRef(Note));
  return Note;
}

/// The same as assembler text: a constant that nothing refers to would have to be marked as
/// used, which shows in other sections of the object.
void Consumer::emitBareNote(const std::string &Bytes) {
  ASTContext &Ctx = CI.getASTContext();
  std::string Text = ".pushsection ";
  Text += st::fingerprint::note_section;
  Text += CI.getTarget().getTriple().isARM() ? ",\"a\",%note" : ",\"a\",@note";
  Text += "\n.p2align 2\n.ascii \"";
  for (unsigned char C : Bytes) {
    Text += '\\';
    for (int Shift : {6, 3, 0})
      Text += char('0' + (C >> Shift & 7));
  }
  Text += "\"\n.popsection\n";
  QualType Type = Ctx.getStringLiteralArrayType(Ctx.CharTy, Text.size());
  auto *Literal = StringLiteral::Create(Ctx, Text, StringLiteralKind::Ordinary, /*Pascal=*/false,
                                        Type, SourceLocation());
  auto *Asm = FileScopeAsmDecl::Create(Ctx, Ctx.getTranslationUnitDecl(), Literal, SourceLocation(),
                                       SourceLocation());
  CI.getASTConsumer().HandleTopLevelDecl(DeclGroupRef(Asm));
}

static CachedFunction cachedFunction(const CachePlan &Plan) {
  CachedFunction F;
  F.Function = Plan.Function;
  F.Attribute = Plan.Written;
  F.Key.assign(Plan.DependsOn.begin(), Plan.DependsOn.end());
  F.Key.insert(F.Key.end(), Plan.HashFunctions.begin(), Plan.HashFunctions.end());
  F.Shared = Plan.Kind == CacheKind::Resource;
  F.Expires = Plan.Expires;
  return F;
}

CachedCode Consumer::Finished::code() const {
  return {Plan.Function,
          {Plan.HashFunctions.begin(), Plan.HashFunctions.end()},
          Plan.Version,
          runtimeFunctions(Parts.Wrapper)};
}

void Consumer::addDefinitions(FileNote &Note) const {
  for (const Decl *D : Declarations)
    Note.addDefinitions(D);
  if (S)
    for (auto [R, Required] : S->VTablesUsed)
      Note.addVirtualTable(R);
}

void Consumer::HandleTranslationUnit(ASTContext &Ctx) {
  bool WithNote = leavesNote();
  if ((Functions.empty() && !WithNote) || CI.getDiagnostics().hasUncompilableErrorOccurred())
    return;
  Fingerprinter Fingerprints(Ctx, Config.Fingerprint);
  FileNote Note(Fingerprints);
  for (const Finished &F : Functions)
    Note.addFunction(F.code());
  if (WithNote)
    addDefinitions(Note);
  Note.complete();
  bool Emits = WithNote && !Note.bytes().empty();
  if (Emits && Functions.empty())
    emitBareNote(Note.bytes());
  VarDecl *NoteVariable = Emits && !Functions.empty() ? emitNote(Note.bytes()) : nullptr;
  if (Functions.empty())
    return;
  Outliner Outline(*S);
  for (auto [I, F] : llvm::enumerate(Functions))
    if (!Outline.finish(F.Parts, F.Plan, Note.function(I), NoteVariable))
      report(CI.getDiagnostics(), F.Plan.Location, Diag::Internal)
          << F.Plan.Function << "fingerprint";
  checkState(Fingerprints);
}

void Consumer::checkState(Fingerprinter &Fingerprints) {
  ASTContext &Ctx = CI.getASTContext();
  StateChecker State(Ctx, Fingerprints, userBody, Config.Warnings);
  for (const Finished &F : Functions)
    State.check(cachedFunction(F.Plan));
  State.findings([&](const StateFinding &F) { report(CI.getDiagnostics(), Ctx, F); });
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
