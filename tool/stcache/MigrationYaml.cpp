//===- MigrationYaml.cpp - A migration for clang-apply-replacements -------===//

#include "MigrationPrint.h"

#include "clang/Tooling/DiagnosticsYaml.h"
#include "llvm/Support/Path.h"

#include <set>

using namespace clang;
using namespace llvm;

namespace stcache::tool {
namespace {

tooling::DiagnosticMessage message(StringRef Text, const MigrationPlace &At) {
  tooling::DiagnosticMessage Message(Text);
  Message.FilePath = At.Path;
  Message.FileOffset = At.Offset;
  return Message;
}

class Export {
public:
  void use(const PlannedUse &U) {
    bool LeftAlone = !U.Remark.empty(), HasWarning = !U.Warning.empty();
    std::string Remark = "left alone: " + U.Remark;
    tooling::Diagnostic &D =
        add(HasWarning ? U.Warning : Remark, U.Shown,
            HasWarning ? tooling::Diagnostic::Warning : tooling::Diagnostic::Remark);
    for (const auto &[Path, Edits] : U.Edits)
      for (const MigrationEdit &E : Edits)
        // What several attributes share is to be changed once.
        if (Exported.insert({Path, E.Offset, E.Length}).second)
          if (Error Why = D.Message.Fix[Path].add({Path, E.Offset, E.Length, E.Text}))
            consumeError(std::move(Why)); // the plan has no overlaps
    if (LeftAlone && HasWarning)
      D.Notes.push_back(message(Remark, U.Shown));
    for (const PlannedUse::Expansion &E : reverse(U.Expansions))
      D.Notes.push_back(message("expanded from macro '" + E.Macro + "'", E.At));
  }

  tooling::Diagnostic &add(StringRef Text, const MigrationPlace &At,
                           tooling::Diagnostic::Level Level) {
    All.Diagnostics.emplace_back("st-migrate-cache", message(Text, At),
                                 SmallVector<tooling::DiagnosticMessage, 1>(), Level, "");
    return All.Diagnostics.back();
  }

  tooling::TranslationUnitDiagnostics All;

private:
  std::set<std::tuple<std::string, unsigned, unsigned>> Exported;
};

} // namespace

std::string migrationYaml(const MigrationPlan &Plan, ArrayRef<CompileJob> Files) {
  Export Out;
  // The format is for one file; nothing but error messages depends on which.
  if (!Files.empty()) {
    SmallString<256> Main(Files.front().File);
    sys::path::make_absolute(Files.front().Directory, Main);
    Out.All.MainSourceFile = Main.str().str();
  }
  for (const PlannedUse &U : Plan.Uses)
    Out.use(U);
  for (const MigrationPlan::Hidden &H : Plan.NotCompiled)
    Out.add("not compiled here: " + H.Remark, H.At, tooling::Diagnostic::Remark);
  std::string Text;
  raw_string_ostream OS(Text);
  yaml::Output Yaml(OS);
  Yaml << Out.All;
  return Text;
}

} // namespace stcache::tool
