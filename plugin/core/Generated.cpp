#include "Generated.h"

#include "RuntimeApi.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace stcache {

/// What a function calls whose body is `return f(...);`, or null.
static const FunctionDecl *returnedCall(const Stmt *Body) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(Body);
  if (!Block || Block->size() != 1)
    return nullptr;
  const auto *Return = dyn_cast<ReturnStmt>(Block->body_front());
  if (!Return || !Return->getRetValue())
    return nullptr;
  const auto *Call = dyn_cast<CallExpr>(Return->getRetValue()->IgnoreImplicit());
  return Call ? Call->getDirectCallee() : nullptr;
}

/// The instantiation of call_data or call_resource that a wrapper calls, or null.
static const FunctionDecl *runtimeCall(const Stmt *Wrapper) {
  const FunctionDecl *Callee = returnedCall(Wrapper);
  return Callee && Callee->getIdentifier() && Callee->getTemplateSpecializationArgs() &&
                 (Callee->getName() == "call_data" || Callee->getName() == "call_resource")
             ? Callee
             : nullptr;
}

static bool hasRole(const Decl *D, StringRef Role) {
  const auto *Label = D->getAttr<AsmLabelAttr>();
  return Label && Label->getLabel().ends_with(Role);
}

const Stmt *userBody(const FunctionDecl *Function) {
  const Stmt *Body = Function->getBody();
  const FunctionDecl *Callee = runtimeCall(Body);
  if (!Callee)
    return Body;
  const TemplateArgumentList *Args = Callee->getTemplateSpecializationArgs();
  if (Args->size() < 2 || Args->get(1).getKind() != TemplateArgument::Declaration)
    return Body;
  const auto *Moved = dyn_cast<FunctionDecl>(Args->get(1).getAsDecl());
  return Moved && hasRole(Moved, ".st_body") ? Moved->getBody() : Body;
}

SmallVector<const FunctionDecl *, 2> runtimeFunctions(const FunctionDecl *Wrapper) {
  SmallVector<const FunctionDecl *, 2> Result;
  // call_data<...>() is `return call<function<...>>(...)`.
  const FunctionDecl *Callee = runtimeCall(Wrapper->getBody());
  const FunctionDecl *Call = Callee ? returnedCall(Callee->getBody()) : nullptr;
  const TemplateArgumentList *Args = Call ? Call->getTemplateSpecializationArgs() : nullptr;
  if (!Args || Args->size() == 0 || Args->get(0).getKind() != TemplateArgument::Type)
    return Result;
  const CXXRecordDecl *Function = Args->get(0).getAsType()->getAsCXXRecordDecl();
  if (!Function)
    return Result;
  for (const Decl *D : Function->decls()) {
    if (auto *T = dyn_cast<FunctionTemplateDecl>(D); T && T->getNameAsString() == "key")
      Result.append(T->spec_begin(), T->spec_end());
    if (auto *Alias = dyn_cast<TypedefNameDecl>(D); Alias && Alias->getName() == "stored_as")
      if (const CXXRecordDecl *Bytes = Alias->getUnderlyingType()->getAsCXXRecordDecl())
        Result.append(Bytes->method_begin(), Bytes->method_end());
  }
  return Result;
}

bool holdsOptions(const FunctionDecl *Function) {
  return Function->isImplicit() &&
         (hasRole(Function, ".st_keys") || hasRole(Function, ".st_setup"));
}

std::string runtimeHeaders(const ASTContext &Ctx) {
  const NamedDecl *Known = RuntimeApi::landmark(Ctx);
  if (!Known)
    return {};
  const SourceManager &SM = Ctx.getSourceManager();
  OptionalFileEntryRef File =
      SM.getFileEntryRefForID(SM.getFileID(SM.getExpansionLoc(Known->getLocation())));
  if (!File)
    return {};
  StringRef Directory = llvm::sys::path::parent_path(File->getFileEntry().tryGetRealPathName());
  if (llvm::sys::path::filename(Directory) == "detail")
    Directory = llvm::sys::path::parent_path(Directory);
  return Directory.str();
}

} // namespace stcache
