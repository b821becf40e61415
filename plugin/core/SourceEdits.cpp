#include "SourceEdits.h"

#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace stcache {

std::string applyEdits(StringRef Source, ArrayRef<TextEdit> Edits, size_t Begin, size_t End) {
  std::string Result;
  for (const TextEdit &E : Edits) {
    if (E.Begin < Begin || E.End > End)
      continue;
    Result += Source.slice(Begin, E.Begin);
    Result += E.Text;
    Begin = E.End;
  }
  return Result += Source.slice(Begin, End);
}

SourceEdits::TokenEdit &SourceEdits::at(SourceLocation Loc) {
  return All[Loc.isMacroID() ? SM.getExpansionLoc(Loc) : SourceLocation()][Loc];
}

void SourceEdits::insertBefore(SourceLocation Loc, StringRef Text) { at(Loc).Before += Text; }

void SourceEdits::insertAfter(SourceLocation Loc, StringRef Text) { at(Loc).After += Text; }

void SourceEdits::replace(SourceLocation Loc, StringRef Text) {
  TokenEdit &E = at(Loc);
  E.Replaced = true;
  E.Text = Text;
}

unsigned SourceEdits::tokenEnd(SourceLocation FileLoc) const {
  return SM.getFileOffset(FileLoc) + Lexer::MeasureTokenLength(FileLoc, SM, Lang);
}

/// The line breaks of a text that is taken out.
static std::string lineBreaks(StringRef Text) {
  std::string Result;
  for (size_t I = 0; I < Text.size(); ++I)
    if (Text[I] == '\n')
      Result += I != 0 && Text[I - 1] == '\r' ? "\r\n" : "\n";
  return Result;
}

void SourceEdits::remove(SourceRange Tokens) {
  if (Tokens.getBegin().isMacroID()) {
    for (const Token &T : Macros.between(Tokens))
      replace(T.getLocation(), "");
    return;
  }
  auto [File, Begin] = SM.getDecomposedLoc(Tokens.getBegin());
  unsigned End = tokenEnd(Tokens.getEnd());
  Removed.push_back({File, Begin, End, lineBreaks(SM.getBufferData(File).slice(Begin, End))});
}

std::string SourceEdits::whyNot(SourceLocation Loc) const {
  if (Loc.isInvalid())
    return "it has no place in the source";
  if (Loc.isFileID())
    return SM.isWrittenInScratchSpace(Loc) || SM.isWrittenInBuiltinFile(Loc)
               ? "it is not written in a file"
               : "";
  return Macros.from(Loc).empty() ? "it comes from a macro of a system header" : "";
}

void SourceEdits::removeParentheses(SourceLocation Loc, SourceLocation RParen) {
  if (Loc.isFileID()) {
    if (std::optional<Token> LParen = Lexer::findNextToken(Loc, SM, Lang))
      remove({LParen->getLocation(), RParen});
    return;
  }
  for (const Token &T : Macros.between({Loc, RParen}).drop_front())
    replace(T.getLocation(), "");
}

/// From Tokens[From], which is `[[`, to its `]]`, if At is on the way and not in an inner bracket.
static size_t listEnd(ArrayRef<Token> Tokens, size_t From, SourceLocation At) {
  int Square = 0, Other = 0;
  bool Seen = false;
  for (size_t I = From; I < Tokens.size(); ++I) {
    const Token &T = Tokens[I];
    Seen |= T.getLocation() == At && Square == 2 && Other == 0;
    if (T.isOneOf(tok::l_paren, tok::l_brace))
      ++Other;
    else if (T.isOneOf(tok::r_paren, tok::r_brace))
      --Other;
    else if (T.is(tok::l_square))
      ++Square;
    else if (T.is(tok::r_square) && --Square == 0)
      return Seen ? I + 1 : From;
  }
  return From;
}

std::vector<Token> SourceEdits::attributeList(SourceRange Attribute) const {
  SourceLocation At = Attribute.getBegin();
  std::vector<Token> Tokens;
  if (At.isMacroID()) {
    Tokens = Macros.at(SM.getExpansionLoc(At));
  } else {
    // The lines before hold the brackets, if not all of the attributes before.
    auto [File, Offset] = SM.getDecomposedLoc(At);
    StringRef Text = SM.getBufferData(File);
    size_t Begin = Text.take_front(Offset).rfind("[[");
    for (int Tries = 0; Begin != StringRef::npos && Tries < 8; ++Tries) {
      Lexer Raw(SM.getLocForStartOfFile(File), Lang, Text.begin(), Text.begin() + Begin,
                Text.end());
      Tokens.clear();
      Token T;
      do {
        Raw.LexFromRawLexer(T);
        Tokens.push_back(T);
      } while (T.isNot(tok::eof) && (T.getLocation() < At || listEnd(Tokens, 0, At) == 0) &&
               Tokens.size() < 100000);
      if (size_t End = listEnd(Tokens, 0, At)) {
        Tokens.resize(End);
        return Tokens;
      }
      Begin = Begin == 0 ? StringRef::npos : Text.take_front(Begin).rfind("[[");
    }
    return {};
  }
  for (size_t I = Tokens.size(); I-- > 0;)
    if (Tokens[I].is(tok::l_square))
      if (size_t End = listEnd(Tokens, I, At); End != I)
        return {Tokens.begin() + I, Tokens.begin() + End};
  return {};
}

std::string SourceEdits::written(ArrayRef<Token> Tokens, const Expansion &Edits) const {
  std::string Result;
  const Token *Before = nullptr;
  for (const Token &T : Tokens) {
    auto Edit = Edits.find(T.getLocation());
    if (Before && (Macros.areApart(*Before, T) || Edit != Edits.end()) && !Result.empty() &&
        Result.back() != ' ')
      Result += ' ';
    Before = &T;
    if (Edit == Edits.end()) {
      Result += Macros.spelling(T);
      continue;
    }
    const TokenEdit &E = Edit->second;
    Result += E.Before;
    Result += E.Replaced ? E.Text : Macros.spelling(T);
    Result += E.After;
    if (!E.After.empty())
      Result += ' ';
  }
  return Result;
}

std::string SourceEdits::text(SourceRange Tokens,
                              const llvm::DenseMap<SourceLocation, std::string> &Before) const {
  CharSourceRange InFile =
      Lexer::makeFileCharRange(CharSourceRange::getTokenRange(Tokens), SM, Lang);
  if (InFile.isValid()) {
    auto [File, Begin] = SM.getDecomposedLoc(InFile.getBegin());
    unsigned End = SM.getFileOffset(InFile.getEnd());
    std::vector<std::pair<unsigned, StringRef>> Insertions;
    for (const auto &[Loc, Text] : Before)
      if (Loc.isFileID() && SM.getFileID(Loc) == File)
        Insertions.push_back({SM.getFileOffset(Loc), Text});
    llvm::sort(Insertions);
    StringRef Source = SM.getBufferData(File);
    std::string Result;
    for (auto [Offset, Text] : Insertions) {
      if (Offset < Begin || Offset >= End)
        continue;
      Result += Source.slice(Begin, Offset);
      Result += Text;
      Begin = Offset;
    }
    return Result += Source.slice(Begin, End);
  }
  // From macros: the tokens that came out of the expansions between the two.
  Expansion Edits;
  for (const auto &[Loc, Text] : Before)
    Edits[Loc].Before = Text;
  return written(Macros.between(Tokens), Edits);
}

SourceLocation SourceEdits::delimiterAfter(SourceLocation Loc) const {
  int Open = 0;
  auto Ends = [&](const Token &T) {
    if (T.isOneOf(tok::l_paren, tok::l_square, tok::l_brace))
      ++Open;
    else if (Open == 0 && T.isOneOf(tok::comma, tok::r_paren, tok::equal, tok::greater))
      return true;
    else if (T.isOneOf(tok::r_paren, tok::r_square, tok::r_brace))
      --Open;
    return false;
  };
  if (Loc.isMacroID()) {
    ArrayRef<Token> Tokens = Macros.from(Loc);
    for (const Token &T : Tokens.empty() ? Tokens : Tokens.drop_front())
      if (Ends(T))
        return T.getLocation();
    return SourceLocation();
  }
  while (std::optional<Token> T = Lexer::findNextToken(Loc, SM, Lang)) {
    if (T->is(tok::eof))
      break;
    if (Ends(*T))
      return T->getLocation();
    Loc = T->getLocation();
  }
  return SourceLocation();
}

namespace {
/// What stands behind a token comes before what stands before the next.
struct Ranked {
  TextEdit Edit;
  enum { After, Before, Replacement } Rank;
};
} // namespace

std::vector<TextEdit> SourceEdits::finish() const {
  std::vector<Ranked> Found;
  for (const TextEdit &E : Removed)
    Found.push_back({E, Ranked::Replacement});
  for (const auto &[Place, Edits] : All) {
    if (Place.isValid()) {
      Found.push_back({writtenOut(Place, Edits), Ranked::Replacement});
      continue;
    }
    for (const auto &[Loc, E] : Edits) {
      auto [File, Begin] = SM.getDecomposedLoc(Loc);
      unsigned End = tokenEnd(Loc);
      if (E.Replaced)
        Found.push_back({{File, Begin, End, E.Before + E.Text + E.After}, Ranked::Replacement});
      else if (!E.Before.empty())
        Found.push_back({{File, Begin, Begin, E.Before}, Ranked::Before});
      if (!E.Replaced && !E.After.empty())
        Found.push_back({{File, End, End, E.After}, Ranked::After});
    }
  }
  llvm::sort(Found, [](const Ranked &A, const Ranked &B) {
    return std::tie(A.Edit.File, A.Edit.Begin, A.Rank, A.Edit.End) <
           std::tie(B.Edit.File, B.Edit.Begin, B.Rank, B.Edit.End);
  });
  std::vector<TextEdit> Result;
  for (Ranked &R : Found)
    Result.push_back(std::move(R.Edit));
  return Result;
}

/// A macro's outcome in place of its invocation.
TextEdit SourceEdits::writtenOut(SourceLocation Place, const Expansion &Edits) const {
  ArrayRef<Token> Tokens = Macros.at(Place);
  CharSourceRange Invocation = SM.getExpansionRange(Tokens.front().getLocation());
  auto [File, Begin] = SM.getDecomposedLoc(Invocation.getBegin());
  unsigned End = Invocation.isTokenRange() ? tokenEnd(Invocation.getEnd())
                                           : SM.getFileOffset(Invocation.getEnd());
  std::string Breaks = lineBreaks(SM.getBufferData(File).slice(Begin, End));
  return {File, Begin, End, written(Tokens, Edits) + Breaks};
}

} // namespace stcache
