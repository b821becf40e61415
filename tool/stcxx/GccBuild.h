//===- GccBuild.h - A command for GCC, source by source -------------------===//

#ifndef STCXX_GCCBUILD_H
#define STCXX_GCCBUILD_H

#include "Installation.h"
#include "SourceCommand.h"

namespace stcxx {

/// Carries out a command that compiles with GCC. Returns a wait status.
int buildWithGcc(const GccCommand &Command, const Installation &Here);

/// Prints what that runs when no function is annotated.
void printGccBuild(const GccCommand &Command, const Installation &Here);

} // namespace stcxx

#endif
