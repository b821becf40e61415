#pragma once
#include "../../contract/Inputs/check.h"

extern int runs;

// Every call twice: the second is a hit.
template <class Call> int runs_of(Call call) {
  const int before = runs;
  const auto first = call();
  const auto second = call();
  EXPECT(first == second);
  return runs - before;
}
