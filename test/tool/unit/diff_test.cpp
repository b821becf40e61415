#include "Diff.h"

#include "gtest/gtest.h"

#include <random>

using namespace stcache::tool;

namespace {

std::string join(const std::vector<std::string> &Lines) {
  std::string Text;
  for (const std::string &Line : Lines)
    Text += Line + "\n";
  return Text;
}

TEST(Diff, EqualTextsDoNotDiffer) {
  EXPECT_TRUE(diffLines("", "").empty());
  EXPECT_TRUE(diffLines("a\nb\n", "a\nb").empty());
}

TEST(Diff, ShowsWhatIsAround) {
  EXPECT_EQ(diffLines("a\nb\nc\nd\n", "a\nb\nx\nd\n"),
            (std::vector<std::string>{"  b", "- c", "+ x", "  d"}));
  EXPECT_EQ(diffLines("1\n2\n3\n4\n5\n6\n7\n", "x\n2\n3\n4\n5\n6\ny\n", 1),
            (std::vector<std::string>{"- 1", "+ x", "  2", "...", "  6", "- 7", "+ y"}));
  EXPECT_EQ(diffLines("", "a\n"), (std::vector<std::string>{"+ a"}));
}

size_t longestCommon(const std::vector<std::string> &A, const std::vector<std::string> &B,
                     size_t I = 0, size_t J = 0) {
  if (I == A.size() || J == B.size())
    return 0;
  if (A[I] == B[J])
    return 1 + longestCommon(A, B, I + 1, J + 1);
  return std::max(longestCommon(A, B, I + 1, J), longestCommon(A, B, I, J + 1));
}

TEST(Diff, IsRightAndLeast) {
  std::mt19937 Random(1);
  for (int Round = 0; Round < 2000; ++Round) {
    std::vector<std::string> A(Random() % 9), B(Random() % 9), Left, Right;
    for (auto *Text : {&A, &B})
      for (std::string &Line : *Text)
        Line = std::string(1, char('a' + Random() % 3));
    size_t Same = 0;
    for (const std::string &Line : diffLines(join(A), join(B), /*Context=*/100)) {
      if (Line[0] != '+')
        Left.push_back(Line.substr(2));
      if (Line[0] != '-')
        Right.push_back(Line.substr(2));
      Same += Line[0] == ' ';
    }
    if (A == B)
      continue;
    EXPECT_EQ(Left, A);
    EXPECT_EQ(Right, B);
    EXPECT_EQ(Same, longestCommon(A, B));
  }
}

TEST(Diff, PatchesSayWhereTheLastLineEnds) {
  EXPECT_EQ(unifiedDiff("a\nb", "a\nc", "f"),
            "--- f\n+++ f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline "
            "at end of file\n+c\n\\ No newline at end of file\n");
  EXPECT_EQ(unifiedDiff("a\n\n\n", "b\n\n\n", "f"),
            "--- f\n+++ f\n@@ -1,3 +1,3 @@\n-a\n+b\n \n \n");
  EXPECT_EQ(unifiedDiff("", "a\n", "f"), "--- f\n+++ f\n@@ -0,0 +1,1 @@\n+a\n");
}

TEST(Diff, NamesMayHoldBlanks) {
  EXPECT_EQ(unifiedDiff("a\n", "b\n", "x y"), "--- x y\t\n+++ x y\t\n@@ -1,1 +1,1 @@\n-a\n+b\n");
}

TEST(Diff, FewChangesInALongTextAreShownAlone) {
  std::string A;
  for (int I = 0; I < 20000; ++I)
    A += "a" + std::to_string(I) + "\n";
  EXPECT_EQ(diffLines("1\n" + A + "2\n", "3\n" + A + "4\n", 0),
            (std::vector<std::string>{"- 1", "+ 3", "...", "- 2", "+ 4"}));
}

TEST(Diff, LongTextsTakeNoLongTime) {
  std::string A, B;
  for (int I = 0; I < 100000; ++I) {
    A += "a" + std::to_string(I) + "\n";
    B += "b" + std::to_string(I) + "\n";
  }
  EXPECT_EQ(diffLines("same\n" + A, "same\n" + B).size(), 200001U);
}

} // namespace
