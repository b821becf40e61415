#include "Report.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"

using namespace llvm;

namespace mutate {

static constexpr unsigned Counts::*Fields[] = {
    &Counts::Applied,    &Counts::Failed,    &Counts::Changed,        &Counts::Noisy,
    &Counts::Equivalent, &Counts::Missed,    &Counts::Disturbed,      &Counts::Invalidated,
    &Counts::Harmful,    &Counts::Functions, &Counts::NoisyFunctions, &Counts::ChangedFunctions};

void Counts::add(const Counts &Other) {
  for (auto Field : Fields)
    this->*Field += Other.*Field;
}

void write(const Table &T, raw_ostream &OS) {
  for (const auto &[Kind, C] : T) {
    OS << Kind;
    for (auto Field : Fields)
      OS << ' ' << C.*Field;
    OS << '\n';
  }
}

void read(Table &T, StringRef Text) {
  while (!Text.empty()) {
    StringRef Line;
    std::tie(Line, Text) = Text.split('\n');
    SmallVector<StringRef, 12> Words;
    Line.split(Words, ' ');
    Counts C;
    for (size_t I = 0; I < std::size(Fields) && I + 1 < Words.size(); ++I)
      Words[I + 1].getAsInteger(10, C.*Fields[I]);
    T[Words[0].str()].add(C);
  }
}

void print(const Table &T, raw_ostream &OS) {
  for (StringRef Group : {"mutation", "neutral"}) {
    bool Mutation = Group == "mutation";
    Counts All;
    OS << left_justify(Group, 24) << " applied  failed"
       << (Mutation ? " changed   noisy equivalent  missed disturbed\n" : " invalidated harmful\n");
    auto Line = [&](StringRef Name, const Counts &C) {
      OS << left_justify(Name, 24) << format("%8u%8u", C.Applied, C.Failed);
      if (Mutation)
        OS << format("%8u%8u%11u%8u%10u\n", C.Changed, C.Noisy, C.Equivalent, C.Missed,
                     C.Disturbed);
      else
        OS << format("%12u%8u\n", C.Invalidated, C.Harmful);
    };
    for (const auto &[Kind, C] : T)
      if (StringRef Name = Kind; Name.consume_front(Group) && Name.consume_front("/")) {
        Line(Name, C);
        All.add(C);
      }
    Line("total", All);
    OS << "functions compared: " << All.Functions;
    if (Mutation)
      OS << ", with other code: " << All.ChangedFunctions
         << ", with the same code but another fingerprint: " << All.NoisyFunctions;
    OS << "\n\n";
  }
}

void printEdit(const std::string &Text, const Edit &E, raw_ostream &OS) {
  unsigned Shown = 0;
  for (const Part &P : E.Parts) {
    if (++Shown > 4) {
      OS << "    ...\n";
      break;
    }
    size_t Begin = Text.rfind('\n', P.Begin ? P.Begin - 1 : 0);
    Begin = Begin == std::string::npos ? 0 : Begin + 1;
    size_t End = std::min(Text.find('\n', P.End), Text.size());
    unsigned Line = std::count(Text.begin(), Text.begin() + Begin, '\n') + 1;
    OS << "    @" << Line << '\n';
    auto Lines = [&](char Sign, StringRef Body) {
      while (true) {
        auto [First, Rest] = Body.split('\n');
        OS << "    " << Sign << ' ' << First << '\n';
        if (Body.find('\n') == StringRef::npos)
          break;
        Body = Rest;
      }
    };
    Lines('-', StringRef(Text).slice(Begin, End));
    Lines('+', Text.substr(Begin, P.Begin - Begin) + P.Text + Text.substr(P.End, End - P.End));
  }
}

} // namespace mutate
