// Versions of code that are kept beside the store.

#include "CodeRecords.h"
#include "program.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <gtest/gtest.h>

using namespace llvm;

namespace stcache::tool {
namespace {

class Records : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(sys::fs::createUniqueDirectory("stcache-records", Directory));
  }
  void TearDown() override { ASSERT_FALSE(sys::fs::remove_directories(Directory)); }

  std::string directory() const { return std::string(Directory); }
  std::vector<std::string> files() const {
    std::vector<std::string> Paths;
    std::error_code Why;
    for (sys::fs::directory_iterator It(Directory + "/code", Why), End; It != End && !Why;
         It.increment(Why))
      Paths.push_back(It->path());
    return Paths;
  }

  SmallString<128> Directory;
};

/// Functions that call nothing; all cached.
State flat(unsigned Count) {
  State S;
  for (unsigned I = 0; I < Count; ++I) {
    S.Units.push_back(makeUnit(I));
    Function F;
    F.Name = S.Units[I].Name;
    F.Symbol = S.Units[I].Symbol;
    F.Where = S.Units[I].Where;
    F.Root = I;
    F.Cached = true;
    S.Functions.push_back(F);
  }
  std::vector<State> Files;
  Files.push_back(std::move(S));
  return link(std::move(Files));
}

TEST_F(Records, FindsWhatWasAdded) {
  std::mt19937 Random(1);
  std::vector<State> Files;
  Files.push_back(makeProgram(20, Random));
  State S = link(std::move(Files));
  const Function &F = S.Functions.front();
  CodeRecords R(directory());
  EXPECT_FALSE(R.find(F.Symbol, S.fingerprint(F).hex()));
  EXPECT_EQ(cantFail(R.add(S, {&F})), 1u);
  EXPECT_EQ(cantFail(R.add(S, {&F})), 0u);
  std::optional<State> Found = R.find(F.Symbol, S.fingerprint(F).hex());
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found->Units.size(), S.Units.size());
  EXPECT_FALSE(R.find("_Zf1", S.fingerprint(F).hex()));
  EXPECT_FALSE(R.find(F.Symbol, std::string(32, '0')));
  EXPECT_FALSE(R.clear());
  EXPECT_FALSE(R.find(F.Symbol, S.fingerprint(F).hex()));
}

TEST_F(Records, TakesNoFileForAnother) {
  State S = flat(2);
  CodeRecords R(directory());
  EXPECT_EQ(cantFail(R.add(S, {&S.Functions[0]})), 1u);
  std::string First = files().front();
  EXPECT_EQ(cantFail(R.add(S, {&S.Functions[1]})), 1u);
  std::vector<std::string> Both = files();
  ASSERT_EQ(Both.size(), 2u);
  const std::string &Second = Both[Both[0] == First];
  ASSERT_FALSE(sys::fs::rename(First, Second));
  EXPECT_FALSE(R.find(S.Functions[1].Symbol, S.fingerprint(S.Functions[1]).hex()));
}

TEST_F(Records, KeepsNoMoreThanIsAllowed) {
  State S = flat(CodeRecords::MostFiles + 5);
  CodeRecords R(directory());
  EXPECT_EQ(cantFail(R.add(S, cachedFunctions(S))), CodeRecords::MostFiles + 5);
  EXPECT_EQ(files().size(), CodeRecords::MostFiles);
  const Function &Last = S.Functions.back();
  EXPECT_TRUE(R.find(Last.Symbol, S.fingerprint(Last).hex()));
}

TEST_F(Records, SaysWhatCannotBeWritten) {
  State S = flat(1);
  Expected<unsigned> New = CodeRecords(directory() + "/none").add(S, {&S.Functions[0]});
  ASSERT_FALSE(New);
  EXPECT_NE(toString(New.takeError()).find("cannot make"), std::string::npos);
}

} // namespace
} // namespace stcache::tool
