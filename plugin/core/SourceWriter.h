// Carries plans out as text, for compilers that have no plugin: each annotated function keeps its
// head, its body becomes a closure, and it returns a call of the runtime with that.

#ifndef STCACHE_CORE_SOURCEWRITER_H
#define STCACHE_CORE_SOURCEWRITER_H

#include "Note.h"
#include "Plan.h"
#include "SourceEdits.h"

#include "clang/AST/Decl.h"

#include <string>
#include <vector>

namespace clang {
class Sema;
}

namespace stcache {

/// What is known of one cached function: of one instantiation, if it comes from a template.
struct WrittenCode {
  std::string Symbol, DisplayName;
  std::string OlderSymbol;  // as Clang 17 has it, and GCC
  std::string OldestSymbol; // as GCC 12 has it
  FileFingerprint Value;
};

/// A function definition in the source, to be rewritten.
struct WrittenFunction {
  const clang::FunctionDecl *Definition; // the pattern, if it's a template
  const clang::Stmt *Body;               // as the user wrote it
  CacheKind Kind = CacheKind::Data;
  llvm::SmallVector<CachePlan::OptionArgument, 4> SetupOptions, KeyOptions;
  bool IsTemplate = false;
  /// One, unless it is a template.
  std::vector<WrittenCode> Codes;
  /// What `auto` as return type stands for; null where it is spelled out or differs.
  clang::QualType DeducedResult;
};

class SourceWriter {
public:
  SourceWriter(clang::Sema &S, SourceEdits &Edits) : S(S), Edits(Edits) {}

  /// Reports what stands against it.
  void function(const WrittenFunction &F);

  /// Takes an attribute out. Range: its name and arguments.
  /// False where it has to stay.
  bool removeAttribute(clang::SourceRange Range);

  /// Tells the headers of an aggregate's members. User: a function that needs it.
  void aggregate(const clang::CXXRecordDecl *Record, clang::SourceLocation User);

  /// What comes before the first line and behind the last. Note: bytes of the note section.
  std::string head() const;
  std::string tail(llvm::StringRef Note) const;

private:
  bool cannot(const WrittenFunction &F, llvm::StringRef Why, llvm::StringRef Remedy);
  bool checkPlaces(const WrittenFunction &F);
  std::optional<std::string> nameParams(const WrittenFunction &F);
  bool nameResult(const WrittenFunction &F);
  std::optional<std::string> templateArguments(const WrittenFunction &F);
  std::optional<std::string> overloadedResult(const WrittenFunction &F);
  std::optional<std::string> address(const WrittenFunction &F);
  std::string friendDeclaration(const WrittenFunction &F, llvm::StringRef Types,
                                llvm::StringRef Address) const;
  std::string bodyAttributes(const WrittenFunction &F) const;
  std::string options(const WrittenFunction &F);
  std::string optionList(const WrittenFunction &F,
                         llvm::ArrayRef<CachePlan::OptionArgument> Options);
  std::string functionNames(const WrittenFunction &F);
  std::string code(const WrittenFunction &F);
  std::string excluded(const WrittenFunction &F) const;
  std::string lineDirective(clang::SourceLocation Loc) const;

  clang::Sema &S;
  SourceEdits &Edits;
  std::vector<WrittenCode> Instantiations;
  std::string Aggregates;
  llvm::DenseSet<clang::SourceLocation> Told; // the ends of classes that tell of themselves
  bool UsesNote = false, HasTemplates = false;
};

} // namespace stcache

#endif // STCACHE_CORE_SOURCEWRITER_H
