// Lets options be written by their bare names inside the attributes' parentheses:
// [[st::cache_data(ttl = 60, persist = disk)]] without `using namespace st`.

#ifndef STCACHE_CORE_OPTIONNAMES_H
#define STCACHE_CORE_OPTIONNAMES_H

#include "Compat.h"

#include "clang/Basic/SourceLocation.h"
#include "clang/Lex/Token.h"
#include "llvm/ADT/DenseMap.h"

namespace clang {
class Preprocessor;
class Sema;
} // namespace clang

namespace stcache {

/// Watches the tokens go by and remembers where identifiers stand inside the parentheses of an
/// st:: attribute; when ordinary lookup finds nothing for such a name, namespace st is asked.
///
/// Names anywhere else stay undeclared, as without the plugin. Watching tokens, not text, makes
/// attributes work whose parts come from macros.
class OptionNames : public compat::PortableSemaSource {
public:
  /// Starts to watch. The object must live as long as the preprocessor.
  void watch(clang::Preprocessor &PP);
  void attach(clang::Sema &S) { TheSema = &S; }

  bool LookupUnqualified(clang::LookupResult &R, clang::Scope *Scope) override;

private:
  enum class Role : char { Name, Value };

  void see(const clang::Token &Token);
  bool startsArguments() const;
  bool reportUnknown(clang::LookupResult &R, const clang::IdentifierInfo *Attribute);

  struct Place {
    Role Use;
    const clang::IdentifierInfo *Attribute;
  };

  clang::Sema *TheSema = nullptr;
  const clang::IdentifierInfo *St = nullptr;
  const clang::IdentifierInfo *Attributes[3] = {};

  // The tokens before the present one, newest first.
  struct Seen {
    clang::tok::TokenKind Kind = clang::tok::unknown;
    const clang::IdentifierInfo *Name = nullptr;
  } Last[3];
  bool UsingSt = false; // after `[[using st:`
  unsigned Parens = 0, Others = 0;
  const clang::IdentifierInfo *Current = nullptr; // the attribute whose parentheses are open
  llvm::DenseMap<clang::SourceLocation, Place> Places;
};

} // namespace stcache

#endif // STCACHE_CORE_OPTIONNAMES_H
