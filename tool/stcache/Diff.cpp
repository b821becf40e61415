//===- Diff.cpp - Lines that differ ---------------------------------------===//

#include "Diff.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/FormatVariadic.h"

using namespace llvm;

namespace stcache::tool {
namespace {

using Lines = SmallVector<StringRef, 64>;

/// Beyond this many lines that differ, finding the least difference takes too long: the whole
/// middle is shown.
constexpr int MostDifferences = 2000;

/// With their line breaks, the last one perhaps without.
Lines split(StringRef Text) {
  Lines Result;
  while (!Text.empty()) {
    size_t End = Text.find('\n');
    Result.push_back(Text.take_front(End == StringRef::npos ? End : End + 1));
    Text = Text.drop_front(Result.back().size());
  }
  return Result;
}

struct Line {
  char Mark; // '-', '+', ' '
  StringRef Text;
};

/// How far one gets with some differences, on each diagonal (Myers, "An O(ND) difference
/// algorithm"): Reach[D][K + D] is the number of lines of A behind which one is, D differences and
/// K more lines of A than of B having been passed. The last has the end; empty beyond the limit.
std::vector<std::vector<int>> reach(ArrayRef<StringRef> A, ArrayRef<StringRef> B) {
  int N = int(A.size()), M = int(B.size());
  std::vector<std::vector<int>> Reach;
  for (int D = 0; D <= std::min(MostDifferences, N + M); ++D) {
    std::vector<int> &Now = Reach.emplace_back(2 * D + 1, -1);
    for (int K = -D; K <= D; K += 2) {
      auto Before = [&](int Diagonal) {
        return std::abs(Diagonal) < D ? Reach[D - 1][Diagonal + D - 1] : -1;
      };
      int X = D == 0 ? 0 : std::max(Before(K - 1) + (Before(K - 1) >= 0), Before(K + 1));
      if (X < 0 || X > N || X - K > M)
        continue;
      while (X < N && X - K < M && A[X] == B[X - K])
        ++X;
      Now[K + D] = X;
      if (X == N && X - K == M)
        return Reach;
    }
  }
  return {};
}

/// The least difference.
void align(ArrayRef<StringRef> A, ArrayRef<StringRef> B, std::vector<Line> &Out) {
  int X = int(A.size()), Y = int(B.size());
  std::vector<Line> Back; // from the end
  std::vector<std::vector<int>> Reach = reach(A, B);
  for (int D = int(Reach.size()) - 1; D > 0; --D) {
    auto Before = [&](int Diagonal) {
      return std::abs(Diagonal) < D ? Reach[D - 1][Diagonal + D - 1] : -1;
    };
    int K = X - Y, Removed = Before(K - 1), Added = Before(K + 1);
    bool Removes = Removed >= 0 && Removed + 1 > Added;
    for (int Start = Removes ? Removed + 1 : Added; X > Start; --Y)
      Back.push_back({' ', A[--X]});
    Back.push_back(Removes ? Line{'-', A[--X]} : Line{'+', B[--Y]});
  }
  if (!Reach.empty())
    for (; X > 0; --Y)
      Back.push_back({' ', A[--X]});
  while (Y > 0)
    Back.push_back({'+', B[--Y]});
  while (X > 0)
    Back.push_back({'-', A[--X]});
  // What goes stands before what comes.
  std::vector<Line> Added;
  auto Flush = [&] {
    Out.insert(Out.end(), Added.begin(), Added.end());
    Added.clear();
  };
  for (const Line &L : reverse(Back)) {
    if (L.Mark == ' ')
      Flush();
    (L.Mark == '+' ? Added : Out).push_back(L);
  }
  Flush();
}

std::vector<Line> compare(ArrayRef<StringRef> A, ArrayRef<StringRef> B) {
  size_t Head = 0, Tail = 0;
  while (Head < A.size() && Head < B.size() && A[Head] == B[Head])
    ++Head;
  while (Tail < A.size() - Head && Tail < B.size() - Head &&
         A[A.size() - 1 - Tail] == B[B.size() - 1 - Tail])
    ++Tail;
  std::vector<Line> All;
  All.reserve(A.size() + B.size());
  for (size_t I = 0; I < Head; ++I)
    All.push_back({' ', A[I]});
  align(A.slice(Head, A.size() - Head - Tail), B.slice(Head, B.size() - Head - Tail), All);
  for (size_t I = A.size() - Tail; I < A.size(); ++I)
    All.push_back({' ', A[I]});
  return All;
}

/// The lines that differ and those around them.
std::vector<bool> wanted(ArrayRef<Line> All, unsigned Context) {
  std::vector<bool> Wanted(All.size());
  for (size_t I = 0; I < All.size(); ++I)
    if (All[I].Mark != ' ')
      for (size_t J = I - std::min<size_t>(I, Context); J < All.size() && J <= I + Context; ++J)
        Wanted[J] = true;
  return Wanted;
}

} // namespace

std::vector<std::string> diffLines(StringRef Before, StringRef After, unsigned Context) {
  Lines A = split(Before), B = split(After);
  for (Lines *Text : {&A, &B})
    for (StringRef &L : *Text)
      L.consume_back("\n");
  std::vector<Line> All = compare(A, B);
  std::vector<bool> Wanted = wanted(All, Context);
  std::vector<std::string> Result;
  for (size_t I = 0; I < All.size(); ++I)
    if (Wanted[I])
      Result.push_back((Twine(All[I].Mark) + " " + All[I].Text).str());
    else if (!Result.empty() && Result.back() != "...")
      Result.push_back("...");
  if (!Result.empty() && Result.back() == "...")
    Result.pop_back();
  return Result;
}

std::string unifiedDiff(StringRef Before, StringRef After, StringRef Name) {
  std::vector<Line> All = compare(split(Before), split(After));
  std::vector<bool> Wanted = wanted(All, 3);
  if (!is_contained(Wanted, true))
    return "";
  // patch takes a name up to a blank, or up to a tab where there is one.
  StringRef NameEnd = Name.contains(' ') ? "\t\n" : "\n";
  std::string Result = ("--- " + Name + NameEnd + "+++ " + Name + NameEnd).str();
  size_t Old = 1, New = 1; // numbers of the next lines
  for (size_t I = 0; I < All.size();) {
    if (!Wanted[I]) {
      ++I, ++Old, ++New;
      continue;
    }
    size_t OldStart = Old, NewStart = New;
    std::string Text;
    for (; I < All.size() && Wanted[I]; ++I) {
      Old += All[I].Mark != '+';
      New += All[I].Mark != '-';
      Text += (Twine(All[I].Mark) + All[I].Text).str();
      if (!All[I].Text.ends_with("\n"))
        Text += "\n\\ No newline at end of file\n";
    }
    // Nothing is behind a line, not from one on.
    Result += formatv("@@ -{0},{1} +{2},{3} @@\n", OldStart - (Old == OldStart), Old - OldStart,
                      NewStart - (New == NewStart), New - NewStart)
                  .str() +
              Text;
  }
  return Result;
}

} // namespace stcache::tool
