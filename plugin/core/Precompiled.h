// Clang's headers that nearly every file of the core needs. Parsing them takes
// several seconds, so they are parsed once per LLVM major.

#ifndef STCACHE_CORE_PRECOMPILED_H
#define STCACHE_CORE_PRECOMPILED_H

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/Mangle.h"
#include "clang/AST/RecordLayout.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/Version.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

#if CLANG_VERSION_MAJOR >= 22
// Inline functions of APFloat.h refer to these variables, which only newer majors have
// (llvm-project pull request 163794). Weak, in every file, so that the loader does not give up
// before the plugin can say that the compiler is of another major.
asm(".weak _ZN4llvm11APFloatBase13semIEEEdoubleE");
asm(".weak _ZN4llvm11APFloatBase18semPPCDoubleDoubleE");
#endif

#endif // STCACHE_CORE_PRECOMPILED_H
