#include "Command.h"

#include "gtest/gtest.h"

using namespace stcache::tool;

namespace {

using Strings = std::vector<std::string>;
const Command Test = {"test", "", "", nullptr};

struct Parsed {
  bool Flag = false;
  std::string Value;
  Strings List;
  Options Read{Test};
  bool Good;

  explicit Parsed(const Strings &Args) {
    Read.flag("--flag", Flag);
    Read.value("-p", Value);
    Read.list("--name", List);
    Good = Read.parse(Args);
  }
};

TEST(Options, Forms) {
  Parsed P(
      {"a", "--flag", "-pdir", "--name=x", "b", "--name", "y=z", "-", "--", "-std=c++20", "--"});
  EXPECT_TRUE(P.Good);
  EXPECT_TRUE(P.Flag);
  EXPECT_EQ(P.Value, "dir");
  EXPECT_EQ(P.List, (Strings{"x", "y=z"}));
  EXPECT_EQ(P.Read.Operands, (Strings{"a", "b", "-"}));
  EXPECT_TRUE(P.Read.HasRest);
  EXPECT_EQ(P.Read.Rest, (Strings{"-std=c++20", "--"}));
  EXPECT_EQ(Parsed({"-p", "dir"}).Value, "dir");
  EXPECT_FALSE(Parsed({"a"}).Read.HasRest);
}

TEST(Options, Mistakes) {
  for (const Strings &Args :
       {Strings{"--unknown"}, {"--flag=1"}, {"-p"}, {"--name", "--"}, {"-x"}, {"--fla"}})
    EXPECT_FALSE(Parsed(Args).Good) << Args[0];
}

TEST(Options, Similar) {
  Strings Names = {"ns::load_rides", "load_rows", "unrelated", "ns::load_rides"};
  EXPECT_EQ(similar("load_ride", Names), (Strings{"ns::load_rides", "load_rows"}));
  EXPECT_TRUE(similar("xyz", Names).empty());
  EXPECT_EQ(didYouMean({"a", "b", "c"}, "nothing"), "did you mean 'a', 'b' or 'c'?");
  EXPECT_EQ(didYouMean({}, "nothing"), "nothing");
}

} // namespace
