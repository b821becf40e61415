//===- SourceBuild.h - Compiling one source with GCC ----------------------===//
//
// GCC has no plugin of ours; Clang, in the tool, reads the file beside it. Most files
// have no annotated function: GCC compiles them as they are, and the object gets a note
// afterwards. Of the others GCC compiles the text that the tool made of them.
//
//===----------------------------------------------------------------------===//

#ifndef STCXX_SOURCEBUILD_H
#define STCXX_SOURCEBUILD_H

#include "Installation.h"
#include "Rewriter.h"
#include "SourceCommand.h"

#include <string>
#include <vector>

namespace stcxx {

class SourceBuild {
public:
  SourceBuild(const GccCommand &Whole, const Installation &Here, SourceCommand &Source)
      : Whole(Whole), Here(Here), Source(Source) {}

  /// Returns a wait status, the compiler's or an own.
  int run();

private:
  // Ways to go about it.
  int rewriteFirst();
  int rewriteBeside();
  int rewriteIfNeeded();

  // What follows.
  int compile();
  int compileText(const std::string &File);
  int compileWithNote(const std::string &Note);
  int joinNote(const std::string &Note);
  int judgeUnreadable(const Verdict &V);
  int reject();

  bool goesElsewhere() const;
  Rewriter makeRewriter();
  bool makeText(const std::string &Note, const std::string &File);
  bool giveDependencies();
  void nameCcacheFiles();
  std::string mention();
  void removeOutput();

  const GccCommand &Whole;
  const Installation &Here;
  SourceCommand &Source;
  std::string Dependencies; ///< what preprocessing listed, when the command asks for that
  std::string List;         ///< what compiling listed, for this class
};

} // namespace stcxx

#endif
