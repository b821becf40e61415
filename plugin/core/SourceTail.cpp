// What stands before and behind the text of a rewritten file, and what is taken out of it.

#include "Compat.h"
#include "Diagnostics.h"
#include "SourceNames.h"
#include "SourceWriter.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/Sema/Sema.h"
#include "llvm/ADT/StringExtras.h"

#include <fingerprint/note.h>

using namespace clang;

namespace stcache {
namespace {

/// Appends the members as the plugin's ValueTypes does; anonymous structs are opened up.
void addMembers(const RecordDecl *Record, StringRef Object, SmallVectorImpl<std::string> &Out) {
  for (const FieldDecl *F : Record->fields()) {
    if (F->isUnnamedBitField())
      continue;
    if (F->isAnonymousStructOrUnion()) {
      addMembers(F->getType()->getAsRecordDecl(), Object, Out);
      continue;
    }
    std::string Member = Object.str() + F->getNameAsString();
    if (F->isBitField())
      Member = "static_cast<decltype(" + Member + ")>(" + Member + ")";
    else if (F->getType()->isReferenceType())
      Member = "::st::detail::referred(" + Member + ")";
    Out.push_back(std::move(Member));
  }
}

} // namespace

void SourceWriter::aggregate(const CXXRecordDecl *Record, SourceLocation User) {
  std::optional<std::string> Name = nameOf(compat::typeOf(S.Context, Record), S.Context);
  std::string Value = Name ? "value" : "*this";
  SmallVector<std::string, 8> Members;
  for (const CXXBaseSpecifier &Base : Record->bases()) {
    std::optional<std::string> BaseName = nameOf(Base.getType(), S.Context);
    if (!BaseName)
      BaseName = Base.getType().getAsString(PrintingPolicy(S.getLangOpts()));
    Members.push_back("static_cast<const " + *BaseName + " &>(" + Value + ")");
  }
  addMembers(Record, Name ? "value." : "this->", Members);
  std::string Tie = "::st::detail::tie(" + llvm::join(Members, ", ") + ")";
  if (!Name) {
    // Nothing outside of its function can tell of it, so it tells itself.
    SourceLocation End = Record->getBraceRange().getEnd();
    if (!Edits.whyNot(End).empty())
      report(S.getDiagnostics(), User, Diag::NamelessAggregate) << Record;
    else if (Told.insert(End).second)
      Edits.insertBefore(End, " auto st_members() const -> decltype(" + Tie + ") { return " + Tie +
                                  "; } ");
    return;
  }
  // Something else may hide a class's name.
  if (Record->getDeclContext()->isFileContext() && Record->getIdentifier() &&
      llvm::any_of(Record->getDeclContext()->lookup(Record->getDeclName()),
                   [](const NamedDecl *D) { return !isa<TypeDecl, ClassTemplateDecl>(D); }))
    Name = "struct " + *Name;
  // What it is asked of is deduced, so that private classes can be described, too.
  Aggregates += "template <> struct st::detail::field_access<" + *Name +
                "> { template <class V> static constexpr auto get(const V &value) { return " + Tie +
                "; } };\n";
}

std::string SourceWriter::head() const {
  std::string Result;
  if (UsesNote ||
      llvm::any_of(Instantiations, [](const WrittenCode &C) { return C.Value.Node.has_value(); }))
    Result += "namespace { extern const unsigned char st_note[]; } ";
  if (HasTemplates)
    Result += "namespace st { namespace detail { struct generated_code; } } "
              "[[maybe_unused]] static const ::st::detail::generated_code *st_codes();";
  return Result;
}

std::string SourceWriter::tail(StringRef Note) const {
  std::string Result = Aggregates;
  if (!Note.empty()) {
    Result += "namespace { const unsigned char st_note[" + std::to_string(Note.size()) +
              "] __attribute__((section(\"" + st::fingerprint::note_section +
              "\"), used, aligned(4))) = {";
    for (auto [I, C] : llvm::enumerate(Note))
      Result += (I % 32 == 0 ? "\n" : "") + std::to_string(static_cast<unsigned char>(C)) + ",";
    Result += "\n}; }\n";
  }
  if (HasTemplates) {
    Result += "static const ::st::detail::generated_code *st_codes() {\n"
              "  static const ::st::detail::generated_code all[] = {\n";
    for (const WrittenCode &C : Instantiations)
      Result += "    {" + quoted(C.Symbol) + ", " + quoted(C.DisplayName) + ", {" +
                hexNumber(C.Value.Total.Lo) + ", " + hexNumber(C.Value.Total.Hi) + "}, " +
                (C.Value.Node ? "st_note, " + std::to_string(*C.Value.Node) : "nullptr, 0") + ", " +
                (C.OlderSymbol == C.Symbol ? "nullptr" : quoted(C.OlderSymbol)) +
                (C.OldestSymbol == C.OlderSymbol ? "" : ", " + quoted(C.OldestSymbol)) + "},\n";
    Result += "    {nullptr, nullptr, {0, 0}, nullptr, 0, nullptr}};\n  return all;\n}\n";
  }
  return Result;
}

bool SourceWriter::removeAttribute(SourceRange Range) {
  std::vector<Token> Tokens = Edits.attributeList(Range); // from `[[` to `]]`
  size_t Begin = 0, End = 0;
  for (auto [I, T] : llvm::enumerate(Tokens)) {
    if (T.getLocation() == Range.getBegin())
      Begin = I;
    if (T.getLocation() == Range.getEnd())
      End = I;
  }
  if (Begin < 2 || End < Begin || End + 2 >= Tokens.size())
    return false;
  // `using st:` belongs to all attributes of the list.
  size_t List = 2;
  if (Begin == 3) {
    while (Begin <= End && Tokens[Begin].isNot(tok::colon))
      ++Begin;
    List = ++Begin;
  }
  auto IsComma = [](const Token &T) { return T.is(tok::comma); };
  auto Others = [&](size_t From, size_t To) {
    return !std::all_of(Tokens.begin() + From, Tokens.begin() + To, IsComma);
  };
  size_t First = Begin, Last = End, Close = Tokens.size() - 2;
  if (!Others(List, Begin) && !Others(End + 1, Close)) {
    First = 0;
    Last = Tokens.size() - 1;
  } else if (IsComma(Tokens[End + 1])) {
    Last = End + 1;
  } else if (IsComma(Tokens[Begin - 1])) {
    First = Begin - 1;
  } else {
    return false;
  }
  Edits.remove({Tokens[First].getLocation(), Tokens[Last].getLocation()});
  return true;
}

} // namespace stcache
