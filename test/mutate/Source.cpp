#include "Source.h"
#include "clang/AST/DeclCXX.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace clang;

namespace mutate {

std::string edited(const std::string &Text, const std::vector<Part> &Parts) {
  // Those that begin at one place stay in their order.
  std::multimap<unsigned, const Part *> Sorted;
  for (const Part &P : Parts)
    Sorted.emplace(P.Begin, &P);
  std::string Result;
  unsigned At = 0;
  for (auto [Begin, P] : Sorted) {
    if (Begin < At || P->End > Text.size())
      return "";
    Result.append(Text, At, Begin - At);
    Result += P->Text;
    At = P->End;
  }
  Result.append(Text, At);
  return Result;
}

Source::Source(CompilerInstance &CI, unsigned Front)
    : Ctx(CI.getASTContext()), SM(CI.getSourceManager()),
      Text(SM.getBufferData(SM.getMainFileID())), Front(Front) {
  lex();
}

void Source::lex() {
  Lexer L(SM.getLocForStartOfFile(SM.getMainFileID()), Ctx.getLangOpts(), Text.begin(),
          Text.begin(), Text.end());
  Token T;
  bool InDirective = false;
  for (;;) {
    L.LexFromRawLexer(T);
    if (T.is(tok::eof))
      break;
    Extent E;
    E.Begin = SM.getFileOffset(T.getLocation());
    E.End = E.Begin + T.getLength();
    if (T.isAtStartOfLine())
      InDirective = T.is(tok::hash);
    if (InDirective) {
      if (T.is(tok::hash) && T.isAtStartOfLine())
        Directives.push_back(E);
      else
        Directives.back().End = E.End;
      continue;
    }
    if (E.Begin >= Front)
      Tokens.push_back(
          {E, T.is(tok::raw_identifier), tok::isStringLiteral(T.getKind()), T.isAtStartOfLine()});
  }
}

std::optional<unsigned> Source::offset(SourceLocation L) const {
  if (L.isInvalid() || L.isMacroID() || SM.getFileID(L) != SM.getMainFileID())
    return std::nullopt;
  unsigned At = SM.getFileOffset(L);
  if (At < Front)
    return std::nullopt;
  return At;
}

std::optional<Extent> Source::extent(SourceRange R) const {
  auto Begin = offset(R.getBegin()), End = offset(R.getEnd());
  if (!Begin || !End || *End < *Begin)
    return std::nullopt;
  return Extent{*Begin, *End + Lexer::MeasureTokenLength(R.getEnd(), SM, Ctx.getLangOpts())};
}

StringRef Source::text(SourceRange R) const {
  auto E = extent(R);
  return E ? text(*E) : StringRef();
}

const RawToken *Source::tokenFrom(unsigned At) const {
  auto It =
      llvm::lower_bound(Tokens, At, [](const RawToken &T, unsigned At) { return T.At.Begin < At; });
  return It == Tokens.end() ? nullptr : &*It;
}

std::optional<Extent> Source::withSemicolon(SourceRange R) const {
  auto E = extent(R);
  if (!E)
    return std::nullopt;
  if (Text[E->End - 1] == ';' || Text[E->End - 1] == '}')
    return E;
  const RawToken *Next = tokenFrom(E->End);
  if (!Next || text(Next->At) != ";")
    return std::nullopt;
  E->End = Next->At.End;
  return E;
}

std::optional<Extent> Source::braces(const TagDecl *D) const {
  auto *R = dyn_cast<CXXRecordDecl>(D);
  if (!D->isThisDeclarationADefinition() || D->isImplicit() || (R && R->isLambda()))
    return std::nullopt;
  return extent(D->getBraceRange());
}

void Source::swap(const char *Kind, Extent A, Extent B) {
  if (A.End <= B.Begin)
    add(Kind, {{A.Begin, A.End, text(B).str()}, {B.Begin, B.End, text(A).str()}}, A.Begin);
}

void Source::add(const char *Kind, std::vector<Part> Parts, unsigned Where, unsigned Flags) {
  for (const Part &P : Parts)
    if (P.Begin < Front || P.End > Text.size())
      return;
  Edits.push_back({Kind, std::move(Parts), Where, Flags});
}

} // namespace mutate
