// Units as people read them.

#include "FingerprintEngine.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/raw_ostream.h"

using namespace clang;

namespace stcache {

StringRef kindName(UnitKind Kind) {
  switch (Kind) {
  case UnitKind::Function:
    return "function";
  case UnitKind::Variable:
    return "variable";
  case UnitKind::Record:
    return "class";
  case UnitKind::Cached:
    return "cached";
  }
  llvm_unreachable("no such kind");
}

namespace fp {

std::string Engine::nameOf(const Unit &U) const {
  if (U.Nameless)
    return "what a library comparison calls";
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  PrintingPolicy Policy = Ctx.getPrintingPolicy();
  Policy.AnonymousTagLocations = false;
  auto *Method = dyn_cast<CXXMethodDecl>(U.Decl);
  auto *Class = dyn_cast<CXXRecordDecl>(U.Decl);
  if (Method && Method->getParent()->isLambda())
    OS << "lambda::" << U.Decl->getDeclName();
  else if (Class && Class->isLambda())
    OS << "lambda";
  else
    U.Decl->getNameForDiagnostic(OS, Policy, /*Qualified=*/true);
  return U.Overriders ? "overriders of " + Name : Name;
}

namespace {

/// Prints the tokens of a unit (FingerprintEngine.h), one per line.
class TokenPrinter {
public:
  TokenPrinter(Engine &Eng, StringRef Bytes, raw_ostream &OS) : Eng(Eng), Bytes(Bytes), OS(OS) {}

  void print() {
    while (!Bytes.empty())
      token(take(1).front());
  }

private:
  StringRef take(size_t Size) {
    StringRef Taken = Bytes.take_front(Size);
    Bytes = Bytes.drop_front(Size);
    return Taken;
  }
  uint32_t number() { return llvm::support::endian::read32le(take(4).data()); }
  std::string target() {
    const Unit &To = Eng[number()];
    return (kindName(To.Kind) + " " + Eng.nameOf(To)).str();
  }

  void token(char Kind) {
    if (Kind == ')') {
      --Depth;
      return;
    }
    OS.indent(2 * Depth);
    switch (Kind) {
    case '(':
      OS << take(uint8_t(take(1).front())) << '\n';
      ++Depth;
      return;
    case 's':
      OS << '"';
      OS.write_escaped(take(number())) << "\"\n";
      return;
    case 'i':
      OS << int64_t(llvm::support::endian::read64le(take(8).data())) << '\n';
      return;
    case 'r':
      OS << "-> " << target() << '\n';
      return;
    case 'R': {
      std::vector<std::string> Set;
      for (uint32_t Count = number(); Count; --Count)
        Set.push_back(target());
      llvm::sort(Set);
      Set.erase(std::unique(Set.begin(), Set.end()), Set.end());
      OS << "-> {" << llvm::join(Set, ", ") << "}\n";
      return;
    }
    }
    llvm_unreachable("no such token");
  }

  Engine &Eng;
  StringRef Bytes;
  raw_ostream &OS;
  unsigned Depth = 0;
};

} // namespace

std::string Engine::textOf(const Unit &U) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  TokenPrinter(*this, U.Bytes, OS).print();
  return Result;
}

} // namespace fp
} // namespace stcache
