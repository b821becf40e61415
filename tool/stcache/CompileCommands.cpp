//===- CompileCommands.cpp - How the files are compiled -------------------===//

#include "CompileCommands.h"

#include "Command.h"
#include "CommandLine.h"
#include "Compiler.h"
#include "Config.h"
#include "File.h"
#include "Installation.h"

#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#if __has_include("clang/Options/Options.h")
#include "clang/Options/Options.h"
namespace driver_options = clang::options;
using clang::getDriverOptTable;
#else
#include "clang/Driver/Options.h"
namespace driver_options = clang::driver::options;
using clang::driver::getDriverOptTable;
#endif

using namespace llvm;
namespace tooling = clang::tooling;

namespace stcache::tool {
namespace {

std::string absolute(StringRef Path, StringRef Directory = {}) {
  SmallString<256> Whole(Path);
  if (!Directory.empty() && sys::path::is_relative(Path)) {
    Whole = Directory;
    sys::path::append(Whole, Path);
  }
  if (sys::fs::make_absolute(Whole))
    return Path.str();
  sys::path::remove_dots(Whole, /*remove_dot_dot=*/true);
  return Whole.str().str();
}

/// Two names of one file have the same.
std::string identity(StringRef Path) {
  std::string Real = stcxx::realPath(Path.str());
  return Real.empty() ? Path.str() : Real;
}

/// Precompiled headers are another compiler's: the headers that they were made from stand for
/// them. CMake names those, too. The driver looks for precompiled ones beside each `-include`,
/// Clang proper does not.
void dropPrecompiled(std::vector<std::string> &Args, StringRef Directory) {
  std::vector<std::string> Kept;
  for (size_t I = 0; I < Args.size(); ++I) {
    StringRef Arg = Args[I];
    if (Arg == "-Xclang" && I + 3 < Args.size() && Args[I + 1] == "-include-pch") {
      I += 3;
    } else if ((Arg == "-include" || Arg == "-include-pch") && I + 1 < Args.size() &&
               (Kept.empty() || Kept.back() != "-Xclang")) {
      std::string Header = Args[++I];
      if (Arg == "-include-pch")
        Header = absolute(Header.substr(0, Header.rfind('.')), Directory);
      Kept.insert(Kept.end(), {"-Xclang", "-include", "-Xclang", Header});
    } else {
      Kept.push_back(Arg.str());
    }
  }
  Args = std::move(Kept);
}

/// Options that only another compiler knows (GCC, another Clang) do not change what code means.
void dropUnknown(std::vector<std::string> &Args) {
  std::vector<const char *> Raw;
  for (const std::string &Arg : Args)
    Raw.push_back(Arg.c_str());
  unsigned MissingIndex, MissingCount;
  opt::InputArgList Parsed = getDriverOptTable().ParseArgs(
      Raw, MissingIndex, MissingCount, opt::Visibility(driver_options::ClangOption));
  std::vector<unsigned> Unknown;
  for (const opt::Arg *A : Parsed.filtered(driver_options::OPT_UNKNOWN))
    Unknown.push_back(A->getIndex());
  for (unsigned I : reverse(Unknown))
    Args.erase(Args.begin() + I);
}

/// GCC has _Float32, _Float128 and the like in C, and from version 13 on in C++, and the C library
/// declares functions of them. In C it is enough that the names mean something.
constexpr const char *FloatTypesInC[] = {
    "-D_Float32=float",       "-D_Float64=double", "-D_Float32x=double", "-D_Float64x=long double",
#ifdef __SIZEOF_FLOAT128__
    "-D_Float128=__float128",
#else
    "-D_Float128=long double",
#endif
};
/// In C++ they are types of their own, which are overloaded on; Clang has none. glibc leaves them
/// out when these headers, which say that there are such types, count as read.
constexpr const char *NoFloatTypesInCXX[] = {"-D_BITS_FLOATN_H", "-D_BITS_FLOATN_COMMON_H"};
constexpr unsigned FirstGccWithFloatTypesInCXX = 13;

/// Changes a command so that this program's Clang reads the file as the plugin in the compiler
/// does.
CompileJob job(StringRef File, StringRef Directory, const std::vector<std::string> &Words,
               bool FromDatabase) {
  auto Own = stcxx::Installation::find();
  stcxx::Command C = stcxx::Command::split(Words, "stcxx");
  std::vector<std::string> Args = C.Args;
  llvm::erase_if(Args, [](StringRef A) {
    return A.starts_with("-fplugin=") ||
           (A.starts_with("-fplugin-arg-") && !A.starts_with("-fplugin-arg-stcache-"));
  });
  dropPrecompiled(Args, Directory);
  if (FromDatabase)
    dropUnknown(Args);

  // What stands behind conditions must be what the compiler takes.
  std::vector<std::string> Macros;
  if (stcxx::CompilerKind Kind = stcxx::CompilerKind::of(C);
      Kind.Kind == stcxx::CompilerKind::GCC) {
    for (const char *Name : {"__clang__", "__clang_major__", "__clang_minor__",
                             "__clang_patchlevel__", "__clang_version__", "__llvm__"})
      Macros.push_back(std::string("-U") + Name);
    Macros.push_back("-fgnuc-version=" + Kind.Version.substr(0, Kind.Version.find(' ')));
    if (!stcxx::CommandLine::parse(C.Compiler, C.Args).CXX)
      llvm::append_range(Macros, FloatTypesInC);
    else if (Kind.Major >= FirstGccWithFloatTypesInCXX)
      llvm::append_range(Macros, NoFloatTypesInCXX);
  }

  // Its place is where a C++ library beside the compiler is looked for.
  std::string Compiler = stcxx::realPath(C.compilerFile());
  if (!StringRef(sys::path::filename(Compiler)).contains("clang"))
    Compiler = STCACHE_LLVM_BIN "/clang";
  std::vector<std::string> Whole{Compiler};
  if (stcxx::driverModeOf(C.Compiler) == stcxx::DriverMode::CXX)
    Whole.push_back("--driver-mode=g++");
  Whole.insert(Whole.end(),
               {"-resource-dir", STCACHE_RESOURCE_DIR, "-w", "-fno-caret-diagnostics"});
  Whole.insert(Whole.end(), Macros.begin(), Macros.end());
  // As stcxx does it.
  if (Own.IncludeDir != "/usr/include" && Own.IncludeDir != "/usr/local/include")
    Whole.insert(Whole.end(), {"-isystem", Own.IncludeDir});
  Whole.insert(Whole.end(), Args.begin(), Args.end());
  for (const tooling::ArgumentsAdjuster &Adjust :
       {tooling::getClangStripOutputAdjuster(), tooling::getClangStripDependencyFileAdjuster(),
        tooling::getClangSyntaxOnlyAdjuster()})
    Whole = Adjust(Whole, File);
  return {File.str(), Directory.str(), std::move(Whole), is_contained(Args, "-w")};
}

/// compile_commands.json in the file's directory or above it; null if there is none.
std::string databaseAbove(StringRef File) {
  for (StringRef Dir = sys::path::parent_path(File); !Dir.empty();
       Dir = sys::path::parent_path(Dir))
    if (stcxx::exists((Dir + "/" + DatabaseName).str()))
      return Dir.str();
  return {};
}

class Database {
public:
  /// Reports what is wrong.
  static std::optional<Database> load(const std::string &Directory) {
    std::string Path = Directory + "/" + DatabaseName;
    if (!stcxx::exists(Path)) {
      fail("there is no " + Twine(DatabaseName) + " in '" + Directory + "'",
           "CMake writes it with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, other build systems through "
           "'bear -- make'; or name files and give the compiler's flags behind '--'");
      return std::nullopt;
    }
    std::string Why;
    std::unique_ptr<tooling::CompilationDatabase> Raw =
        tooling::JSONCompilationDatabase::loadFromFile(Path, Why,
                                                       tooling::JSONCommandLineSyntax::AutoDetect);
    if (!Raw) {
      fail("cannot read '" + Path + "': " + StringRef(Why).rtrim());
      return std::nullopt;
    }
    Database D;
    D.Path = Path;
    Raw = tooling::expandResponseFiles(std::move(Raw), vfs::getRealFileSystem());
    for (tooling::CompileCommand &C : Raw->getAllCompileCommands()) {
      C.Directory = absolute(C.Directory, absolute(Directory));
      C.Filename = absolute(C.Filename, C.Directory);
      D.Commands.push_back(std::move(C));
    }
    return D;
  }

  std::vector<const tooling::CompileCommand *> find(StringRef File) const {
    std::vector<const tooling::CompileCommand *> Found;
    std::string Wanted = identity(File);
    for (const tooling::CompileCommand &C : Commands)
      if (C.Filename == File || identity(C.Filename) == Wanted)
        Found.push_back(&C);
    return Found;
  }

  std::string Path;
  std::vector<tooling::CompileCommand> Commands;
};

/// Whether Clang compiles it to code: not assembler, not CUDA.
bool isSource(StringRef File) {
  static constexpr StringRef Extensions[] = {".c",   ".cpp", ".cc",   ".cxx", ".C",
                                             ".c++", ".CC",  ".cppm", ".ixx", ".cp"};
  return is_contained(Extensions, sys::path::extension(File));
}

bool haveResources() {
  if (stcxx::exists(STCACHE_RESOURCE_DIR "/include"))
    return true;
  fail("the headers of Clang " STCACHE_CLANG_MAJOR " are missing: " STCACHE_RESOURCE_DIR "/include",
       "install libclang-common-" STCACHE_CLANG_MAJOR "-dev");
  return false;
}

} // namespace

std::optional<std::vector<CompileJob>> compileJobs(const Sources &From) {
  std::vector<CompileJob> Jobs;
  if (!haveResources())
    return std::nullopt;
  auto Add = [&](const tooling::CompileCommand &C) {
    std::vector<std::string> Words = C.CommandLine;
    Words.insert(Words.end(), From.Flags.begin(), From.Flags.end());
    CompileJob New = job(C.Filename, C.Directory, Words, /*FromDatabase=*/true);
    // One file may be compiled for several targets.
    if (none_of(Jobs, [&](const CompileJob &J) {
          return J.Args == New.Args && J.Directory == New.Directory;
        }))
      Jobs.push_back(std::move(New));
  };
  std::optional<Database> Build;
  std::string Directory = From.BuildDirectory;
  if (Directory.empty() && From.All)
    if (Directory = databaseAbove(absolute(DatabaseName)); Directory.empty())
      Directory = ".";
  if (!Directory.empty() && !(Build = Database::load(Directory)))
    return std::nullopt;
  if (From.All) {
    for (const tooling::CompileCommand &C : Build->Commands)
      if (isSource(C.Filename))
        Add(C);
    return Jobs;
  }
  std::string LoadedFrom;
  for (const std::string &Name : From.Files) {
    if (!stcxx::exists(Name)) {
      fail("no such file: '" + Name + "'");
      return std::nullopt;
    }
    std::string File = absolute(Name);
    if (From.BuildDirectory.empty())
      if (std::string Above = databaseAbove(File); !Above.empty() && Above != LoadedFrom) {
        if (!(Build = Database::load(Above)))
          return std::nullopt;
        LoadedFrom = Above;
      }
    std::vector<const tooling::CompileCommand *> Commands;
    if (Build)
      Commands = Build->find(File);
    if (!From.EachCommand && Commands.size() > 1)
      Commands.resize(1);
    for (const tooling::CompileCommand *C : Commands)
      Add(*C);
    if (!Commands.empty())
      continue;
    if (!From.BuildDirectory.empty()) {
      fail("'" + Name + "' is not in '" + Build->Path + "'",
           "build it, or leave -p out and give the compiler's flags behind '--'");
      return std::nullopt;
    }
    bool IsC = sys::path::extension(File) == ".c";
    std::vector<std::string> Words{STCACHE_LLVM_BIN "/" + std::string(IsC ? "clang" : "clang++")};
    Words.insert(Words.end(), From.Flags.begin(), From.Flags.end());
    Words.push_back(Name);
    Jobs.push_back(job(Name, absolute("."), Words, /*FromDatabase=*/false));
  }
  return Jobs;
}

std::optional<CompileJob> compileJob(const std::vector<std::string> &Words) {
  if (!haveResources())
    return std::nullopt;
  return job("", absolute("."), Words, /*FromDatabase=*/true);
}

} // namespace stcache::tool
