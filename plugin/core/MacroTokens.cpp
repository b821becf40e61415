#include "MacroTokens.h"

#include "clang/Lex/Preprocessor.h"
#include "clang/Lex/TokenConcatenation.h"

using namespace clang;

namespace stcache {

MacroTokens::MacroTokens(Preprocessor &PP) : PP(PP) {}

void MacroTokens::see(const Token &T) {
  if (!T.getLocation().isMacroID() || T.isAnnotation())
    return;
  const SourceManager &SM = PP.getSourceManager();
  SourceLocation Expansion = SM.getExpansionLoc(T.getLocation());
  if (Expansion != Current) {
    Current = Expansion;
    if (FileID In = SM.getFileID(Expansion); In != File) {
      File = In;
      Wanted = !SM.isInSystemHeader(Expansion);
    }
    Last = nullptr;
  }
  if (!Wanted)
    return;
  // A pointer into the map would not outlive the next entry.
  if (!Last)
    Last = &Expansions[Expansion];
  Last->push_back(T);
}

ArrayRef<Token> MacroTokens::at(SourceLocation Expansion) const {
  auto Found = Expansions.find(Expansion);
  return Found == Expansions.end() ? ArrayRef<Token>() : ArrayRef<Token>(Found->second);
}

ArrayRef<Token> MacroTokens::from(SourceLocation Loc) const {
  ArrayRef<Token> All = at(PP.getSourceManager().getExpansionLoc(Loc));
  return All.drop_until([&](const Token &T) { return T.getLocation() == Loc; });
}

ArrayRef<Token> MacroTokens::between(SourceRange Range) const {
  ArrayRef<Token> Tokens = from(Range.getBegin());
  for (size_t I = 0; I < Tokens.size(); ++I)
    if (Tokens[I].getLocation() == Range.getEnd())
      return Tokens.take_front(I + 1);
  return Tokens;
}

bool MacroTokens::areApart(const Token &Before, const Token &T) const {
  Token None;
  None.startToken();
  return T.hasLeadingSpace() || T.isAtStartOfLine() ||
         TokenConcatenation(PP).AvoidConcat(None, Before, T);
}

std::string MacroTokens::spelling(const Token &T) const {
  // The name that the program's tokens have now may be another (see OptionNames).
  return Lexer::getSpelling(T, PP.getSourceManager(), PP.getLangOpts());
}

} // namespace stcache
