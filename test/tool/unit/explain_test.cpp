#include "Explain.h"
#include "program.h"

#include "gtest/gtest.h"

#include <set>

using namespace stcache::tool;

namespace {

using Names = std::set<std::string>;

Names changed(const State &Before, const State &After) {
  Names Result;
  for (const Cause &C : explain(Before, Before.Functions[0].Root, After, After.Functions[0].Root)) {
    EXPECT_EQ(C.What, Cause::Changed);
    EXPECT_TRUE(Result.insert(C.After->Name).second) << "twice: " << C.After->Name;
    EXPECT_EQ(C.Chain.front()->Name, "f0");
    EXPECT_EQ(C.Chain.back(), C.After);
    for (size_t I = 0; I + 1 < C.Chain.size(); ++I) {
      bool Refers = false;
      for (const Unit::Reference &R : C.Chain[I]->References)
        Refers |= &After.Units[R.Target] == C.Chain[I + 1];
      EXPECT_TRUE(Refers) << C.Chain[I]->Name << " -> " << C.Chain[I + 1]->Name;
    }
  }
  return Result;
}

TEST(Explain, NamesExactlyWhatChanged) {
  std::mt19937 Random(2);
  for (int Round = 0; Round < 500; ++Round) {
    State Before = makeProgram(1 + Random() % 30, Random), After = Before;
    Names Wanted;
    for (unsigned Count = Random() % 4; Count; --Count) {
      Unit &U = After.Units[Random() % After.Units.size()];
      setText(U, "other text\n");
      Wanted.insert(U.Name);
    }
    EXPECT_EQ(changed(link({Before}), link({After})), Wanted);
  }
}

TEST(Explain, ReferencesThatComeAndGo) {
  std::mt19937 Random(3);
  for (int Round = 0; Round < 500; ++Round) {
    State Before = makeProgram(2 + Random() % 30, Random), After = Before;
    unsigned From = Random() % After.Units.size();
    unsigned Position = After.Units[From].References.size();
    After.Units.push_back(makeUnit(1000));
    After.Units[From].References.push_back({Position, unsigned(After.Units.size() - 1)});
    State B = link({Before}), A = link({After});
    std::vector<Cause> There = explain(B, 0, A, 0), Back = explain(A, 0, B, 0);
    ASSERT_EQ(There.size(), 1U);
    EXPECT_EQ(There[0].What, Cause::References);
    EXPECT_EQ(There[0].After->Name, Before.Units[From].Name);
    ASSERT_EQ(There[0].Added.size(), 1U);
    EXPECT_EQ(There[0].Added[0]->Name, "f1000");
    EXPECT_TRUE(There[0].Removed.empty());
    ASSERT_EQ(Back.size(), 1U);
    ASSERT_EQ(Back[0].Removed.size(), 1U);
    EXPECT_EQ(Back[0].Removed[0]->Name, "f1000");
  }
}

TEST(Explain, FlagsAreNamedOnce) {
  std::mt19937 Random(4);
  State Before = makeProgram(20, Random), After = Before;
  for (Unit &U : After.Units) {
    U.Flags = "stcache wrapv";
    U.Own.Lo ^= 1; // as flags do to the hash
  }
  State B = link({Before}), A = link({After});
  std::vector<Cause> Causes = explain(B, 0, A, 0);
  ASSERT_EQ(Causes.size(), 1U);
  EXPECT_EQ(Causes[0].What, Cause::Flags);
}

} // namespace
