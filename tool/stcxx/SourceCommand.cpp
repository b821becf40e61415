//===- SourceCommand.cpp - The commands that one source file takes --------===//

#include "SourceCommand.h"

#include "Child.h"
#include "File.h"
#include "Mention.h"
#include "OptionTable.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

namespace stcxx {

namespace {

using std::string_view;
using Words = std::vector<std::string>;

// What is longer goes into a response file; the tool gets two commands in one.
constexpr size_t MaxCommand = 100000;
constexpr unsigned FirstWithDumpOptions = 11;

bool isOneOf(string_view Text, std::initializer_list<string_view> List) {
  return std::find(List.begin(), List.end(), Text) != List.end();
}

/// What Clang takes for C++ is not always that for GCC, which links it.
bool isSourceForGcc(string_view Name) {
  size_t Dot = Name.rfind('.');
  return Dot != string_view::npos &&
         isOneOf(Name.substr(Dot + 1), {"c", "cc", "cp", "cxx", "cpp", "CPP", "c++", "C"});
}

std::string withoutExtension(string_view Name) {
  size_t Dot = Name.rfind('.');
  return std::string(Dot == string_view::npos || Dot == 0 ? Name : Name.substr(0, Dot));
}

bool isDependencyOption(string_view Arg) {
  return Arg.starts_with("-M") ||
         isOneOf(Arg, {"--write-dependencies", "--write-user-dependencies"});
}

bool isNoise(string_view Arg) {
  return Arg.starts_with("-save-temps") || Arg.starts_with("--save-temps") ||
         Arg.starts_with("-fdiagnostics-format=") ||
         isOneOf(Arg, {"-v", "--verbose", "-time", "-Q", "-ftime-report", "-fmem-report"});
}

void append(Words &To, const Words &From) { To.insert(To.end(), From.begin(), From.end()); }

bool startsWithOneOf(const Words &List, std::initializer_list<string_view> Starts) {
  return std::any_of(List.begin(), List.end(), [&](const std::string &Arg) {
    return std::any_of(Starts.begin(), Starts.end(),
                       [&](string_view Start) { return Arg.starts_with(Start); });
  });
}

/// The arguments for the preprocessor in -Wp,-MMD,file.
Words preprocessorArguments(string_view Arg) {
  Words Parts;
  for (size_t I = strlen("-Wp"); I < Arg.size();) {
    size_t End = std::min(Arg.find(',', I + 1), Arg.size());
    Parts.emplace_back(Arg.substr(I + 1, End - I - 1));
    I = End;
  }
  return Parts;
}

/// Finds in \p Args what asks for dependencies, and what remains without it. Of those, -MF
/// is left out, as are the files of -Wp,-MD,file.
struct DependencyArguments {
  Words Found, Others;

  void read(const Words &Args, bool ForPreprocessor) {
    for (size_t I = 0; I < Args.size(); ++I) {
      const std::string &Arg = Args[I];
      if (!ForPreprocessor && Arg.starts_with("-Wp,-")) {
        DependencyArguments Inner;
        Inner.read(preprocessorArguments(Arg), true);
        append(Found, Inner.Found);
        std::string Kept = "-Wp";
        for (const std::string &Other : Inner.Others)
          (Kept += ',') += Other;
        if (!Inner.Others.empty())
          Others.push_back(Kept);
        continue;
      }
      bool Named = isOneOf(Arg, {"-MF", "-MT", "-MQ"});
      size_t Values = Named || (ForPreprocessor && isOneOf(Arg, {"-MD", "-MMD"})) ? 1
                      : ForPreprocessor                                           ? 0
                                        : valuesAfter(Arg);
      Values = std::min(Values, Args.size() - 1 - I);
      bool Dependency = isDependencyOption(Arg);
      Words &To = Dependency ? Found : Others;
      if (!Arg.starts_with("-MF"))
        To.push_back(Arg);
      if (Arg != "-MF" && (Named || !Dependency))
        To.insert(To.end(), Args.begin() + long(I + 1), Args.begin() + long(I + 1 + Values));
      I += Values;
    }
  }
};

/// For GCC: a backslash takes the next character, inside quotes too.
std::string quotedForResponseFile(const std::string &Arg) {
  if (Arg.empty())
    return "''";
  std::string Text;
  for (char C : Arg) {
    if (strchr(" \t\n\r\v\f'\"\\", C))
      Text += '\\';
    Text += C;
  }
  return Text;
}

} // namespace

std::vector<Input> GccCommand::sources() const {
  std::vector<Input> Sources;
  if (CL.Nothing || CL.Preprocess || (CL.OtherEnd && !CL.SyntaxOnly) || CL.DashDash)
    return Sources;
  for (const Argument &A : CL.Expanded)
    if (isOneOf(A.Text, {"-###", "-fpreprocessed", "-fdirectives-only"}))
      return Sources;
  size_t Compiled = 0;
  for (const Input &I : CL.Inputs) {
    const std::string &Name = CL.Expanded[I.At].Text;
    Compiled += I.Lang != Language::None;
    if ((I.Lang == Language::C || I.Lang == Language::CXX) && !I.Special && Name != "-" &&
        (I.LangSet || isSourceForGcc(Name)))
      Sources.push_back(I);
  }
  // That is an error, which GCC reports.
  if (CL.HasOutput && !CL.Link && Compiled > 1)
    Sources.clear();
  return Sources;
}

std::optional<CompilerProper> CompilerProper::parse(string_view Text) {
  // The last one, after one that only preprocesses.
  std::optional<CompilerProper> Result;
  while (!Text.empty()) {
    size_t End = std::min(Text.find('\n'), Text.size());
    string_view Line = Text.substr(0, End);
    Text.remove_prefix(std::min(End + 1, Text.size()));
    if (!Line.starts_with(' '))
      continue;
    Words W = tokenize(Line);
    if (W.empty() || !isOneOf(baseName(W[0]), {"cc1", "cc1plus"}))
      continue;
    CompilerProper P;
    for (size_t I = 1; I + 1 < W.size(); ++I) {
      const std::string &Arg = W[I];
      bool Dependencies = isOneOf(Arg, {"-MD", "-MMD"});
      if (Arg == "-MF" || (Dependencies && P.DependencyFile.empty()))
        P.DependencyFile = W[I + 1];
      if (Arg.starts_with("-dump"))
        append(P.DumpOptions, {Arg, W[I + 1]});
      I += Dependencies || valuesAfter(Arg);
    }
    // With both, only the former knows of the dependencies.
    if (Result && P.DependencyFile.empty())
      P.DependencyFile = Result->DependencyFile;
    Result = std::move(P);
  }
  return Result;
}

SourceCommand::SourceCommand(const GccCommand &Whole, const Input &In, std::string Directory)
    : Whole(Whole), Scratch(std::move(Directory)), Source(Whole.CL.Expanded[In.At].Text),
      CXX(In.Lang == Language::CXX), Linked(Whole.CL.Link), Assembly(Whole.CL.Assembly) {
  const CommandLine &CL = Whole.CL;
  AsGiven = !Linked && CL.Inputs.size() == 1 && !CL.HasPluginArgs;
  std::vector<bool> IsOther(CL.Expanded.size());
  for (const Input &Other : CL.Inputs)
    IsOther[Other.At] = Other.At != In.At;
  bool SaveTemps = false;
  for (size_t I = 0; I != CL.Expanded.size(); ++I) {
    const std::string &Arg = CL.Expanded[I].Text;
    if (IsOther[I])
      continue;
    if (I == In.At)
      At = Args.size();
    Args.push_back(Arg);
    if (Arg == "-flto" || Arg.starts_with("-flto="))
      LTO = true;
    else if (Arg == "-fno-lto")
      LTO = false;
    else if (isOneOf(Arg, {"-fplugin-arg-stcache-no-fingerprints", "-fsyntax-only"}))
      Fingerprints = false;
    SaveTemps |= Arg.starts_with("-save-temps");
  }
  readDependencyOptions();
  std::string Base = withoutExtension(baseName(Source));
  if (CL.SyntaxOnly) {
    Output = "/dev/null";
    return;
  }
  if (!Linked) {
    Output = CL.HasOutput ? (CL.Output == "-" && Assembly ? "" : CL.Output)
                          : Base + (Assembly ? ".s" : ".o");
    return;
  }
  Output = Scratch + '/' + Base + ".o";
  if (!SaveTemps)
    return;
  // The object is among what is kept.
  const Words &Dump = proper().DumpOptions;
  auto Directories = std::find(Dump.begin(), Dump.end(), "-dumpdir");
  Output = (Directories == Dump.end() ? "" : Directories[1]) + Base + ".o";
}

void SourceCommand::readDependencyOptions() {
  DependencyArguments D;
  D.read(Args, false);
  if (!startsWithOneOf(D.Found, {"-MD", "-MMD", "--write"}))
    return;
  DependencyWords = D.Found;
  for (size_t I = 0; I != Args.size(); ++I)
    if (Args[I].starts_with("-MF"))
      DependencyFile = Args[I].size() > 3    ? Args[I].substr(3)
                       : I + 1 < Args.size() ? Args[I + 1]
                                             : "";
  // What the driver adds, or the preprocessor takes.
  bool Named =
      Whole.CL.HasOutput && Whole.CL.WritesDependencies && !startsWithOneOf(Args, {"-MT", "-MQ"});
  if (Named || !startsWithOneOf(D.Found, {"-MT", "-MQ"}))
    append(DependencyWords,
           {"-MQ", Named ? Whole.CL.Output : withoutExtension(baseName(Source)) + ".o"});
}

bool SourceCommand::wantsUsersDependencies() const {
  if (!wantsDependencies())
    return false;
  if (!startsWithOneOf(DependencyWords, {"-MMD", "--write-user"}))
    return true;
  for (const char *Variable : {"CPLUS_INCLUDE_PATH", "C_INCLUDE_PATH"})
    if (getenv(Variable))
      return false;
  return !startsWithOneOf(Args, {"-isystem", "-idirafter", "-isysroot", "--sysroot", "-iwithprefix",
                                 "-cxx-isystem", "-imultilib", "-nostdinc"});
}

const std::string &SourceCommand::dependencyFile() {
  return DependencyFile.empty() ? proper().DependencyFile : DependencyFile;
}

std::string SourceCommand::substitute() { return Scratch + '/' + std::string(baseName(Source)); }

bool SourceCommand::mentionsAttribute() const {
  for (size_t I = 0; I != Args.size(); ++I)
    if ((Args[I].starts_with("-D") || (I && isOneOf(Args[I - 1], {"-D", "--define-macro"}))) &&
        stcxx::mentionsAttribute(Args[I]))
      return true;
  return false;
}

Words SourceCommand::variant(unsigned Without, const Words &InPlace, const Words &Extra) const {
  Words Result;
  auto Drop = [&](string_view Arg) {
    return ((Without & EndOptions) && isOneOf(Arg, {"-c", "--compile", "-S", "--assemble"})) ||
           ((Without & OutputOptions) && ((Arg.starts_with("-o") && !Arg.starts_with("-object")) ||
                                          Arg.starts_with("--output"))) ||
           ((Without & Noise) && isNoise(Arg)) ||
           (!(Without & ForTool) && Arg.starts_with("-fplugin-arg-stcache-"));
  };
  for (size_t I = 0; I < Args.size(); ++I) {
    if (I == At) {
      append(Result, InPlace);
      continue;
    }
    size_t Values = std::min<size_t>(valuesAfter(Args[I]), Args.size() - 1 - I);
    if (!Drop(Args[I]))
      Result.insert(Result.end(), Args.begin() + long(I), Args.begin() + long(I + 1 + Values));
    I += Values;
  }
  if (Without & DependencyOptions) {
    DependencyArguments D;
    D.read(Result, false);
    Result = std::move(D.Others);
  }
  append(Result, Extra);
  return Result;
}

Words SourceCommand::fit(Words Front, Words Rest) {
  size_t Size = 0;
  for (const std::string &Arg : Rest)
    Size += Arg.size() + 1;
  if (Size > MaxCommand) {
    std::string Name = scratchFile(("args" + std::to_string(ResponseFiles++)).c_str());
    if (FILE *Out = fopen(Name.c_str(), "we")) {
      for (const std::string &Arg : Rest)
        fprintf(Out, "%s\n", quotedForResponseFile(Arg).c_str());
      if (fclose(Out) == 0)
        Rest = {'@' + Name};
    }
  }
  append(Front, Rest);
  return Front;
}

Words SourceCommand::command(bool Local, Words Rest) {
  Words Front = Local ? Whole.Given.LocalLaunchers : Whole.Given.Launchers;
  Front.push_back(Whole.Given.Compiler);
  append(Front, Whole.Before);
  return fit(std::move(Front), std::move(Rest));
}

Words SourceCommand::forTool() const {
  Words Result = {Whole.Given.Compiler};
  append(Result, variant(ForTool | DependencyOptions | Noise | Linked * OutputOptions, {Source},
                         Linked ? Words{"-c"} : Words()));
  return Result;
}

Words SourceCommand::original(const Words &Extra) {
  if (AsGiven) {
    Words Result = Whole.Given.Launchers;
    Result.push_back(Whole.Given.Compiler);
    append(Result, Whole.Before);
    append(Result, Whole.Given.Args);
    append(Result, Extra);
    return Result;
  }
  if (!Linked)
    return command(false, variant(0, {Source}, Extra));
  Words More = {"-c", "-o", Output};
  append(More, Extra);
  append(More, proper().DumpOptions);
  unsigned Without = OutputOptions;
  if (wantsDependencies()) {
    Without |= DependencyOptions;
    append(More, DependencyWords);
    append(More, {"-MF", dependencyFile()});
  }
  return command(false, variant(Without, {Source}, More));
}

Words SourceCommand::preprocess(const std::string &DependencyFile) {
  // What macros are not used is not known as long as none are replaced.
  Words More = {"-E", "-fdirectives-only", "-Wno-unused-macros"};
  if (!DependencyFile.empty()) {
    append(More, DependencyWords);
    append(More, {"-MF", DependencyFile});
  }
  return command(true,
                 variant(EndOptions | OutputOptions | DependencyOptions | Noise, {Source}, More));
}

Words SourceCommand::listDependencies(const std::string &List) {
  return command(true, variant(EndOptions | OutputOptions | DependencyOptions | Noise, {Source},
                               {"-M", "-w", "-MF", List}));
}

Words SourceCommand::compileInstead(const std::string &File) {
  // GCC's unique symbols would keep a library with cached functions loaded for good.
  Words More = {"-fpreprocessed", "-fdirectives-only", "-Wno-unused-macros", "-fno-gnu-unique"};
  unsigned Without = DependencyOptions;
  if (Linked) {
    Without |= OutputOptions;
    append(More, {"-c", "-o", Output});
    append(More, proper().DumpOptions);
  }
  return command(true, variant(Without, {"-x", CXX ? "c++" : "c", File}, More));
}

const CompilerProper &SourceCommand::proper() {
  if (Proper)
    return *Proper;
  Child Driver;
  Driver.start(command(true, variant(0, {Source}, {"-###"})), Child::Held);
  wait(Driver);
  Proper = CompilerProper::parse(Driver.held());
  if (!Proper)
    Proper.emplace();
  if (Whole.Major < FirstWithDumpOptions)
    Proper->DumpOptions.clear();
  return *Proper;
}

} // namespace stcxx
