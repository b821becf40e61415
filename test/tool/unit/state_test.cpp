#include "program.h"

#include "llvm/Support/FormatVariadic.h"
#include "gtest/gtest.h"

using namespace stcache::tool;

namespace {

State everything() {
  State S;
  S.Units = {makeUnit(0), makeUnit(1), makeUnit(2)};
  Unit &U = S.Units[0];
  U.Kind = stcache::UnitKind::Cached;
  U.References = {{0, 1}, {0, 2}, {3, 0}};
  U.IndirectCalls = {{"b.h", 7}};
  U.Conservative = U.Throws = U.Nothrow = true;
  U.Source = "caf\xc3\xa9 \"quoted\"\n\ttab";
  U.Total = {~0ULL, 1};
  S.Units[1].External = S.Units[1].Optional = true;
  S.Units[1].Where = {};
  S.Units[2].Kind = stcache::UnitKind::Record;
  S.Units[2].Opaque = true;
  S.Units[2].Symbol = "";
  Function F;
  F.Name = "ns::f";
  F.Symbol = "_Zf";
  F.Where = {"a.cpp", 3};
  F.Cached = true;
  F.Listed = false;
  S.Functions.push_back(F);
  S.Definitions.push_back({0xfedcba9876543210, 2});
  return S;
}

TEST(State, IsReadAsWritten) {
  State S = everything();
  llvm::Expected<State> Read = stateFromJSON(toJSON(S));
  ASSERT_TRUE(bool(Read));
  EXPECT_EQ(Read->Units, S.Units);
  ASSERT_EQ(Read->Functions.size(), 1U);
  EXPECT_EQ(Read->Functions[0].Where, S.Functions[0].Where);
  EXPECT_TRUE(Read->Functions[0].Cached);
  EXPECT_FALSE(Read->Functions[0].Listed);
  ASSERT_EQ(Read->Definitions.size(), 1U);
  EXPECT_EQ(Read->Definitions[0].Name, 0xfedcba9876543210);
}

TEST(State, DamageIsNoticedOrHarmless) {
  std::string Text = llvm::formatv("{0}", toJSON(everything())).str();
  std::mt19937 Random(5);
  unsigned Refused = 0, Taken = 0;
  for (int Round = 0; Round < 20000; ++Round) {
    std::string Damaged = Text;
    for (unsigned Count = 1 + Random() % 2; Count; --Count) {
      size_t At = Random() % Damaged.size();
      static constexpr char Bytes[] = "0123456789-,\"[]{}.eftn";
      Damaged[At] = Bytes[Random() % (sizeof Bytes - 1)];
    }
    llvm::Expected<llvm::json::Value> Value = llvm::json::parse(Damaged);
    if (!Value) {
      llvm::consumeError(Value.takeError());
      continue;
    }
    llvm::Expected<State> S = stateFromJSON(*Value);
    if (!S) {
      llvm::consumeError(S.takeError());
      ++Refused;
      continue;
    }
    ++Taken;
    for (const Function &F : S->Functions)
      for (unsigned Id : S->reachable(F.Root))
        ASSERT_LT(Id, S->Units.size());
    link({std::move(*S)});
  }
  EXPECT_GT(Refused, 100U);
  EXPECT_GT(Taken, 100U);
}

/// Puts each unit into one of several files; a reference to a unit in another file is to its name.
std::vector<State> scatter(const State &Whole, unsigned Files, std::mt19937 &Random) {
  std::vector<State> Result(Files);
  std::vector<unsigned> FileOf, NumberIn;
  for (const Unit &U : Whole.Units) {
    FileOf.push_back(Random() % Files);
    State &File = Result[FileOf.back()];
    NumberIn.push_back(File.Units.size());
    File.Definitions.push_back(
        {st::fingerprint::name_hash(U.Symbol.data(), U.Symbol.size()), NumberIn.back()});
    File.Units.push_back(U);
  }
  for (size_t I = 0; I < Whole.Units.size(); ++I) {
    State &File = Result[FileOf[I]];
    for (size_t R = 0; R < Whole.Units[I].References.size(); ++R) {
      unsigned Target = Whole.Units[I].References[R].Target;
      if (FileOf[Target] == FileOf[I]) {
        File.Units[NumberIn[I]].References[R].Target = NumberIn[Target];
        continue;
      }
      Unit Name = makeUnit(Target);
      Name.External = Name.Throws = true;
      File.Units[NumberIn[I]].References[R].Target = File.Units.size();
      File.Units.push_back(Name);
    }
  }
  Function F = Whole.Functions[0];
  F.Root = NumberIn[0];
  Result[FileOf[0]].Functions.push_back(F);
  return Result;
}

TEST(State, FilesMakeNoDifference) {
  std::mt19937 Random(6);
  for (int Round = 0; Round < 300; ++Round) {
    State Whole = makeProgram(1 + Random() % 40, Random);
    std::vector<State> Files = scatter(Whole, 1 + Random() % 5, Random);
    State One = link({Whole}), Many = link(std::move(Files));
    ASSERT_EQ(One.fingerprint(One.Functions[0]), Many.fingerprint(Many.Functions[0]));
    EXPECT_EQ(One.Units.size(), Many.Units.size());
  }
}

TEST(State, WhatNobodyDefinesCountsByName) {
  auto Print = [](const std::string &Symbol, bool Optional) {
    State S;
    S.Units = {makeUnit(0), makeUnit(1)};
    S.Units[0].References = {{0, 1}};
    S.Units[1].External = true;
    S.Units[1].Optional = Optional;
    S.Units[1].Symbol = Symbol;
    S.Functions.emplace_back();
    State Linked = link({S});
    return Linked.fingerprint(Linked.Functions[0]);
  };
  EXPECT_NE(Print("a", false), Print("b", false));
  EXPECT_EQ(Print("a", true), Print("b", true));
  EXPECT_NE(Print("a", false), Print("a", true));
}

TEST(State, SharedUnitsAreKeptOnce) {
  State A;
  A.Units = {makeUnit(0), makeUnit(1)};
  A.Units[0].References = {{0, 1}};
  A.Functions.emplace_back();
  State B = A;
  B.Units[0] = makeUnit(2);
  B.Units[0].References = {{0, 1}};
  State Linked = link({A, B});
  EXPECT_EQ(Linked.Units.size(), 3U);
  EXPECT_EQ(Linked.only({&Linked.Functions[1]}).Units.size(), 2U);
}

} // namespace
