// The tokens that macros of the user's files gave, so that what a macro produced can be written
// out.

#ifndef STCACHE_CORE_MACROTOKENS_H
#define STCACHE_CORE_MACROTOKENS_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/DenseMap.h"

#include <string>
#include <vector>

namespace clang {
class Preprocessor;
}

namespace stcache {

class MacroTokens {
public:
  /// The preprocessor must live as long as the tokens are asked for.
  explicit MacroTokens(clang::Preprocessor &PP);

  /// To be shown every token of the translation unit, in order.
  void see(const clang::Token &Token);

  /// What the outermost macro whose expansion begins at a place of a file gave there; empty when
  /// no macro does.
  llvm::ArrayRef<clang::Token> at(clang::SourceLocation Expansion) const;

  /// Of what a macro gave, the tokens from the one at Loc on; empty where it has none there.
  llvm::ArrayRef<clang::Token> from(clang::SourceLocation Loc) const;
  /// The same up to the one at the end of a range.
  llvm::ArrayRef<clang::Token> between(clang::SourceRange Range) const;

  /// Whether two tokens that follow each other must be, or were, apart.
  bool areApart(const clang::Token &Before, const clang::Token &T) const;

  std::string spelling(const clang::Token &T) const;

private:
  clang::Preprocessor &PP;
  llvm::DenseMap<clang::SourceLocation, std::vector<clang::Token>> Expansions;
  clang::SourceLocation Current;             // of the expansion that the last token came from
  std::vector<clang::Token> *Last = nullptr; // its tokens
  clang::FileID File;                        // of a token known to be in an ordinary file
  bool Wanted = false;                       // is that a file of the user's?
};

} // namespace stcache

#endif // STCACHE_CORE_MACROTOKENS_H
