//===- Plan.cpp - The command that is run instead -------------------------===//

#include "Plan.h"

#include "CommandLine.h"
#include "File.h"

#include <utility>

namespace stcxx {

namespace {

constexpr unsigned FirstGccWithAttributeNamespaces = 12; // -Wno-attributes=

/// Builds the plan of one command.
class Planner {
public:
  Planner(const Command &C, const Installation &Here, const CcacheParent &Ccache, Plan &Result)
      : C(C), Here(Here), Ccache(Ccache), CL(CommandLine::parse(C.Compiler, C.Args)),
        Result(Result) {}

  void run() {
    Args = C.Args;
    if (C.Compiler.empty() || CL.Nothing || (!CL.CXX && !CL.C && !CL.Link))
      return finish();
    Kind = CompilerKind::of(C);
    bool Supported = Kind.Kind == CompilerKind::Clang && isSupportedMajor(Kind.Major);
    if (CL.CXX && CL.Mode == DriverMode::CL)
      return fail("the command line of clang-cl is not supported",
                  "call clang++-" + supportedMajor() + " instead");
    bool IsGcc = Kind.Kind == CompilerKind::GCC && Kind.Major >= OldestGcc;
    // In C the plugin only leaves fingerprints, for cached functions in other files.
    bool C = CL.C && CL.Mode != DriverMode::CL;
    if ((CL.CXX || C) && Supported && !addPlugin())
      return;
    if (CL.CXX && !Supported && !IsGcc && !CL.Preprocess)
      return refuse();
    if (IsGcc && !prepareGcc())
      return;
    if (CL.Link && Kind.Kind != CompilerKind::Unknown && !addRuntime())
      return;
    if (IsGcc)
      return finishGcc();
    if (Kind.Kind == CompilerKind::GCC && CL.HasPluginArgs)
      dropPluginArgs();
    finish();
  }

private:
  void fail(std::string Error, std::string Remedy) {
    Result.Error = std::move(Error);
    Result.Remedy = std::move(Remedy);
  }

  void finish() {
    Result.Words = C.Launchers;
    if (!C.Compiler.empty())
      Result.Words.push_back(C.Compiler);
    for (std::vector<std::string> *Part : {&Before, &Args, &After})
      Result.Words.insert(Result.Words.end(), Part->begin(), Part->end());
  }

  /// The newest major, as text.
  static std::string supportedMajor() {
    std::string All = supportedMajors();
    return All.substr(All.rfind(' ') + 1);
  }

  void refuse() {
    std::string Use = "compile with clang++-" + supportedMajor() +
                      ", or without stcxx (the attributes are then ignored)";
    switch (Kind.Kind) {
    case CompilerKind::GCC:
      return fail("'" + C.Compiler + "' is GCC " + Kind.Version +
                      "; the oldest supported version is " + std::to_string(OldestGcc),
                  Use);
    case CompilerKind::Clang:
      return fail("'" + C.Compiler + "' is Clang " + std::to_string(Kind.Major) +
                      "; the supported versions are " + supportedMajors(),
                  Use);
    case CompilerKind::OtherClang:
      return fail("'" + C.Compiler + "' is a vendor's Clang (" + Kind.Version +
                      ") that cannot load the plugin; the supported compilers are Clang " +
                      supportedMajors(),
                  Use);
    case CompilerKind::Unknown:
      if (C.compilerFile().empty())
        return finish(); // running it says so
      return fail("'" + C.Compiler +
                      "' is not known as a C++ compiler; the supported ones are Clang " +
                      supportedMajors(),
                  Use);
    }
  }

  bool addPlugin() {
    std::string Plugin = Here.plugin(Kind.Major);
    // C means the same to the preprocessor with the plugin and without.
    if (!CL.HasPlugin && (CL.CXX || !CL.Preprocess)) {
      if (!exists(Plugin)) {
        fail("the plugin for Clang " + std::to_string(Kind.Major) + " is missing: " + Plugin,
             "install stcache again, with that version among STCACHE_LLVM_MAJORS");
        return false;
      }
      if (!ccacheKnows(Plugin, "the plugin"))
        return false;
      Before.push_back("-fplugin=" + Plugin);
    }
    addHeaders();
    if (Ccache.Role == CcacheRole::Compiler)
      tellCcache(Plugin);
    return true;
  }

  void addHeaders() {
    // A directory that the compiler searches anyway must keep its place in the
    // order: the C++ headers reach the C headers behind them by #include_next.
    if (CL.Includes && Here.IncludeDir != "/usr/include" &&
        Here.IncludeDir != "/usr/local/include") {
      Before.push_back("-isystem");
      Before.push_back(Here.IncludeDir);
    }
  }

  bool ccacheKnows(const std::string &File, const std::string &What) {
    if (Ccache.Role != CcacheRole::Prefix || CL.Preprocess || Ccache.knows(File))
      return true;
    fail("ccache calls stcxx as CCACHE_PREFIX and does not know of " + What +
             ": it would reuse object files made by another one, or without it",
         "call 'stcxx ccache " + C.Compiler +
             "' instead, or set CCACHE_PREFIX_CPP=stcxx and CCACHE_EXTRAFILES=" + File);
    return false;
  }

  void tellCcache(const std::string &Plugin) {
    std::vector<std::string> Files = {Plugin, realPath(C.compilerFile())};
    if (CL.Preprocess) {
      Result.Markers = std::move(Files);
      if (CL.Output != "-")
        Result.MarkerFile = CL.Output;
    } else if (Kind.Kind == CompilerKind::GCC) {
      CcacheFiles = std::move(Files);
    } else if (CL.WritesDependencies) {
      // CCACHE_DEPEND: the dependency file takes the place of the preprocessed source.
      for (const std::string &File : Files) {
        Before.push_back("-Xclang");
        Before.push_back("-fdepfile-entry=" + File);
      }
    }
  }

  /// What GCC gets wherever it compiles or preprocesses.
  bool prepareGcc() {
    addHeaders();
    if (!CL.CXX && !CL.C)
      return true;
    if (CL.CXX && Kind.Major >= FirstGccWithAttributeNamespaces)
      Before.emplace_back("-Wno-attributes=st::");
    if (!CL.Preprocess && !exists(Here.Tool)) {
      fail("the tool that reads sources for GCC is missing: " + Here.Tool, "install stcache again");
      return false;
    }
    if (!ccacheKnows(Here.Tool, "the tool"))
      return false;
    if (Ccache.Role == CcacheRole::Compiler)
      tellCcache(Here.Tool);
    return true;
  }

  void finishGcc() {
    GccCommand Gcc;
    Gcc.Given = C;
    Gcc.CL = CL;
    if (!Gcc.sources().empty()) {
      Gcc.Major = Kind.Major;
      Gcc.Before = Before;
      Gcc.After = After;
      Gcc.LinkNote = std::exchange(Result.LinkNote, {});
      Gcc.CcacheFiles = CcacheFiles;
      Result.Gcc = std::move(Gcc);
      return;
    }
    if (CL.HasPluginArgs)
      dropPluginArgs();
    finish();
    if (!CL.Preprocess && !CL.OtherEnd)
      findUnread();
  }

  /// Looks for what cannot be rewritten.
  void findUnread() {
    for (const Input &I : CL.Inputs) {
      const std::string &Name = CL.Expanded[I.At].Text;
      Result.UnreadInput |= Name == "-" && I.Lang == Language::CXX;
      if (I.Lang != Language::CXXPreprocessed)
        continue;
      if (Ccache.Role == CcacheRole::Compiler)
        return fail("ccache has '" + Name +
                        "' compiled, which is preprocessed: for GCC sources are "
                        "rewritten before that",
                    "set CCACHE_CPP2=1, or call 'stcxx ccache " + C.Compiler + "'");
      if (auto Text = readFile(Name.c_str()))
        if (Text->find("st::cache_data") != Text->npos ||
            Text->find("st::cache_resource") != Text->npos)
          Result.Unread = Name;
    }
  }

  /// GCC stops at arguments for a plugin that it was not told to load.
  void dropPluginArgs() {
    if (CL.PluginArgsInFile)
      useExpanded();
    std::erase_if(Args,
                  [](const std::string &A) { return A.starts_with("-fplugin-arg-stcache-"); });
  }

  void useExpanded() {
    Args.clear();
    for (const Argument &A : CL.Expanded)
      Args.push_back(A.Text);
  }

  /// Options cannot follow `--`: without it, and names that look like options or
  /// response files written as paths, the meaning is the same.
  void removeDashDash() {
    useExpanded();
    bool Files = false;
    std::vector<std::string> Kept;
    for (std::string &A : Args) {
      if (!Files && A == "--") {
        Files = true;
        continue;
      }
      Kept.push_back(Files && (A[0] == '-' || A[0] == '@') && A != "-" ? "./" + A : A);
    }
    Args = std::move(Kept);
  }

  bool addRuntime() {
    if (CL.NoRuntime == "-r")
      return true;
    if (!CL.NoRuntime.empty()) {
      Result.LinkNote = "because of " + CL.NoRuntime + " the runtime library " + Here.Runtime +
                        " was left out; cached functions need it";
      return true;
    }
    if (!exists(Here.Runtime)) {
      fail("the runtime library is missing: " + Here.Runtime, "install stcache again");
      return false;
    }
    if (CL.DashDash && Kind.Kind != CompilerKind::GCC)
      removeDashDash();
    if (CL.LanguageSet)
      After = {"-x", "none"};
    // What the user switched to before (-Bstatic, --whole-archive) must not reach
    // the library, nor --as-needed the libraries of the compiler that follow.
    for (const char *Arg : {"-Wl,--push-state,-Bdynamic,--no-whole-archive,--as-needed",
                            Here.Runtime.c_str(), "-Wl,--pop-state"})
      After.push_back(Arg);
    if (!isSystemLibDir())
      // A path may hold a comma, which -Wl would take for its own.
      for (const char *Arg : {"-Xlinker", "-rpath", "-Xlinker", Here.LibDir.c_str()})
        After.push_back(Arg);
    return true;
  }

  /// Does the dynamic loader search LibDir by itself?
  bool isSystemLibDir() const {
    std::string_view Dir = Here.LibDir;
    return Dir == "/usr/lib" || Dir == "/lib" || Dir == "/usr/lib64" || Dir == "/lib64" ||
           (Dir.starts_with("/usr/lib/") && Dir.ends_with("-linux-gnu"));
  }

  const Command &C;
  const Installation &Here;
  const CcacheParent &Ccache;
  CommandLine CL;
  CompilerKind Kind;
  std::vector<std::string> Before, Args, After, CcacheFiles;
  Plan &Result;
};

} // namespace

Plan Plan::make(const Command &C, const Installation &Here, const CcacheParent &Ccache) {
  Plan Result;
  Planner(C, Here, Ccache, Result).run();
  return Result;
}

} // namespace stcxx
