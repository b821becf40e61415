#include "Run.h"
#include "Flatten.h"
#include "clang/Frontend/CompilerInstance.h"
#include "llvm/Demangle/Demangle.h"
#include "llvm/Support/CrashRecoveryContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"
#include <chrono>

using namespace clang;

namespace mutate {

using Clock = std::chrono::steady_clock;

std::mt19937_64 FileRun::random(unsigned Index, bool Neutral) const {
  std::string Key = std::to_string(S.Seed) + " " + llvm::sys::path::filename(File).str() + " " +
                    std::to_string(Index) + (Neutral ? "n" : "m");
  return std::mt19937_64(llvm::xxh3_64bits(StringRef(Key)));
}

using Kinds = std::map<StringRef, std::vector<unsigned>>;

/// Each kind as likely as the others.
static const Edit &pick(const std::vector<Edit> &Edits, const Kinds &ByKind, std::mt19937_64 &R) {
  auto It = std::next(ByKind.begin(), R() % ByKind.size());
  return Edits[It->second[R() % It->second.size()]];
}

bool FileRun::prepare() {
  FlattenOptions Flatten;
  Flatten.Dirs = Dirs;
  for (bool Hoist : {true, false}) {
    Flatten.Hoist = Hoist;
    Text = flatten(File, Flatten);
    if (Text.empty()) {
      llvm::errs() << File << ": cannot be read\n";
      return false;
    }
    C = std::make_unique<Compiler>(Flags, File, S.Include);
    size_t Marker = Text.find(FrontMarker);
    auto Inspect = [&](CompilerInstance &CI) {
      Source Source(CI, Marker + FrontMarker.size());
      collectExprMutations(Source);
      collectStmtMutations(Source);
      collectDeclMutations(Source);
      Mutations = std::move(Source.Edits);
      Source.Edits.clear();
      collectNeutralCode(Source);
      collectNeutralDecl(Source);
      collectNeutralText(Source);
      Neutrals = std::move(Source.Edits);
      Reachable = std::make_unique<Reach>(Source);
      // Templates that are not used have no code.
      for (std::vector<Edit> *Edits : {&Mutations, &Neutrals})
        std::erase_if(*Edits, [&](const Edit &E) { return !Reachable->live(E.Where); });
    };
    Base = C->compile(Text, {}, Inspect);
    if (Base.Ok)
      break;
    if (!Hoist)
      llvm::errs() << File << ": does not compile: " << Base.Error << '\n';
  }
  if (Base.Ok && Job == 0)
    llvm::errs() << llvm::sys::path::filename(File) << ": " << Base.Prints.size() << " functions, "
                 << Text.size() << " bytes, " << Mutations.size() << " mutations, "
                 << Neutrals.size() << " neutral edits possible\n";
  return Base.Ok;
}

/// The unchanged text, without some of what may differ.
const Snapshot &FileRun::without(bool Slots, bool Positions, bool Optimized) {
  Snapshot &Known = Without[{Slots, Positions, Optimized}];
  if (!Known.Ok) {
    CompileOptions Options;
    Options.Slots = !Slots;
    Options.WithoutPositions = Positions;
    Options.Optimized = Optimized;
    Options.Prints = false;
    Known = C->compile(Text, Options);
  }
  return Known;
}

/// Functions whose code differs however positions are counted.
std::set<std::string> FileRun::confirmed(const std::string &After, unsigned Flags, bool Optimized) {
  CompileOptions Options;
  Options.WithoutPositions = true;
  Options.Slots = !(Flags & Edit::Slots);
  Options.Prints = false;
  Options.Optimized = Optimized;
  Snapshot Other = compiled(After, Options);
  const Snapshot &Before = without(!Options.Slots, true, Optimized);
  return Other.Ok && Before.Ok ? changedFunctions(Before.Ir, Other.Ir) : std::set<std::string>();
}

Snapshot FileRun::compiled(const std::string &After, const CompileOptions &Options) {
  Snapshot Result;
  llvm::CrashRecoveryContext Context;
  if (!Context.RunSafely([&] { Result = C->compile(After, Options); })) {
    Result.Ok = false;
    Result.Error = "crash";
  }
  return Result;
}

void FileRun::error(const char *What, const Edit &E, unsigned Index,
                    const std::set<std::string> &Names, const std::string &After) {
  std::string Message;
  llvm::raw_string_ostream OS(Message);
  OS << What << " (" << E.Kind << ") " << File << '\n';
  unsigned Shown = 0;
  for (const std::string &Name : Names) {
    if (++Shown > 5) {
      OS << "    and " << Names.size() - 5 << " more\n";
      break;
    }
    OS << "    in " << llvm::demangle(Name) << '\n';
  }
  printEdit(Text, E, OS);
  OS << "    repeat: --seed " << S.Seed << " --first " << Index << '\n';
  if (!S.Keep.empty()) {
    llvm::sys::fs::create_directories(S.Keep);
    std::string Stem = S.Keep + "/" + llvm::sys::path::stem(File).str() + "-" +
                       std::to_string(Index) + "-" + E.Kind;
    std::error_code Error;
    std::string Extension = llvm::sys::path::extension(File).str();
    llvm::raw_fd_ostream(Stem + "-before" + Extension, Error) << Text;
    llvm::raw_fd_ostream(Stem + "-after" + Extension, Error) << After;
    OS << "    kept: " << Stem << '\n';
  }
  llvm::errs() << Message + "\n";
}

void FileRun::checkMutation(const Edit &E, unsigned Index) {
  Counts &N = Out[std::string("mutation/") + E.Kind];
  std::string After = edited(Text, E.Parts);
  CompileOptions Options;
  Options.Slots = !(E.Flags & Edit::Slots);
  const IrModule &Before = Options.Slots ? Base.Ir : without(true, false, false).Ir;
  Snapshot Now = After.empty() ? Snapshot() : compiled(After, Options);
  if (Now.Error == "crash")
    error("CRASH", E, Index, {}, After);
  if (!Now.Ok) {
    ++N.Failed;
    return;
  }
  ++N.Applied;
  std::set<std::string> Code = changedFunctions(Before, Now.Ir);
  std::set<std::string> Missed, Disturbed;
  bool Noisy = false;
  for (const auto &[Name, Print] : Base.Prints) {
    auto It = Now.Prints.find(Name);
    if (It == Now.Prints.end() || !Base.Ir.count(Name) || !Now.Ir.count(Name))
      continue;
    ++N.Functions;
    bool Differs = It->second != Print;
    if (Code.count(Name)) {
      ++N.ChangedFunctions;
      if (!Differs)
        Missed.insert(Name);
    } else if (Differs) {
      Noisy = true;
      ++N.NoisyFunctions;
      if (!Reachable->reaches(Name, E.Where))
        Disturbed.insert(Name);
    }
  }
  // Positions are no part of the meaning; how a constant is computed is none either, which only
  // the optimiser can tell.
  for (bool Optimized : {false, true}) {
    if (Missed.empty())
      break;
    std::set<std::string> Sure = confirmed(After, E.Flags, Optimized);
    size_t Candidates = Missed.size();
    std::erase_if(Missed, [&](const std::string &Name) { return !Sure.count(Name); });
    if (Optimized && Missed.empty() && Candidates)
      ++N.Equivalent;
  }
  N.Changed += !Code.empty();
  N.Noisy += Noisy;
  if (!Missed.empty()) {
    ++N.Missed;
    error("MISSED", E, Index, Missed, After);
  }
  if (!Disturbed.empty()) {
    ++N.Disturbed;
    error("DISTURBED", E, Index, Disturbed, After);
  }
}

static Kinds byKind(const std::vector<Edit> &Edits, StringRef Only) {
  Kinds Result;
  for (size_t I = 0; I < Edits.size(); ++I)
    if (Only.empty() || Only == Edits[I].Kind)
      Result[Edits[I].Kind].push_back(I);
  return Result;
}

void FileRun::mutations(double Seconds) {
  Kinds ByKind = byKind(Mutations, S.Only);
  if (ByKind.empty())
    return;
  auto End = Clock::now() + std::chrono::duration<double>(Seconds);
  std::set<const Edit *> Used;
  unsigned Done = 0;
  for (unsigned I = S.First; Done < S.Mutations && I < S.First + 6 * S.Mutations; ++I) {
    auto R = random(I, false);
    const Edit &E = pick(Mutations, ByKind, R);
    if (!Used.insert(&E).second)
      continue;
    ++Done;
    if (Done % S.Jobs != Job)
      continue;
    if (Clock::now() > End)
      return;
    checkMutation(E, I);
  }
}

bool FileRun::checkNeutral(const std::vector<const Edit *> &Batch, unsigned Index, bool Count) {
  std::vector<Part> Parts;
  unsigned Flags = 0;
  for (const Edit *E : Batch) {
    Parts.insert(Parts.end(), E->Parts.begin(), E->Parts.end());
    Flags |= E->Flags;
  }
  auto Each = [&](unsigned Counts::*Field, unsigned By) {
    for (const Edit *E : Batch)
      Out[std::string("neutral/") + E->Kind].*Field += By;
  };
  std::string After = edited(Text, Parts);
  Snapshot Now = After.empty() ? Snapshot() : compiled(After);
  if (!Now.Ok) {
    if (Count)
      Each(&Counts::Failed, 1);
    if (Now.Error == "crash" && Count)
      error("CRASH", *Batch[0], Index, {}, After);
    return false;
  }
  std::set<std::string> Differ;
  unsigned Compared = 0;
  for (const auto &[Name, Print] : Base.Prints) {
    if (!Base.Ir.count(Name))
      continue;
    ++Compared;
    auto It = Now.Prints.find(Name);
    if (It == Now.Prints.end() || It->second != Print)
      Differ.insert(Name);
  }
  std::set<std::string> Code = changedFunctions(Base.Ir, Now.Ir);
  if (!Code.empty())
    Code = confirmed(After, Flags, false);
  if (Flags & Edit::IrDiffers)
    Code.clear();
  if (!Count && (!Differ.empty() || !Code.empty()))
    return false;
  Each(&Counts::Applied, 1);
  Out[std::string("neutral/") + Batch[0]->Kind].Functions += Compared;
  if (!Code.empty()) {
    Each(&Counts::Harmful, 1);
    error("NOT NEUTRAL", *Batch[0], Index, Code, After);
  } else if (!Differ.empty()) {
    Each(&Counts::Invalidated, 1);
    error("INVALIDATED", *Batch[0], Index, Differ, After);
  }
  return true;
}

void FileRun::neutral(double Seconds) {
  Kinds ByKind = byKind(Neutrals, S.Only);
  if (ByKind.empty())
    return;
  auto End = Clock::now() + std::chrono::duration<double>(Seconds);
  std::set<const Edit *> Used;
  unsigned Done = 0, Turn = 0;
  for (unsigned I = S.First; Done < S.Neutral && I < S.First + 6 * S.Neutral; ++I) {
    auto R = random(I, true);
    std::vector<const Edit *> Batch;
    std::vector<Extent> Taken;
    for (unsigned Try = 0; Try < 4 * S.Batch && Batch.size() < S.Batch; ++Try) {
      const Edit &E = pick(Neutrals, ByKind, R);
      bool Free = true;
      for (const Part &P : E.Parts)
        for (const Extent &T : Taken)
          Free &= P.End < T.Begin || T.End < P.Begin || P.Begin == P.End;
      for (const Part &P : E.Parts)
        for (const Extent &T : Taken)
          Free &= !(P.Begin == P.End && T.Begin < P.Begin && P.Begin < T.End);
      if (!Free || !Used.insert(&E).second)
        continue;
      for (const Part &P : E.Parts)
        Taken.push_back({P.Begin, P.End});
      Batch.push_back(&E);
    }
    if (Batch.empty())
      continue;
    Done += Batch.size();
    if (Turn++ % S.Jobs != Job)
      continue;
    if (Clock::now() > End)
      return;
    if (!checkNeutral(Batch, I, Batch.size() == 1) && Batch.size() > 1)
      for (const Edit *E : Batch)
        checkNeutral({E}, I, true);
  }
}

void FileRun::surroundings() {
  CompileOptions Moved, Flags;
  Moved.Path = "/elsewhere/" + llvm::sys::path::filename(File).str();
  Flags.MoreFlags = {"-O2", "-g"};
  for (auto [Kind, Options] : {std::pair("moved-checkout", Moved), std::pair("flags", Flags)}) {
    Counts &N = Out[std::string("neutral/") + Kind];
    Options.Ir = false;
    Snapshot Now = compiled(Text, Options);
    if (!Now.Ok) {
      ++N.Failed;
      continue;
    }
    ++N.Applied;
    std::set<std::string> Differ;
    for (const auto &[Name, Print] : Base.Prints)
      if (Base.Ir.count(Name) && Now.Prints[Name] != Print)
        Differ.insert(Name);
    if (!Differ.empty()) {
      ++N.Invalidated;
      error("INVALIDATED", {Kind, {}}, 0, Differ, Text);
    }
  }
}

} // namespace mutate
