// The text that is edited, and where in it code stands.

#ifndef STCACHE_MUTATE_SOURCE_H
#define STCACHE_MUTATE_SOURCE_H

#include "clang/AST/ASTContext.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>
#include <vector>

namespace clang {
class CompilerInstance;
}

namespace mutate {

struct Extent {
  unsigned Begin = 0, End = 0;
  bool contains(unsigned At) const { return Begin <= At && At < End; }
};

struct Part {
  unsigned Begin = 0, End = 0;
  std::string Text;
};

struct Edit {
  enum Flag : unsigned {
    None = 0,
    Slots = 1,    ///< of vtables may move, which is no change of meaning
    IrDiffers = 2 ///< harmless, but the compiler's code or the order of its parts changes
  };
  const char *Kind = "";
  std::vector<Part> Parts;
  unsigned Where = 0; ///< what is there is what changes
  unsigned Flags = None;
};

/// A statement that does something.
inline constexpr const char *Effect = " __asm__ volatile(\"nop\"); ";

/// Text with the parts replaced; empty if they overlap.
std::string edited(const std::string &Text, const std::vector<Part> &Parts);

struct RawToken {
  Extent At;
  bool Identifier = false, String = false;
  bool StartsLine = false;
};

class Source {
public:
  /// Front: size of the #include block, where nothing is edited.
  Source(clang::CompilerInstance &CI, unsigned Front);

  /// Of a range that was written as such, in no macro.
  std::optional<Extent> extent(clang::SourceRange R) const;
  std::optional<Extent> token(clang::SourceLocation L) const {
    return extent(clang::SourceRange(L, L));
  }
  std::optional<unsigned> offset(clang::SourceLocation L) const;
  llvm::StringRef text(Extent E) const { return Text.slice(E.Begin, E.End); }
  llvm::StringRef text(clang::SourceRange R) const;
  /// The end of the statement at R, its semicolon included.
  std::optional<Extent> withSemicolon(clang::SourceRange R) const;
  /// The braces of a definition that was written as such, in no macro.
  std::optional<Extent> braces(const clang::TagDecl *D) const;
  /// The first token at or after an offset.
  const RawToken *tokenFrom(unsigned At) const;

  clang::ASTContext &Ctx;
  const clang::SourceManager &SM;
  llvm::StringRef Text;
  const unsigned Front;
  std::vector<RawToken> Tokens;   ///< outside of directives
  std::vector<Extent> Directives; ///< whole lines
  std::vector<Extent> MacroUses;  ///< with their arguments
  std::vector<Edit> Edits;

  void add(const char *Kind, std::vector<Part> Parts, unsigned Where, unsigned Flags = Edit::None);
  void replace(const char *Kind, Extent E, std::string Text, unsigned Flags = Edit::None) {
    add(Kind, {{E.Begin, E.End, std::move(Text)}}, E.Begin, Flags);
  }
  void wrap(const char *Kind, Extent E, const char *Before, const char *After) {
    add(Kind, {{E.Begin, E.Begin, Before}, {E.End, E.End, After}}, E.Begin);
  }
  /// Nothing if A does not end before B.
  void swap(const char *Kind, Extent A, Extent B);

private:
  void lex();
};

// The edits of each file.
void collectExprMutations(Source &S);
void collectStmtMutations(Source &S);
void collectDeclMutations(Source &S);
void collectNeutralCode(Source &S);
void collectNeutralDecl(Source &S);
void collectNeutralText(Source &S);

/// Declarations of the main file, one after the other.
template <class Visitor> void visitMain(Visitor &V, clang::ASTContext &Ctx) {
  for (clang::Decl *D : Ctx.getTranslationUnitDecl()->noload_decls())
    if (!D->isFromASTFile())
      V.TraverseDecl(D);
}

} // namespace mutate

#endif // STCACHE_MUTATE_SOURCE_H
