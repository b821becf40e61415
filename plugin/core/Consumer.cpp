#include "Consumer.h"

#include "Diagnostics.h"
#include "Generated.h"

#include "clang/AST/Attr.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Sema/Sema.h"

#include <fingerprint/note.h>

using namespace clang;

namespace stcache {

bool Consumer::HandleTopLevelDecl(DeclGroupRef Group) {
  // A precompiled header's come before there is a Sema.
  for (Decl *D : Group)
    if (auto *V = dyn_cast<VarDecl>(D))
      if (std::optional<UnfinishedFunction> F = takeUnfinished(V))
        Inherited.push_back(std::move(*F));
  AnnotationPass::HandleTopLevelDecl(Group);
  if (config().Fingerprints)
    Declarations.insert(Declarations.end(), Group.begin(), Group.end());
  return true;
}

void Consumer::HandleCXXStaticMemberVarInstantiation(VarDecl *V) { Declarations.push_back(V); }

void Consumer::foundFunction(FunctionDecl *F, const Annotation &A) {
  std::optional<CachePlan> Plan = planner().plan(F, A);
  if (!Plan)
    return;
  Outliner Outline(*sema());
  FunctionDecl *Keys = Outline.makeKeys(*Plan);
  if (!planner().checkTypes(*Plan, Outline.keysType(Keys, Plan->Location)))
    return;
  // After an error no code is generated: only further mistakes are looked for.
  if (sema()->getDiagnostics().hasUncompilableErrorOccurred())
    return;
  std::optional<Outlined> Parts = Outline.outline(*Plan, Keys);
  if (!Parts)
    return;
  if (!Registered)
    Registered = Outline.makeRegistration(Plan->Location);
  if (config().PrintGenerated)
    print(*Plan, *Parts);
  Functions.push_back({std::move(*Plan), *Parts});
}

/// Whether this run makes an object file that others are linked with.
bool Consumer::leavesNote() const {
  if (!config().Fingerprints)
    return false;
  switch (compiler().getFrontendOpts().ProgramAction) {
  case frontend::EmitAssembly:
  case frontend::EmitBC:
  case frontend::EmitCodeGenOnly:
  case frontend::EmitLLVM:
  case frontend::EmitLLVMOnly:
  case frontend::EmitObj:
    return compiler().getTarget().getTriple().isOSBinFormatELF();
  default:
    return false;
  }
}

/// A constant in the section of the note, without a name that the linker or a debugger sees.
VarDecl *Consumer::emitNote(const std::string &Bytes) {
  ASTContext &Ctx = compiler().getASTContext();
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
  compiler().getASTConsumer().HandleTopLevelDecl(DeclGroupRef(Note));
  return Note;
}

/// The same as assembler text: a constant that nothing refers to would have to be marked as
/// used, which shows in other sections of the object.
void Consumer::emitBareNote(const std::string &Bytes) {
  ASTContext &Ctx = compiler().getASTContext();
  std::string Text = ".pushsection ";
  Text += st::fingerprint::note_section;
  Text += compiler().getTarget().getTriple().isARM() ? ",\"a\",%note" : ",\"a\",@note";
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
  compiler().getASTConsumer().HandleTopLevelDecl(DeclGroupRef(Asm));
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
  if (sema())
    for (auto [R, Required] : sema()->VTablesUsed)
      Note.addVirtualTable(R);
}

void Consumer::HandleTranslationUnit(ASTContext &Ctx) {
  reportLegacy();
  bool WithNote = leavesNote();
  if (compiler().getDiagnostics().hasUncompilableErrorOccurred())
    return;
  reportResources();
  bool Refers = !Functions.empty() || !Inherited.empty();
  if (!Refers && !WithNote)
    return;
  Fingerprinter Fingerprints(Ctx, config().Fingerprint);
  FileNote Note(Fingerprints);
  for (const Finished &F : Functions)
    Note.addFunction(F.code());
  for (UnfinishedFunction &F : Inherited) {
    F.Function.RuntimeFunctions = runtimeFunctions(F.Function.Function);
    Note.addFunction(F.Function);
  }
  if (WithNote)
    addDefinitions(Note);
  Note.complete();
  bool Emits = WithNote && !Note.bytes().empty();
  if (Emits && !Refers)
    emitBareNote(Note.bytes());
  VarDecl *NoteVariable = Emits && Refers ? emitNote(Note.bytes()) : nullptr;
  if (!Refers)
    return;
  Outliner Outline(*sema());
  auto Finish = [&](const FunctionDecl *F, VarDecl *Code, StringRef DisplayName, StringRef Symbol,
                    unsigned Number) {
    if (!Outline.finish(Code, DisplayName, Symbol, Note.function(Number), NoteVariable))
      report(compiler().getDiagnostics(), Code->getLocation(), Diag::Internal)
          << F << "fingerprint";
  };
  for (auto [I, F] : llvm::enumerate(Functions))
    Finish(F.Plan.Function, F.Parts.Code, F.Plan.DisplayName, F.Plan.Symbol, I);
  for (auto [I, F] : llvm::enumerate(Inherited))
    Finish(F.Function.Function, F.Code, F.DisplayName, F.Symbol, Functions.size() + I);
  if (sema()->TUKind == TU_Prefix)
    for (const Finished &F : Functions)
      leave(Ctx, {F.Parts.Code, F.code(), F.Plan.DisplayName, F.Plan.Symbol});
  checkState(Fingerprints);
}

void Consumer::checkState(Fingerprinter &Fingerprints) {
  ASTContext &Ctx = compiler().getASTContext();
  StateChecker State(Ctx, Fingerprints, userBody, config().Warnings);
  for (const Finished &F : Functions)
    State.check(F.Plan.cachedFunction());
  State.findings([&](const StateFinding &F) { report(reporter(), Ctx, F); });
}

void Consumer::print(const CachePlan &Plan, const Outlined &Parts) const {
  PrintingPolicy Policy = sema()->Context.getPrintingPolicy();
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
