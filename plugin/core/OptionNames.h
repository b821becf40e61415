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

/// Watches the tokens go by. Inside the parentheses of an st:: attribute, the name of an option
/// is replaced by one that no program declares, so that a variable of that name does not hide
/// it; lookup of that name, and of option values that the program does not declare, is answered
/// from namespace st.
///
/// Names anywhere else are what they are without the plugin. Watching tokens, not text, makes
/// attributes work whose parts come from macros.
class OptionNames : public compat::PortableSemaSource {
public:
  /// Starts to watch. The object must live as long as the preprocessor.
  void watch(clang::Preprocessor &PP);
  void attach(clang::Sema &S) { TheSema = &S; }

  bool LookupUnqualified(clang::LookupResult &R, clang::Scope *Scope) override;

private:
  void see(const clang::Token &Token);
  bool startsArguments() const;
  void replaceName(const clang::Token &Token);

  struct Place {
    const clang::IdentifierInfo *Attribute;
    bool IsName; // the first thing of an argument
  };

  clang::Preprocessor *PP = nullptr;
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
  bool UnscopedHidden = false;
  llvm::DenseMap<clang::SourceLocation, Place> Places; // of identifiers inside the parentheses
};

/// What the user wrote where the preprocessor now has `Name`.
llvm::StringRef displayName(llvm::StringRef Name);

} // namespace stcache

#endif // STCACHE_CORE_OPTIONNAMES_H
