#include "OptionNames.h"

#include "Diagnostics.h"
#include "Options.h"
#include "RuntimeApi.h"

#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {

static constexpr StringRef OptionPrefix = "st::";

StringRef displayName(StringRef Name) {
  Name.consume_front(OptionPrefix);
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

// Called for every token of the translation unit: the common case must stay a few compares.
void OptionNames::see(const Token &T) {
  tok::TokenKind Kind = T.getKind();
  const IdentifierInfo *Name = T.isAnnotation() || T.isLiteral() ? nullptr : T.getIdentifierInfo();
  if (InAttribute) {
    seeInAttribute(T, Name);
  } else if (Kind == tok::l_square && Last[0].Kind == tok::l_square) {
    InAttribute = true;
    if (!UnscopedHidden)
      AttributeInfo::showUnscoped(false);
    UnscopedHidden = true;
  } else if (UnscopedHidden && (Kind == tok::semi || Kind == tok::l_brace)) {
    // Not before the declaration goes on: the parser may read its attributes again.
    UnscopedHidden = false;
    AttributeInfo::showUnscoped(true);
  }
  Last[2] = Last[1];
  Last[1] = Last[0];
  Last[0] = {Kind, Name};
  if (Also)
    Also(T);
}

void OptionNames::seeInAttribute(const Token &T, const IdentifierInfo *Name) {
  if (Current) {
    seeInArguments(T, Name);
    return;
  }
  switch (T.getKind()) {
  case tok::identifier:
    if (llvm::is_contained(Attributes, Name) &&
        (UsingSt || (Last[0].Kind == tok::coloncolon && Last[1].Name == St))) {
      Tokens[T.getLocation()] = {T};
      Recorded.assign(1, T);
      rename(T, (Name->getName() + "()").str());
    }
    break;
  case tok::colon:
    UsingSt = Last[0].Name == St && Last[1].Kind == tok::kw_using;
    break;
  case tok::l_paren:
    if (Last[0].Name && llvm::is_contained(Attributes, Last[0].Name) &&
        (UsingSt || (Last[1].Kind == tok::coloncolon && Last[2].Name == St))) {
      Current = Last[0].Name;
      Recorded.push_back(T);
      Parens = 1;
      Others = 0;
    }
    break;
  case tok::r_square:
    InAttribute = Last[0].Kind != tok::r_square;
    UsingSt &= InAttribute;
    break;
  case tok::semi:
  case tok::eof:
    InAttribute = UsingSt = false; // something is missing
    break;
  default:
    break;
  }
}

void OptionNames::seeInArguments(const Token &T, const IdentifierInfo *Name) {
  Recorded.push_back(T);
  switch (T.getKind()) {
  case tok::l_paren:
    ++Parens;
    break;
  case tok::r_paren:
    if (--Parens == 0) {
      Current = nullptr;
      Tokens[T.getLocation()].assign(Recorded.begin(), Recorded.end());
    }
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
    InAttribute = UsingSt = false;
    break;
  default:
    if (!Name || Others != 0)
      return; // a lambda's body is no place for options
    bool First = Parens == 1 && (Last[0].Kind == tok::l_paren || Last[0].Kind == tok::comma);
    Places[T.getLocation()] = {Current, First};
    // Without the header nothing is renamed, so that messages name what was written.
    if (First && isOptionName(Name->getName()) && TheSema && RuntimeApi::get(*TheSema))
      rename(T, (OptionPrefix + Name->getName()).str());
  }
}

/// The preprocessor shows the very token that it hands to the parser, and perhaps has put aside
/// for a second reading.
void OptionNames::rename(const Token &T, const std::string &To) {
  bool Cached = PP->IsPreviousCachedToken(T);
  const_cast<Token &>(T).setIdentifierInfo(PP->getIdentifierInfo(To));
  if (Cached)
    PP->ReplacePreviousCachedToken(T);
}

ArrayRef<Token> OptionNames::attributeTokens(SourceLocation End) const {
  auto Found = Tokens.find(End);
  return Found == Tokens.end() ? ArrayRef<Token>() : ArrayRef<Token>(Found->second);
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
  NamedDecl *D = isOptionName(Name) || isOptionValueName(Name) ? Api->findPublic(Name) : nullptr;
  if (!D && Found->second.IsName) {
    // Stands in for any value, so that Clang does not complain about the name again.
    D = Api->findDetail("unknown_option");
    StringRef Attribute = Found->second.Attribute->getName();
    AnnotationName Which{Attribute == "cache_resource" ? CacheKind::Resource : CacheKind::Data,
                         Attribute == "cache"};
    if (D)
      report(TheSema->getDiagnostics(), R.getNameLoc(), Diag::UnknownOption)
          << Name << Which.text() << optionNameList(Which);
  }
  if (D)
    R.addDecl(D);
  return D != nullptr;
}

} // namespace stcache
