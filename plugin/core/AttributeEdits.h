// Changes of the text of one attribute, wherever its tokens are spelled.

#ifndef STCACHE_CORE_ATTRIBUTEEDITS_H
#define STCACHE_CORE_ATTRIBUTEEDITS_H

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>
#include <vector>

namespace clang {
class Expr;
class LangOptions;
class SourceManager;
} // namespace clang

namespace stcache {

/// Bytes of a file (not of a macro's expansion) and what they become.
struct SourceChange {
  clang::FileID File;
  unsigned Offset, Length;
  std::string Text;
};

/// Gathers changes of one attribute. Tokens that a macro gave are changed where they are spelled,
/// in its body or in its arguments.
class AttributeEdits {
public:
  /// Tokens: from the name on (OptionNames::attributeTokens). Arguments: what stands between the
  /// parentheses.
  AttributeEdits(const clang::SourceManager &SM, const clang::LangOptions &Lang,
                 llvm::ArrayRef<clang::Token> Tokens, llvm::ArrayRef<clang::Expr *> Arguments);

  void rename(llvm::StringRef To);
  /// Takes arguments out, with commas and the space beside them, and the parentheses when nothing
  /// is left in them. Comments stay.
  void drop(llvm::ArrayRef<unsigned> Arguments);

  /// Why the changes cannot be made; empty if they can.
  llvm::StringRef whyNot() const { return Why; }
  std::vector<SourceChange> take() { return std::move(Changes); }

private:
  /// Bytes [Begin, End) of a file.
  struct Region {
    clang::FileID File;
    unsigned Begin, End;
    llvm::StringRef Buffer;
  };
  std::optional<Region> regionOf(unsigned First, unsigned Last) const;
  std::optional<Region> regionAt(clang::FileID Level, unsigned First, unsigned Last) const;
  bool isEditable(clang::SourceLocation Spelled);
  void fail(llvm::StringRef Reason);
  void dropTokens(unsigned First, unsigned Last, bool UpToNext);
  bool dropAll();

  const clang::SourceManager &SM;
  const clang::LangOptions &Lang;
  llvm::ArrayRef<clang::Token> Tokens;
  std::vector<unsigned> Starts; // of the arguments, as indices of Tokens; then that of `)`
  std::vector<SourceChange> Changes;
  std::string Why;
};

} // namespace stcache

#endif // STCACHE_CORE_ATTRIBUTEEDITS_H
