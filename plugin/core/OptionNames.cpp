#include "OptionNames.h"

#include "Diagnostics.h"
#include "Options.h"
#include "RuntimeApi.h"

#include "clang/Lex/Preprocessor.h"
#include "clang/Sema/Lookup.h"
#include "clang/Sema/Sema.h"

using namespace clang;

namespace stcache {

void OptionNames::watch(Preprocessor &PP) {
  St = PP.getIdentifierInfo("st");
  Attributes[0] = PP.getIdentifierInfo("cache_data");
  Attributes[1] = PP.getIdentifierInfo("cache_resource");
  Attributes[2] = PP.getIdentifierInfo("cache");
  PP.setTokenWatcher([this](const Token &T) { see(T); });
}

/// Whether the parenthesis just seen opens the arguments of one of the attributes.
bool OptionNames::startsArguments() const {
  if (!llvm::is_contained(Attributes, Last[0].Name))
    return false;
  return (Last[1].Kind == tok::coloncolon && Last[2].Name == St) || UsingSt;
}

// Called for every token of the translation unit: the common case must stay a few compares.
void OptionNames::see(const Token &T) {
  tok::TokenKind Kind = T.getKind();
  const IdentifierInfo *Name = T.isAnnotation() || T.isLiteral() ? nullptr : T.getIdentifierInfo();
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
        Places[T.getLocation()] = {First ? Role::Name : Role::Value, Current};
      }
    }
  } else if (Kind == tok::l_paren) {
    if (Last[0].Name && startsArguments()) {
      Current = Last[0].Name;
      Parens = 1;
      Others = 0;
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

bool OptionNames::LookupUnqualified(LookupResult &R, Scope *) {
  if (!TheSema || R.getLookupKind() != Sema::LookupOrdinaryName)
    return false;
  auto Found = Places.find(R.getNameLoc());
  if (Found == Places.end() || !R.getLookupName().isIdentifier())
    return false;
  std::optional<RuntimeApi> Api = RuntimeApi::get(*TheSema);
  if (!Api)
    return false; // the attribute's handler says that the header is missing
  StringRef Name = R.getLookupName().getAsIdentifierInfo()->getName();
  if (isOptionName(Name) || (Found->second.Use == Role::Value && isOptionValueName(Name))) {
    if (NamedDecl *D = Api->findPublic(Name)) {
      R.addDecl(D);
      return true;
    }
  }
  return Found->second.Use == Role::Name && reportUnknown(R, Found->second.Attribute);
}

/// Says what the options are, and stands in a declaration that takes any value, so that Clang
/// does not complain about the same name again.
bool OptionNames::reportUnknown(LookupResult &R, const IdentifierInfo *Attribute) {
  std::optional<RuntimeApi> Api = RuntimeApi::get(*TheSema);
  LookupResult Any(*TheSema, &TheSema->Context.Idents.get("unknown_option"), R.getNameLoc(),
                   Sema::LookupOrdinaryName);
  TheSema->LookupQualifiedName(Any, Api->detail());
  if (!Any.isSingleResult())
    return false;
  CacheKind Kind = Attribute->getName() == "cache_resource" ? CacheKind::Resource : CacheKind::Data;
  report(TheSema->getDiagnostics(), R.getNameLoc(), Diag::UnknownOption)
      << R.getLookupName().getAsString() << ("st::" + Attribute->getName()).str()
      << optionNameList(Kind);
  R.addDecl(Any.getFoundDecl());
  return true;
}

} // namespace stcache
