//===- ProgramState.h - What code is made of, for one file or a program ---===//
//
// A state is what `stcache fingerprint --json` prints: the functions, their fingerprints, and the
// units (functions, variables, layouts) that these are made of. Nothing in it refers to Clang.
//
//===----------------------------------------------------------------------===//

#ifndef STCACHE_TOOL_PROGRAMSTATE_H
#define STCACHE_TOOL_PROGRAMSTATE_H

#include "Fingerprint.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/JSON.h"

#include <string>
#include <vector>

namespace stcache::tool {

struct Place {
  std::string File; ///< relative to the current directory, if below it
  unsigned Line = 0;

  bool known() const { return Line != 0; }
  std::string text() const { return File + ":" + std::to_string(Line); }
  friend auto operator<=>(const Place &, const Place &) = default;
};

struct Unit {
  struct Reference {
    unsigned Position; ///< among the references in Text; several at one position are a set
    unsigned Target;   ///< unit
    friend auto operator<=>(const Reference &, const Reference &) = default;
  };

  UnitKind Kind = UnitKind::Function;
  std::string Name;          ///< for people
  std::string Symbol;        ///< as the linker knows it; empty for classes
  Place Where;               ///< of the definition, else of the declaration
  Fingerprint Own;           ///< over Text without the references, and the flags
  Fingerprint Total;         ///< over everything it reaches
  std::string Flags;         ///< what of the target and the compiler's flags counts
  bool Opaque = false;       ///< counts by name and signature
  bool External = false;     ///< counts by its symbol, unless another file defines it
  bool Optional = false;     ///< external, and nothing where no file defines it
  bool Conservative = false; ///< has a construct that is compared by its spelling
  bool Throws = false, Nothrow = false;
  std::vector<Reference> References;
  std::vector<Place> IndirectCalls; ///< calls whose target cannot be seen
  std::string Text;                 ///< the data hashed, a datum per line
  std::string Source;               ///< the lines that define it

  friend bool operator==(const Unit &, const Unit &) = default;
};

/// A function that can be asked about.
struct Function {
  std::string Name;   ///< qualified
  std::string Symbol; ///< mangled
  Place Where;
  unsigned Root = 0;   ///< the unit whose total is the function's fingerprint
  bool Listed = true;  ///< defined in a file that was asked for, not in a header
  bool Cached = false; ///< annotated
};

struct State {
  /// Which unit another file's reference to a symbol stands for.
  struct Definition {
    uint64_t Name; ///< name_hash of the symbol (fingerprint/graph.h)
    unsigned Unit;
  };

  std::vector<Function> Functions;
  std::vector<Unit> Units;
  std::vector<Definition> Definitions;

  const Fingerprint &fingerprint(const Function &F) const { return Units[F.Root].Total; }
  /// The units that Root reaches, Root first, in the order of first mention.
  std::vector<unsigned> reachable(unsigned Root) const;
  /// The functions of that qualified or mangled name.
  std::vector<const Function *> find(llvm::StringRef Name) const;
  /// What these functions are made of, without the others.
  State only(const std::vector<const Function *> &Functions) const;
  /// Names that may be meant by Name, which find does not know.
  std::vector<std::string> near(llvm::StringRef Name) const;
};

/// The state of a program from those of its files: what one file refers to and another one
/// defines is joined, and the totals are computed over all.
State link(std::vector<State> Files);

llvm::json::Value toJSON(const State &S);
/// Fails on what is not a state.
llvm::Expected<State> stateFromJSON(const llvm::json::Value &Value);

} // namespace stcache::tool

#endif // STCACHE_TOOL_PROGRAMSTATE_H
