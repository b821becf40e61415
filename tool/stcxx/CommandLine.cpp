//===- CommandLine.cpp - What a compiler command is going to do -----------===//

#include "CommandLine.h"

#include "File.h"
#include "OptionTable.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>

namespace stcxx {

namespace {

using std::string_view;

bool isOneOf(string_view Text, std::initializer_list<string_view> List) {
  return std::find(List.begin(), List.end(), Text) != List.end();
}

/// The language of a -x option.
Language languageOf(string_view Name) {
  if (Name == "none")
    return Language::None;
  if (Name.starts_with("c++") || Name.starts_with("objective-c++") || Name.starts_with("objc++"))
    return Name.find("header") != string_view::npos       ? Language::CXXHeader
           : Name.find("cpp-output") != string_view::npos ? Language::CXXPreprocessed
                                                          : Language::CXX;
  if (isOneOf(Name, {"c", "cpp-output"}))
    return Language::C;
  if (isOneOf(Name, {"c-header", "c-header-cpp-output"}))
    return Language::CHeader;
  return Language::Other;
}

/// Is that no C or C++ source, though it is treated much like it?
bool isSpecial(string_view LanguageName) {
  return LanguageName.find("obj") != string_view::npos || LanguageName == "cpp-output";
}

/// The language of a file by its extension; None for what goes to the linker.
Language languageOfFile(string_view Path, DriverMode Mode) {
  string_view Name = baseName(Path);
  size_t Dot = Name.rfind('.');
  if (Dot == string_view::npos)
    return Language::None;
  string_view Ext = Name.substr(Dot + 1);
  if (isOneOf(Ext, {"cpp", "cc", "cxx", "C", "c++", "CC", "CPP", "CXX", "C++", "cp", "mm", "M",
                    "cppm", "ccm", "cxxm", "c++m", "ixx"}))
    return Language::CXX;
  if (isOneOf(Ext, {"ii", "mii", "iim", "pcm"}))
    return Language::CXXPreprocessed;
  if (isOneOf(Ext, {"hh", "hpp", "hxx", "h++", "H", "hp", "HPP", "tcc", "iih"}))
    return Language::CXXHeader;
  // A C++ driver compiles C files as C++.
  if (Ext == "c")
    return Mode == DriverMode::CXX ? Language::CXX : Language::C;
  if (Ext == "i")
    return Mode == DriverMode::CXX ? Language::CXXPreprocessed : Language::C;
  if (Ext == "h")
    return Mode == DriverMode::CXX ? Language::CXXHeader : Language::CHeader;
  if (isOneOf(Ext, {"m",   "mi",  "s",    "S",   "sx",  "asm",   "ll",  "bc",  "cu",
                    "cui", "hip", "hipi", "cl",  "cli", "clcpp", "ast", "pch", "gch",
                    "f",   "f90", "F",    "F90", "d",   "go",    "ads", "adb"}))
    return Language::Other;
  return Language::None;
}

bool printsOnly(string_view Arg) {
  return isOneOf(Arg, {"--version", "-version", "--help", "-help", "--help-hidden", "-dumpversion",
                       "-dumpfullversion", "-dumpmachine", "-dumpspecs", "--target-help"}) ||
         Arg.starts_with("-print-") || Arg.starts_with("--print-") || Arg.starts_with("--help=") ||
         Arg.starts_with("--autocomplete=");
}

bool preprocesses(string_view Arg) {
  return isOneOf(Arg, {"-E", "-M", "-MM", "--preprocess", "--dependencies", "--user-dependencies"});
}

bool endsOtherwise(string_view Arg) {
  return isOneOf(Arg,
                 {"-fsyntax-only", "--precompile", "--analyze", "-emit-ast", "-emit-pch",
                  "-verify-pch", "-rewrite-objc", "-rewrite-legacy-objc", "-module-file-info",
                  "-emit-interface-stubs", "-extract-api", "--emit-static-lib", "-fmodule-only"}) ||
         Arg.starts_with("-fmodule-header");
}

/// Is \p Arg an option of the target? Then is it another one than this program's?
bool isForeignTarget(string_view Arg) {
  if (isOneOf(Arg, {"-m32", "-mx32", "-m16"}))
    return true;
  if (Arg.starts_with("--target="))
    Arg.remove_prefix(strlen("--target="));
  else if (Arg.starts_with("-target="))
    Arg.remove_prefix(strlen("-target="));
  else
    return false;
#if defined(__x86_64__)
  bool Arch = Arg.starts_with("x86_64") || Arg.starts_with("amd64");
#elif defined(__aarch64__)
  bool Arch = Arg.starts_with("aarch64") || Arg.starts_with("arm64");
#else
  bool Arch = true;
#endif
  return !Arch || Arg.find("linux") == string_view::npos || Arg.ends_with("x32");
}

/// Reads one command line; the fields are what is known so far.
class Parser {
public:
  explicit Parser(CommandLine &CL) : CL(CL) {}

  void run() {
    for (size_t I = 0, E = CL.Expanded.size(); I != E; ++I) {
      const Argument &A = CL.Expanded[I];
      string_view Arg = A.Text;
      if (CL.DashDash || Arg == "-" || Arg.empty() || Arg[0] != '-') {
        if (!Arg.empty())
          input(I);
        continue;
      }
      unsigned Values = valuesAfter(Arg);
      string_view Value = Values && I + 1 < E ? string_view(CL.Expanded[I + 1].Text) : "";
      option(A, Value);
      I += std::min<size_t>(Values, E - 1 - I);
    }
    CL.LanguageSet = Current != Language::None;
    CL.Preprocess |= CL.Mode == DriverMode::CPP;
    bool NoLink = CL.Assembly || CL.Object || CL.OtherEnd;
    CL.Link = (Linkable || LinkerInput) && !CL.Preprocess && !NoLink;
    CL.Nothing |= CL.Inputs.empty() && !LinkerInput;
  }

private:
  void input(size_t At) {
    string_view Path = CL.Expanded[At].Text;
    bool Set = Current != Language::None;
    Language L = Set ? Current : languageOfFile(Path, CL.Mode);
    CL.Inputs.push_back(
        {At, L, Set, Set ? CurrentSpecial : Path.ends_with(".mm") || Path.ends_with(".M")});
    CL.Includes |= L == Language::CXX || L == Language::CXXHeader;
    CL.CXX |= CL.Includes || L == Language::CXXPreprocessed;
    CL.C |= L == Language::C;
    Linkable |= L != Language::CXXHeader && L != Language::CHeader;
  }

  void option(const Argument &A, string_view Value) {
    string_view Arg = A.Text;
    if (Arg == "--")
      CL.DashDash = true;
    else if (Arg.starts_with("-x"))
      language(Arg == "-x" ? Value : Arg.substr(2));
    else if (Arg == "--language")
      language(Value);
    else if (Arg.starts_with("--language="))
      language(Arg.substr(strlen("--language=")));
    else if (Arg == "-o" || Arg == "--output")
      output(Value);
    else if (Arg.starts_with("--output="))
      output(Arg.substr(strlen("--output=")));
    else if (Arg.starts_with("-o") && !Arg.starts_with("-object"))
      output(Arg.substr(2));
    else if (printsOnly(Arg))
      CL.Nothing = true;
    else if (preprocesses(Arg))
      CL.Preprocess = true;
    else if (Arg == "-c" || Arg == "--compile")
      CL.Object = true;
    else if (Arg == "-S" || Arg == "--assemble")
      CL.Assembly = true;
    else if (endsOtherwise(Arg))
      CL.OtherEnd = true, CL.SyntaxOnly |= Arg == "-fsyntax-only";
    else if (isOneOf(Arg, {"-MD", "-MMD", "--write-dependencies", "--write-user-dependencies"}))
      CL.WritesDependencies = true;
    else if (Arg.starts_with("-fplugin"))
      plugin(A);
    else
      link(Arg, Value);
  }

  void language(string_view Name) {
    Current = languageOf(Name);
    CurrentSpecial = isSpecial(Name);
  }

  void output(string_view Path) {
    CL.HasOutput = true;
    CL.Output = Path;
  }

  void plugin(const Argument &A) {
    string_view Arg = A.Text;
    if (Arg.starts_with("-fplugin="))
      CL.HasPlugin |= baseName(Arg.substr(strlen("-fplugin="))).starts_with("stcache-clang");
    if (!Arg.starts_with("-fplugin-arg-stcache-"))
      return;
    CL.HasPluginArgs = true;
    CL.PluginArgsInFile |= A.FromFile;
  }

  void link(string_view Arg, string_view Value) {
    if (isOneOf(Arg, {"-static", "--static", "-static-pie", "-nostdlib", "--no-standard-libraries",
                      "-nodefaultlibs"}))
      CL.NoRuntime = Arg;
    else if (Arg == "-r" || (Arg == "-Xlinker" && isOneOf(Value, {"-r", "--relocatable"})) ||
             isOneOf(Arg, {"-Wl,-r", "-Wl,--relocatable"}))
      CL.NoRuntime = "-r";
    else if (isForeignTarget(Arg))
      CL.NoRuntime = Arg;
    else if (Arg == "-target" && isForeignTarget("-target=" + std::string(Value)))
      CL.NoRuntime = "-target " + std::string(Value);
    if (Arg.starts_with("-l") || Arg.starts_with("-Wl,") || Arg == "-Xlinker")
      LinkerInput = true;
  }

  CommandLine &CL;
  Language Current = Language::None;
  bool CurrentSpecial = false;
  bool Linkable = false;    ///< one of the inputs goes into a link
  bool LinkerInput = false; ///< an option alone makes the driver link
};

} // namespace

DriverMode driverModeOf(string_view Program) {
  string_view Name = baseName(Program);
  while (!Name.empty() &&
         (Name.back() == '-' || Name.back() == '.' || (Name.back() >= '0' && Name.back() <= '9')))
    Name.remove_suffix(1);
  if (Name.ends_with("++"))
    return DriverMode::CXX;
  if (Name.ends_with("cpp"))
    return DriverMode::CPP;
  if (Name == "cl" || Name.ends_with("-cl"))
    return DriverMode::CL;
  return DriverMode::C;
}

CommandLine CommandLine::parse(string_view Program, const std::vector<std::string> &Args) {
  CommandLine CL;
  CL.Expanded = expandResponseFiles(Args);
  CL.Mode = driverModeOf(Program);
  for (const Argument &A : CL.Expanded) {
    string_view Arg = A.Text;
    if (!Arg.starts_with("--driver-mode="))
      continue;
    Arg.remove_prefix(strlen("--driver-mode="));
    CL.Mode = Arg == "g++"   ? DriverMode::CXX
              : Arg == "cpp" ? DriverMode::CPP
              : Arg == "cl"  ? DriverMode::CL
                             : DriverMode::C;
  }
  // The compiler proper, called without its driver.
  if (!CL.Expanded.empty() && CL.Expanded[0].Text.starts_with("-cc1"))
    CL.Nothing = true;
  Parser(CL).run();
  return CL;
}

} // namespace stcxx
