//===- ResponseFile.cpp - @file arguments ---------------------------------===//

#include "ResponseFile.h"

#include "File.h"

namespace stcxx {

namespace {

// A file that includes itself is the compiler's to report; here it must only end.
constexpr unsigned MaxDepth = 16;
constexpr size_t MaxArguments = size_t(1) << 22;

void expand(const std::string &Arg, unsigned Depth, std::vector<Argument> &Out) {
  if (Arg.size() > 1 && Arg[0] == '@' && Depth < MaxDepth && Out.size() < MaxArguments)
    if (auto Text = readFile(Arg.c_str() + 1)) {
      std::string_view Body = *Text;
      if (Body.starts_with("\xEF\xBB\xBF"))
        Body.remove_prefix(3);
      for (const std::string &Inner : tokenize(Body))
        expand(Inner, Depth + 1, Out);
      return;
    }
  Out.push_back({Arg, Depth != 0});
}

bool isSpace(char C) { return C == ' ' || C == '\t' || C == '\r' || C == '\n'; }

} // namespace

std::vector<std::string> tokenize(std::string_view Text) {
  std::vector<std::string> Tokens;
  std::string Token;
  bool Started = false;
  for (size_t I = 0, E = Text.size(); I != E; ++I) {
    char C = Text[I];
    if (isSpace(C)) {
      if (Started)
        Tokens.push_back(std::move(Token));
      Token.clear();
      Started = false;
      continue;
    }
    Started = true;
    if (C == '\\') {
      if (I + 1 != E)
        Token += Text[++I];
    } else if (C == '"' || C == '\'') {
      for (++I; I != E && Text[I] != C; ++I) {
        // As LLVM does: a backslash escapes inside both kinds of quotes.
        if (Text[I] == '\\' && I + 1 != E)
          ++I;
        Token += Text[I];
      }
      if (I == E)
        break;
    } else {
      Token += C;
    }
  }
  if (Started)
    Tokens.push_back(std::move(Token));
  return Tokens;
}

std::vector<Argument> expandResponseFiles(const std::vector<std::string> &Args) {
  std::vector<Argument> Out;
  Out.reserve(Args.size());
  for (const std::string &Arg : Args)
    expand(Arg, 0, Out);
  return Out;
}

} // namespace stcxx
