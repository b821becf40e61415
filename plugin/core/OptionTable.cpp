// The options there are (Options.def): their names, and who takes them.

#include "Options.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;

namespace stcache {
namespace {

enum Takers : unsigned { Data = 1, Resource = 2, Legacy = 4 };

Takers takerOf(AnnotationName Attribute) {
  return Attribute.Legacy ? Legacy : Attribute.Kind == CacheKind::Data ? Data : Resource;
}

struct Entry {
  StringRef Name;
  unsigned TakenBy;
  OptionPlace Place;
};

constexpr Entry Table[] = {
#define STCACHE_OPTION(Kind, Name, Takers, Where) {#Name, Takers, OptionPlace::Where},
#include "Options.def"
};

constexpr StringRef ValueNames[] = {"disk",    "remote",     "none",      "global",
                                    "session", "foreground", "background"};

const Entry &entry(OptionKind Kind) { return Table[static_cast<unsigned>(Kind)]; }

} // namespace

StringRef optionName(OptionKind Kind) { return entry(Kind).Name; }
OptionPlace optionPlace(OptionKind Kind, CacheKind Of) {
  // Where st::cache shares an object, `persist` can only say that it is not stored.
  return Kind == OptionKind::Persist && Of == CacheKind::Resource ? OptionPlace::Kind
                                                                  : entry(Kind).Place;
}

std::optional<OptionKind> optionNamed(StringRef Name) {
  const Entry *Known = llvm::find_if(Table, [&](const Entry &E) { return E.Name == Name; });
  return Known == std::end(Table) ? std::nullopt
                                  : std::optional(static_cast<OptionKind>(Known - Table));
}

bool isOptionName(StringRef Name) { return optionNamed(Name).has_value(); }

namespace {
/// The first name in an expression.
class FirstName : public RecursiveASTVisitor<FirstName> {
public:
  const DeclRefExpr *Found = nullptr;
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (E->getDecl()->getIdentifier())
      Found = E;
    return !Found;
  }
  bool TraverseLambdaExpr(LambdaExpr *) { return true; }
};
} // namespace

std::optional<OptionKind> optionKind(const Expr *Argument) {
  FirstName Name;
  Name.TraverseStmt(const_cast<Expr *>(Argument));
  return Name.Found ? optionNamed(Name.Found->getDecl()->getName()) : std::nullopt;
}

bool takesOption(AnnotationName Attribute, OptionKind Kind) {
  return (entry(Kind).TakenBy & takerOf(Attribute)) != 0;
}

bool isOptionValueName(StringRef Name) { return llvm::is_contained(ValueNames, Name); }

std::string optionNameList(AnnotationName Attribute) {
  SmallVector<StringRef, 16> Names;
  for (const Entry &E : Table)
    if ((E.TakenBy & takerOf(Attribute)) != 0)
      Names.push_back(E.Name);
  return llvm::join(Names, ", ");
}

const Option *OptionSet::find(OptionKind Kind) const {
  auto Found = llvm::find_if(Options, [&](const Option &O) { return O.Kind == Kind; });
  return Found == Options.end() ? nullptr : &*Found;
}

} // namespace stcache
