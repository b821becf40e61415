//===- ExplainPrint.cpp - Causes for people -------------------------------===//

#include "Diff.h"
#include "Explain.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace stcache::tool {
namespace {

/// Of a diff, as many lines as are easily read.
constexpr size_t MostLines = 20;

std::string called(const Unit &U) {
  return U.Where.known() && !U.Opaque ? U.Name + " (" + U.Where.text() + ")" : U.Name;
}

std::string headline(const Cause &C) {
  const Unit &U = *C.After;
  switch (C.What) {
  case Cause::Flags:
    return "the compiler's flags changed" +
           (U.Where.known() ? " for " + U.Where.File : std::string());
  case Cause::Definition:
    return U.External ? called(*C.Before) + " is no longer defined in the files given"
                      : called(U) + " was not defined in the files given before";
  case Cause::References:
    return called(U) + " refers to something else";
  case Cause::Changed:
    break;
  }
  if (U.Kind != C.Before->Kind || U.Kind == UnitKind::Cached)
    return "version or hash_funcs of " + called(U) + " changed";
  if (U.Opaque)
    return "the signature of " + U.Name + " in the library changed";
  if (U.Kind == UnitKind::Variable)
    return "type or initial value of " + called(U) + " changed";
  if (U.Kind == UnitKind::Record)
    return "the layout of " + called(U) + " changed";
  return called(U) + " changed";
}

void printDifference(const Cause &C, bool Text) {
  const Unit &B = *C.Before, &A = *C.After;
  std::vector<std::string> Lines;
  if (C.What == Cause::Flags) {
    Lines = diffLines(B.Flags, A.Flags);
  } else if (C.What != Cause::Definition && B.Kind == A.Kind) {
    if (!Text && !B.Source.empty() && !A.Source.empty())
      Lines = diffLines(B.Source, A.Source);
    // A macro or a type elsewhere can make the same lines mean something else.
    if (Lines.empty())
      Lines = diffLines(B.Text, A.Text);
  }
  for (auto [I, Line] : enumerate(Lines)) {
    if (I == MostLines) {
      outs() << "    ... " << Lines.size() - MostLines << " more lines\n";
      break;
    }
    outs() << "    " << Line << '\n';
  }
  for (const Unit *U : C.Removed)
    outs() << "  no longer refers to " << kindName(U->Kind) << ' ' << called(*U) << '\n';
  for (const Unit *U : C.Added)
    outs() << "  now refers to " << kindName(U->Kind) << ' ' << called(*U) << '\n';
}

void print(const Function &F, const Cause &C, bool Text, StringRef Verb) {
  outs() << F.Name << ' ' << Verb << " because: " << headline(C) << '\n';
  if (C.What != Cause::Flags && C.Before->Where.known() && C.Before->Where != C.After->Where)
    outs() << "  before at " << C.Before->Where.text() << '\n';
  std::string Path;
  for (const Unit *U : C.Chain)
    // A cached function with a version or hash_funcs is a unit around the function.
    if (U->Kind != UnitKind::Cached)
      Path += (Path.empty() ? "" : " -> ") + U->Name;
  if (Path != F.Name && !Path.empty())
    outs() << "  " << Path << '\n';
  if (C.sameSource())
    outs() << "  its lines are the same, what they mean is not:\n";
  printDifference(C, Text);
}

} // namespace

void printCauses(const Function &F, ArrayRef<Cause> Causes, bool Text, StringRef Verb) {
  for (const Cause &C : Causes)
    print(F, C, Text, Verb);
}

} // namespace stcache::tool
