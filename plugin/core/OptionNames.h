// Lets options be written by their bare names inside the attributes' parentheses:
// [[st::cache_data(ttl = 60, persist = disk)]] without `using namespace st`.

#ifndef STCACHE_CORE_OPTIONNAMES_H
#define STCACHE_CORE_OPTIONNAMES_H

#include "Compat.h"

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/DenseMap.h"

#include <functional>
#include <vector>

namespace clang {
class Preprocessor;
class Sema;
} // namespace clang

namespace stcache {

/// Watches the tokens go by and renames those that must mean the same in every program:
///   * `cache_data` in `[[st::cache_data(...)]]` becomes an identifier that only the plugin has
///     registered, so that attributes of the same name in other scopes stay unknown;
///   * `ttl` in `ttl = 5` inside its parentheses becomes one that only lookup here finds, so that
///     a variable of that name does not hide the option.
/// Lookup of these, and of option values that the program does not declare, is answered from
/// namespace st. The new names hold characters that no identifier in a source can hold.
///
/// Watching tokens, not text, makes attributes work whose parts come from macros.
class OptionNames : public compat::PortableSemaSource {
public:
  /// Starts to watch. The object must live as long as the preprocessor.
  void watch(clang::Preprocessor &PP);
  /// Somebody else who watches: the preprocessor has room for one.
  void alsoTell(std::function<void(const clang::Token &)> Watcher) { Also = std::move(Watcher); }
  void attach(clang::Sema &S) { TheSema = &S; }

  bool LookupUnqualified(clang::LookupResult &R, clang::Scope *Scope) override;

  /// The tokens of an attribute, from its name to the last parenthesis, by the place of the last
  /// one. Empty for those that a precompiled header brought.
  llvm::ArrayRef<clang::Token> attributeTokens(clang::SourceLocation End) const;

private:
  void see(const clang::Token &Token);
  void seeInAttribute(const clang::Token &Token, const clang::IdentifierInfo *Name);
  void seeInArguments(const clang::Token &Token, const clang::IdentifierInfo *Name);
  void rename(const clang::Token &Token, const std::string &To);

  struct Place {
    const clang::IdentifierInfo *Attribute;
    bool IsName; // the first thing of an argument
  };

  std::function<void(const clang::Token &)> Also;
  clang::Preprocessor *PP = nullptr;
  clang::Sema *TheSema = nullptr;
  const clang::IdentifierInfo *St = nullptr;
  const clang::IdentifierInfo *Attributes[3] = {};

  // The tokens before the present one, newest first.
  struct Seen {
    clang::tok::TokenKind Kind = clang::tok::unknown;
    const clang::IdentifierInfo *Name = nullptr;
  } Last[3];
  bool InAttribute = false, UsingSt = false; // after `[[`, after `[[using st:`
  bool UnscopedHidden = false;
  const clang::IdentifierInfo *Current = nullptr;      // the attribute whose parentheses are open
  unsigned Parens = 0, Others = 0;                     // open in them
  llvm::DenseMap<clang::SourceLocation, Place> Places; // of identifiers inside the parentheses
  llvm::SmallVector<clang::Token, 32> Recorded;        // of the attribute at hand
  llvm::DenseMap<clang::SourceLocation, std::vector<clang::Token>> Tokens;
};

/// What the user wrote where there is now the renamed `Name`.
llvm::StringRef displayName(llvm::StringRef Name);

} // namespace stcache

#endif // STCACHE_CORE_OPTIONNAMES_H
