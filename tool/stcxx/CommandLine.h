//===- CommandLine.h - What a compiler command is going to do -------------===//

#ifndef STCXX_COMMANDLINE_H
#define STCXX_COMMANDLINE_H

#include "ResponseFile.h"

#include <string>
#include <string_view>
#include <vector>

namespace stcxx {

/// How a driver treats its command line; from its name, or --driver-mode=.
enum class DriverMode { C, CXX, CPP, CL };

DriverMode driverModeOf(std::string_view Program);

enum class Language { None, C, CHeader, CXX, CXXPreprocessed, CXXHeader, Other };

/// A file that is compiled, or linked (then its language is None).
struct Input {
  size_t At;     ///< among the expanded arguments
  Language Lang; ///< by -x or by the file's name
  bool LangSet;  ///< by -x
  bool Special;  ///< Objective-C or Objective-C++, or by -x preprocessed C
};

/// The arguments after the compiler's name, read as Clang and GCC read them.
struct CommandLine {
  std::vector<Argument> Expanded; ///< response files replaced by their content
  std::vector<Input> Inputs;

  DriverMode Mode = DriverMode::C;
  bool Nothing = false;            ///< prints something, calls -cc1, or has no input
  bool Preprocess = false;         ///< ends after preprocessing: -E, -M, -MM, cpp
  bool Link = false;               ///< ends with a link
  bool Assembly = false;           ///< -S
  bool Object = false;             ///< -c
  bool OtherEnd = false;           ///< ends elsewhere before a link: -fsyntax-only
  bool SyntaxOnly = false;         ///< by -fsyntax-only
  bool CXX = false;                ///< has C++ source, header, or module interface as input
  bool Includes = false;           ///< some of that is still to be preprocessed
  bool C = false;                  ///< has C source as input
  bool WritesDependencies = false; ///< -MD, -MMD

  /// The option for which the runtime must be left out of a link; empty when none.
  std::string NoRuntime;

  bool HasPlugin = false;        ///< -fplugin=.../stcache-clang<N>.so is there already
  bool HasPluginArgs = false;    ///< -fplugin-arg-stcache-...
  bool PluginArgsInFile = false; ///< one of them stands in a response file
  bool DashDash = false;         ///< `--`: input files only from there on
  bool LanguageSet = false;      ///< a `-x` other than none is in force at the end
  bool HasOutput = false;        ///< -o
  std::string Output;            ///< of -o

  static CommandLine parse(std::string_view Program, const std::vector<std::string> &Args);
};

} // namespace stcxx

#endif
