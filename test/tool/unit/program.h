// Made-up programs for the tests here.

#ifndef TEST_TOOL_UNIT_PROGRAM_H
#define TEST_TOOL_UNIT_PROGRAM_H

#include "ProgramState.h"

#include <fingerprint/graph.h>
#include <random>

namespace stcache::tool {

/// Sets the text, and what follows from it.
inline void setText(Unit &U, const std::string &Text) {
  U.Text = Text;
  st::fingerprint::digest D = st::fingerprint::hash(Text.data(), Text.size());
  U.Own = {D.hi, D.lo};
}

/// A function f<I> in file.cpp:<I+1>.
inline Unit makeUnit(unsigned I) {
  Unit U;
  U.Name = "f" + std::to_string(I);
  U.Symbol = "_Z" + U.Name;
  U.Where = {"file.cpp", I + 1};
  U.Flags = "stcache";
  U.Source = "source of " + U.Name;
  setText(U, "text of " + U.Name + "\n");
  return U;
}

/// Count functions that call each other at random, the first one all of the others in the end.
inline State makeProgram(unsigned Count, std::mt19937 &Random) {
  State S;
  for (unsigned I = 0; I < Count; ++I)
    S.Units.push_back(makeUnit(I));
  auto Call = [&](unsigned From, unsigned To) {
    unsigned Position = S.Units[From].References.size();
    S.Units[From].References.push_back({Position, To});
  };
  for (unsigned I = 1; I < Count; ++I)
    Call(Random() % I, I);
  for (unsigned I = 0; I < Count; ++I)
    if (Random() % 3 == 0)
      Call(I, Random() % Count);
  Function F;
  F.Name = "f0";
  F.Symbol = "_Zf0";
  F.Where = S.Units[0].Where;
  S.Functions.push_back(F);
  return S;
}

} // namespace stcache::tool

#endif // TEST_TOOL_UNIT_PROGRAM_H
