// Changes to the text of a translation unit's files, stated in terms of its tokens.

#ifndef STCACHE_CORE_SOURCEEDITS_H
#define STCACHE_CORE_SOURCEEDITS_H

#include "MacroTokens.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"

#include <string>
#include <vector>

namespace clang {
class LangOptions;
}

namespace stcache {

/// Bytes [Begin, End) of a file (of one of its inclusions) become Text. Text that holds line breaks
/// ends with a #line directive, so that what follows keeps its line.
struct TextEdit {
  clang::FileID File;
  unsigned Begin, End;
  std::string Text;
};

/// The bytes [Begin, End) of a source with those edits that are within, which are in order.
std::string applyEdits(llvm::StringRef Source, llvm::ArrayRef<TextEdit> Edits, size_t Begin,
                       size_t End);

/// Gathers edits. A token that came from a macro can be edited, too: its macro is then written out
/// in place of the invocation.
class SourceEdits {
public:
  SourceEdits(const clang::SourceManager &SM, const clang::LangOptions &Lang,
              const MacroTokens &Macros)
      : SM(SM), Lang(Lang), Macros(Macros) {}

  /// Before and behind the token that begins at Loc. Texts for one place stand in the order in
  /// which they came.
  void insertBefore(clang::SourceLocation Loc, llvm::StringRef Text);
  void insertAfter(clang::SourceLocation Loc, llvm::StringRef Text);
  void replace(clang::SourceLocation Loc, llvm::StringRef Text);
  /// Takes the tokens from one to another out, both included. Comments between them go, line breaks
  /// stay.
  void remove(clang::SourceRange Tokens);

  /// Takes out `(...)` that follows the token at Loc and ends at RParen.
  void removeParentheses(clang::SourceLocation Loc, clang::SourceLocation RParen);

  /// The tokens from `[[` to `]]` around the attribute that is written there, both included; empty
  /// when they are not in one file or macro.
  std::vector<clang::Token> attributeList(clang::SourceRange Attribute) const;

  /// Why there can be no edit at this place; empty if there can.
  std::string whyNot(clang::SourceLocation Loc) const;

  /// The text of tokens, macros in it as they are written or, inside a macro, as they came out.
  /// Before: what is put before the token at a place.
  std::string text(clang::SourceRange Tokens,
                   const llvm::DenseMap<clang::SourceLocation, std::string> &Before) const;

  /// The next `,`, `=`, `>` or closing parenthesis behind the token at Loc, outside of inner
  /// parentheses; no place where that is not in the same file or macro.
  clang::SourceLocation delimiterAfter(clang::SourceLocation Loc) const;

  /// All edits, in the order of files and places.
  std::vector<TextEdit> finish() const;

private:
  struct TokenEdit {
    std::string Before, After;
    bool Replaced = false;
    std::string Text; // in its place
  };
  using Expansion = llvm::DenseMap<clang::SourceLocation, TokenEdit>;

  TokenEdit &at(clang::SourceLocation Loc);
  TextEdit writtenOut(clang::SourceLocation Place, const Expansion &Edits) const;
  unsigned tokenEnd(clang::SourceLocation FileLoc) const;
  std::string written(llvm::ArrayRef<clang::Token> Tokens, const Expansion &Edits) const;

  const clang::SourceManager &SM;
  const clang::LangOptions &Lang;
  const MacroTokens &Macros;
  // By the place of the outermost macro, or no place for tokens of files.
  llvm::MapVector<clang::SourceLocation, Expansion> All;
  std::vector<TextEdit> Removed; // in files
};

} // namespace stcache

#endif // STCACHE_CORE_SOURCEEDITS_H
