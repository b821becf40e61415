//===- StateFile.cpp - States as JSON -------------------------------------===//

#include "ProgramState.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

using namespace llvm;

namespace stcache::tool {
namespace {

constexpr char Format[] = "stcache fingerprints";
constexpr int64_t FormatVersion = 1;

json::Value text(StringRef Text) { return json::isUTF8(Text) ? Text.str() : json::fixUTF8(Text); }

/// Only what is true is written.
void put(json::Object &O, StringRef Key, bool Value) {
  if (Value)
    O[Key] = true;
}

void put(json::Object &O, const Place &P) {
  if (!P.known())
    return;
  O["file"] = text(P.File);
  O["line"] = P.Line;
}

/// Reads members; whatever is missing or of another type makes the whole unreadable.
class Reader {
public:
  Reader(const json::Value &V, bool &Bad) : O(V.getAsObject()), Bad(Bad) { Bad |= !O; }

  std::string string(StringRef Key, bool Optional = false) {
    if (std::optional<StringRef> S = O ? O->getString(Key) : std::nullopt)
      return S->str();
    Bad |= !Optional;
    return {};
  }
  uint64_t number(StringRef Key, uint64_t Limit) {
    std::optional<int64_t> N = O ? O->getInteger(Key) : std::nullopt;
    if (N && *N >= 0 && uint64_t(*N) < Limit)
      return uint64_t(*N);
    Bad = true;
    return 0;
  }
  bool flag(StringRef Key) { return O && O->getBoolean(Key).value_or(false); }
  const json::Array &array(StringRef Key, bool Optional = false) {
    static const json::Array Empty;
    if (const json::Array *A = O ? O->getArray(Key) : nullptr)
      return *A;
    Bad |= !Optional;
    return Empty;
  }
  Place place() {
    Place P;
    P.File = string("file", /*Optional=*/true);
    if (!P.File.empty())
      P.Line = number("line", UINT32_MAX);
    return P;
  }
  Fingerprint fingerprint(StringRef Key) {
    std::string Hex = string(Key);
    Fingerprint F;
    Bad |= Hex.size() != 32 || StringRef(Hex).take_front(16).getAsInteger(16, F.Hi) ||
           StringRef(Hex).drop_front(16).getAsInteger(16, F.Lo);
    return F;
  }

private:
  const json::Object *O;
  bool &Bad;
};

json::Value toJSON(const Unit &U, unsigned Flags) {
  json::Object O{{"kind", kindName(U.Kind)},
                 {"name", text(U.Name)},
                 {"own", U.Own.hex()},
                 {"total", U.Total.hex()},
                 {"flags", Flags}};
  if (!U.Symbol.empty())
    O["symbol"] = text(U.Symbol);
  put(O, U.Where);
  put(O, "opaque", U.Opaque);
  put(O, "external", U.External);
  put(O, "optional", U.Optional);
  put(O, "conservative", U.Conservative);
  put(O, "throws", U.Throws);
  put(O, "nothrow", U.Nothrow);
  json::Array References;
  for (const Unit::Reference &R : U.References)
    References.push_back(json::Array{R.Position, R.Target});
  O["references"] = std::move(References);
  json::Array Calls;
  for (const Place &P : U.IndirectCalls) {
    json::Object Call;
    put(Call, P);
    Calls.push_back(std::move(Call));
  }
  if (!Calls.empty())
    O["indirect_calls"] = std::move(Calls);
  O["text"] = text(U.Text);
  if (!U.Source.empty())
    O["source"] = text(U.Source);
  return O;
}

Unit unitFromJSON(const json::Value &V, ArrayRef<std::string> Flags, size_t Units, bool &Bad) {
  Reader R(V, Bad);
  Unit U;
  std::string Kind = R.string("kind");
  bool Known = false;
  for (UnitKind K : {UnitKind::Function, UnitKind::Variable, UnitKind::Record, UnitKind::Cached})
    if (Kind == kindName(K)) {
      U.Kind = K;
      Known = true;
    }
  Bad |= !Known;
  U.Name = R.string("name");
  U.Symbol = R.string("symbol", /*Optional=*/true);
  U.Where = R.place();
  U.Own = R.fingerprint("own");
  U.Total = R.fingerprint("total");
  if (size_t I = R.number("flags", Flags.size()); I < Flags.size())
    U.Flags = Flags[I];
  U.Opaque = R.flag("opaque");
  U.External = R.flag("external");
  U.Optional = R.flag("optional");
  U.Conservative = R.flag("conservative");
  U.Throws = R.flag("throws");
  U.Nothrow = R.flag("nothrow");
  for (const json::Value &Pair : R.array("references")) {
    const json::Array *A = Pair.getAsArray();
    std::optional<int64_t> Position = A && A->size() == 2 ? (*A)[0].getAsInteger() : std::nullopt,
                           Target = Position ? (*A)[1].getAsInteger() : std::nullopt;
    if (!Target || *Position < 0 || *Target < 0 || *Target >= int64_t(Units)) {
      Bad = true;
      break;
    }
    U.References.push_back({unsigned(*Position), unsigned(*Target)});
  }
  for (const json::Value &Call : R.array("indirect_calls", /*Optional=*/true))
    U.IndirectCalls.push_back(Reader(Call, Bad).place());
  U.Text = R.string("text");
  U.Source = R.string("source", /*Optional=*/true);
  return U;
}

} // namespace

json::Value toJSON(const State &S) {
  StringMap<unsigned> FlagsIndex;
  json::Array Flags, Units, Functions, Definitions, Unresolved;
  for (const Unit &U : S.Units) {
    auto [It, New] = FlagsIndex.try_emplace(U.Flags, FlagsIndex.size());
    if (New)
      Flags.push_back(text(U.Flags));
    Units.push_back(toJSON(U, It->second));
    if (U.External && !U.Optional)
      Unresolved.push_back(text(U.Symbol));
  }
  for (const Function &F : S.Functions) {
    json::Object O{{"fingerprint", S.fingerprint(F).hex()},
                   {"name", text(F.Name)},
                   {"symbol", text(F.Symbol)},
                   {"unit", F.Root}};
    put(O, F.Where);
    put(O, "listed", F.Listed);
    put(O, "cached", F.Cached);
    Functions.push_back(std::move(O));
  }
  for (const State::Definition &D : S.Definitions)
    Definitions.push_back(json::Object{{"name", utohexstr(D.Name)}, {"unit", D.Unit}});
  json::Object O{{"format", Format},
                 {"version", FormatVersion},
                 {"functions", std::move(Functions)},
                 {"units", std::move(Units)},
                 {"flags", std::move(Flags)},
                 {"unresolved", std::move(Unresolved)}};
  if (!Definitions.empty())
    O["definitions"] = std::move(Definitions);
  return O;
}

Expected<State> stateFromJSON(const json::Value &Value) {
  bool Bad = false;
  Reader R(Value, Bad);
  if (R.string("format", /*Optional=*/true) != Format)
    return createStringError("it is not the output of 'stcache fingerprint --json'");
  if (R.number("version", INT64_MAX) != FormatVersion)
    return createStringError("another version of stcache wrote it");
  State S;
  std::vector<std::string> Flags;
  for (const json::Value &V : R.array("flags"))
    Flags.push_back(V.getAsString().value_or("").str());
  const json::Array &Units = R.array("units");
  for (const json::Value &V : Units)
    S.Units.push_back(unitFromJSON(V, Flags, Units.size(), Bad));
  for (const json::Value &V : R.array("functions")) {
    Reader In(V, Bad);
    Function F;
    F.Name = In.string("name");
    F.Symbol = In.string("symbol");
    F.Where = In.place();
    F.Root = In.number("unit", Units.size());
    F.Listed = In.flag("listed");
    F.Cached = In.flag("cached");
    S.Functions.push_back(std::move(F));
  }
  for (const json::Value &V : R.array("definitions", /*Optional=*/true)) {
    Reader In(V, Bad);
    State::Definition D;
    Bad |= StringRef(In.string("name")).getAsInteger(16, D.Name);
    D.Unit = In.number("unit", Units.size());
    S.Definitions.push_back(D);
  }
  if (Bad)
    return createStringError("it is damaged");
  return S;
}

} // namespace stcache::tool
