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

/// Beyond this, finding the least difference takes too long: the whole middle is shown.
constexpr size_t MostCells = 16 << 20;

Lines split(StringRef Text) {
  Lines Result;
  if (!Text.empty())
    Text.rtrim('\n').split(Result, '\n');
  return Result;
}

struct Line {
  char Mark; // '-', '+', ' '
  StringRef Text;
};

/// A longest common subsequence, by dynamic programming.
void align(ArrayRef<StringRef> A, ArrayRef<StringRef> B, std::vector<Line> &Out) {
  size_t Width = B.size() + 1;
  std::vector<unsigned> Best;
  bool Small = (A.size() + 1) * Width <= MostCells;
  if (Small) {
    Best.resize((A.size() + 1) * Width);
    for (size_t I = A.size(); I-- > 0;)
      for (size_t J = B.size(); J-- > 0;)
        Best[I * Width + J] = A[I] == B[J]
                                  ? Best[(I + 1) * Width + J + 1] + 1
                                  : std::max(Best[(I + 1) * Width + J], Best[I * Width + J + 1]);
  }
  size_t I = 0, J = 0;
  while (Small && I < A.size() && J < B.size())
    if (A[I] == B[J]) {
      Out.push_back({' ', A[I]});
      ++I, ++J;
    } else if (Best[(I + 1) * Width + J] >= Best[I * Width + J + 1]) {
      Out.push_back({'-', A[I++]});
    } else {
      Out.push_back({'+', B[J++]});
    }
  for (; I < A.size(); ++I)
    Out.push_back({'-', A[I]});
  for (; J < B.size(); ++J)
    Out.push_back({'+', B[J]});
}

std::vector<Line> compare(StringRef Before, StringRef After) {
  Lines A = split(Before), B = split(After);
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
  align(ArrayRef(A).slice(Head, A.size() - Head - Tail),
        ArrayRef(B).slice(Head, B.size() - Head - Tail), All);
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
  std::vector<Line> All = compare(Before, After);
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
  std::vector<Line> All = compare(Before, After);
  std::vector<bool> Wanted = wanted(All, 3);
  if (!is_contained(Wanted, true))
    return "";
  std::string Result = ("--- " + Name + "\n+++ " + Name + "\n").str();
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
      Text += (Twine(All[I].Mark) + All[I].Text + "\n").str();
    }
    Result +=
        formatv("@@ -{0},{1} +{2},{3} @@\n", OldStart, Old - OldStart, NewStart, New - NewStart)
            .str() +
        Text;
  }
  return Result;
}

} // namespace stcache::tool
