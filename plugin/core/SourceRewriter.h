// The plugin's pass with source text as its outcome in place of code.

#ifndef STCACHE_CORE_SOURCEREWRITER_H
#define STCACHE_CORE_SOURCEREWRITER_H

#include "Consumer.h"
#include "SourceWriter.h"

namespace stcache {

struct RewrittenFunction {
  std::string Name; // qualified
  std::vector<std::string> Symbols;
  clang::SourceRange Range;
};

struct RewrittenSource {
  bool Annotated = false; // else there are no edits
  std::vector<TextEdit> Edits;
  std::vector<RewrittenFunction> Functions;
  std::string Head, Tail;       // before the first line and behind the last
  std::string Note;             // also in Tail
  bool KeepsAttributes = false; // some could not be taken out
};

class SourceRewriter : public Consumer {
public:
  /// Done: called at the end of the translation unit if there was no error.
  SourceRewriter(clang::CompilerInstance &CI, PluginConfig Config,
                 std::function<void(const RewrittenSource &)> Done);

  /// Whether the user wants no warnings; those of Clang may be off for other reasons.
  bool IgnoresWarnings = false;

  void HandleTranslationUnit(clang::ASTContext &Ctx) override;

private:
  std::vector<WrittenFunction> definitions(const FileNote &Note) const;

  MacroTokens Macros;
  std::function<void(const RewrittenSource &)> Done;
};

} // namespace stcache

#endif // STCACHE_CORE_SOURCEREWRITER_H
