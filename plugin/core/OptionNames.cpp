#include "OptionNames.h"

#include "Diagnostics.h"
#include "Options.h"
#include "RuntimeApi.h"

#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {

// No program may declare a name with two underscores in it.
static constexpr StringRef Prefix = "__st_option_";

StringRef displayName(StringRef Name) {
  Name.consume_front(Prefix);
  return Name;
}

void OptionNames::watch(Preprocessor &ThePP) {
  PP = &ThePP;
  St = PP->getIdentifierInfo("st");
  Attributes[0] = PP->getIdentifierInfo("cache_data");
  Attributes[1] = PP->getIdentifierInfo("cache_resource");
  Attributes[2] = PP->getIdentifierInfo("cache");
  PP->setTokenWatcher([this](const Token &T) { see(T); });
}

/// Whether the parenthesis just seen opens the arguments of one of the attributes.
bool OptionNames::startsArguments() const {
  return (Last[1].Kind == tok::coloncolon && Last[2].Name == St) || UsingSt;
}

// Called for every token of the translation unit: the common case must stay a few compares.
void OptionNames::see(const Token &T) {
  tok::TokenKind Kind = T.getKind();
  const IdentifierInfo *Name = T.isAnnotation() || T.isLiteral() ? nullptr : T.getIdentifierInfo();
  if (UnscopedHidden) {
    UnscopedHidden = false;
    AttributeInfo::showUnscoped(true);
  }
  if (Current) {
    switch (Kind) {
    case tok::l_paren:
      ++Parens;
      break;
    case tok::r_paren:
      if (--Parens == 0)
        Current = nullptr;
      break;
    case tok::l_square:
    case tok::l_brace:
      ++Others;
      break;
    case tok::r_square:
    case tok::r_brace:
      Others -= Others != 0;
      break;
    case tok::eof:
      Current = nullptr;
      break;
    default:
      if (Name && Others == 0) {
        bool First = Parens == 1 && (Last[0].Kind == tok::l_paren || Last[0].Kind == tok::comma);
        Places[T.getLocation()] = {Current, First};
        if (First)
          replaceName(T);
      }
    }
  } else if (Kind == tok::l_paren) {
    if (Last[0].Name && llvm::is_contained(Attributes, Last[0].Name)) {
      if (startsArguments()) {
        Current = Last[0].Name;
        Parens = 1;
        Others = 0;
      } else {
        UnscopedHidden = true;
        AttributeInfo::showUnscoped(false);
      }
    }
  } else if (Kind == tok::colon && Last[0].Name == St && Last[1].Kind == tok::kw_using) {
    UsingSt = true;
  } else if (Kind == tok::r_square) {
    UsingSt = false;
  }
  Last[2] = Last[1];
  Last[1] = Last[0];
  Last[0] = {Kind, Name};
}

/// The preprocessor shows its own token before it hands it to the parser.
void OptionNames::replaceName(const Token &T) {
  if (!T.is(tok::identifier) || !TheSema || !RuntimeApi::get(*TheSema))
    return;
  StringRef Name = T.getIdentifierInfo()->getName();
  if (isOptionName(Name))
    const_cast<Token &>(T).setIdentifierInfo(PP->getIdentifierInfo((Prefix + Name).str()));
}

bool OptionNames::LookupUnqualified(LookupResult &R, Scope *) {
  if (!TheSema || R.getLookupKind() != Sema::LookupOrdinaryName)
    return false;
  auto Found = Places.find(R.getNameLoc());
  if (Found == Places.end() || !R.getLookupName().isIdentifier())
    return false;
  StringRef Name = R.getLookupName().getAsIdentifierInfo()->getName();
  std::optional<RuntimeApi> Api = RuntimeApi::get(*TheSema);
  if (!Api) {
    if (isOptionName(Name))
      report(TheSema->getDiagnostics(), R.getNameLoc(), Diag::MissingInclude)
          << ("st::" + Found->second.Attribute->getName()).str();
    return false;
  }
  Name = displayName(Name);
  NamedDecl *D = isOptionName(Name) || isOptionValueName(Name)
                     ? Api->findPublic(Name)
                     : nullptr;
  if (!D && Found->second.IsName) {
    // Stands in for any value, so that Clang does not complain about the name again.
    D = Api->findDetail("unknown_option");
    if (D)
      report(TheSema->getDiagnostics(), R.getNameLoc(), Diag::UnknownOption)
          << Name << ("st::" + Found->second.Attribute->getName()).str()
          << optionNameList(Found->second.Attribute->getName() == "cache_resource" ? CacheKind::Resource
                                                                         : CacheKind::Data);
  }
  if (D)
    R.addDecl(D);
  return D != nullptr;
}

} // namespace stcache
