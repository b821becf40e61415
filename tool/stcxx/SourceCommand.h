//===- SourceCommand.h - The commands that one source file takes ----------===//

#ifndef STCXX_SOURCECOMMAND_H
#define STCXX_SOURCECOMMAND_H

#include "CommandLine.h"
#include "Compiler.h"

#include <optional>
#include <string>
#include <vector>

namespace stcxx {

/// A command for GCC that compiles, as it was given and with what stcxx adds.
struct GccCommand {
  Command Given;
  CommandLine CL;
  unsigned Major = 0;
  std::vector<std::string> Before, After; ///< the arguments
  std::string LinkNote;                   ///< said after a link that failed
  std::vector<std::string> CcacheFiles;   ///< to be named in dependency files

  /// The sources that this command compiles as C or C++ and that can be treated one by
  /// one; none: GCC does the whole command itself.
  std::vector<Input> sources() const;
};

/// What of a command the compiler proper gets.
struct CompilerProper {
  std::string DependencyFile;           ///< empty when there is none
  std::vector<std::string> DumpOptions; ///< names of files beside the object: -dumpdir...

  /// Reads what the driver prints for -###.
  static std::optional<CompilerProper> parse(std::string_view Text);
};

/// The arguments for one source of a command.
class SourceCommand {
public:
  /// \p Scratch is a directory of its own. When the command links afterwards, the object
  /// goes there.
  SourceCommand(const GccCommand &Whole, const Input &Source, std::string Scratch);

  const std::string &source() const { return Source; }
  bool isCXX() const { return CXX; }
  bool makesAssembly() const { return Assembly; }
  /// The file that results; empty for standard output.
  const std::string &output() const { return Output; }
  bool optimizesAtLink() const { return LTO; }
  bool wantsFingerprints() const { return Fingerprints; }
  bool wantsDependencies() const { return !DependencyWords.empty(); }
  /// Are all headers among them that the user may have written? The others are left out
  /// by -MMD together with those of -isystem.
  bool wantsUsersDependencies() const;
  /// The file that they go to; the driver knows what is not said.
  const std::string &dependencyFile();
  /// Is something in the command itself like an annotation?
  bool mentionsAttribute() const;

  /// For the tool: as the user would give it for this source alone, without what only
  /// matters for files beside the object.
  std::vector<std::string> forTool() const;
  /// \p Extra: options of stcxx's own.
  std::vector<std::string> original(const std::vector<std::string> &Extra = {});
  /// To standard output; with \p Dependencies, those to that file.
  std::vector<std::string> preprocess(const std::string &DependencyFile = {});
  /// Lists all files that the source is made of in \p List.
  std::vector<std::string> listDependencies(const std::string &List);
  /// Compiles \p File, which the source was preprocessed to, in place of the source.
  std::vector<std::string> compileInstead(const std::string &File);

  /// What the driver hands to the compiler proper: asked once.
  const CompilerProper &proper();

  /// A new file name in the scratch directory.
  std::string scratchFile(const char *Name) { return Scratch + '/' + Name; }
  /// A file with the name of the source, so that what is named after it stays the same.
  std::string substitute();

private:
  enum Part : unsigned {
    EndOptions = 1,
    OutputOptions = 2,
    DependencyOptions = 4,
    Noise = 8,
    ForTool = 16
  };

  void readDependencyOptions();
  std::vector<std::string> variant(unsigned Without, const std::vector<std::string> &InPlace,
                                   const std::vector<std::string> &Extra) const;
  std::vector<std::string> command(bool Local, std::vector<std::string> Args);
  std::vector<std::string> fit(std::vector<std::string> Front, std::vector<std::string> Args);

  const GccCommand &Whole;
  std::string Scratch;
  std::vector<std::string> Args; ///< the user's, without other inputs
  size_t At = 0;                 ///< of the source
  std::string Source, Output;
  bool CXX, Linked, Assembly;
  bool AsGiven = false; ///< Args are the whole command's
  bool LTO = false, Fingerprints = true;
  std::vector<std::string> DependencyWords; ///< which dependencies, without the file
  std::string DependencyFile;               ///< as far as it is named
  unsigned ResponseFiles = 0;
  std::optional<CompilerProper> Proper;
};

} // namespace stcxx

#endif
