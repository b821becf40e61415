// Neutral edits between tokens.

#include "Source.h"

using namespace clang;

namespace mutate {

void collectNeutralText(Source &S) {
  // Uses of macros that may make a string of their arguments; assert's may change.
  for (unsigned I = 0; I < S.SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = S.SM.getLocalSLocEntry(I);
    if (!Entry.isExpansion() || !Entry.getExpansion().isMacroBodyExpansion())
      continue;
    auto E = S.extent(Entry.getExpansion().getExpansionLocRange().getAsRange());
    if (E && !S.text(*E).starts_with("assert"))
      S.MacroUses.push_back(*E);
  }
  llvm::sort(S.MacroUses, [](Extent A, Extent B) { return A.Begin < B.Begin; });
  size_t Macro = 0;
  unsigned Covered = 0;
  for (const RawToken &T : S.Tokens) {
    while (Macro < S.MacroUses.size() && S.MacroUses[Macro].Begin < T.At.Begin)
      Covered = std::max(Covered, S.MacroUses[Macro++].End);
    if (T.At.Begin < Covered || T.At.Begin == 0)
      continue;
    auto Insert = [&](const char *Kind, const char *Text) {
      S.add(Kind, {{T.At.Begin, T.At.Begin, Text}}, T.At.Begin);
    };
    bool Adjacent = T.String || S.Text[T.At.Begin - 1] == '"';
    if (!Adjacent) {
      Insert("comment", "/* mutate \" ' // */");
      Insert("white-space", "\n");
      Insert("white-space", "\n\n\n    ");
      Insert("white-space", "\\\n");
      Insert("white-space", " \t ");
      Insert("comment", "// mutate\n");
    }
    if (T.StartsLine)
      Insert("line-directive", "#line 4711 \"elsewhere.cpp\"\n");
  }
  S.add("unrelated-include", {{S.Front, S.Front, "#include <setjmp.h>\n"}}, S.Front);
  if (S.Ctx.getLangOpts().CPlusPlus) {
    S.add("unrelated-include", {{S.Front, S.Front, "#include <csetjmp>\n"}}, S.Front);
    S.add("unrelated-include", {{S.Front, S.Front, "#include <ratio>\n"}}, S.Front);
  }
}

} // namespace mutate
