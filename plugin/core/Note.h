// The note that a file leaves in its object: what other files need to complete the fingerprints
// of functions that reach into this one, and what this one needs of others. The format, and how a
// program puts notes together, is in fingerprint/note.h and fingerprint/program.h.

#ifndef STCACHE_CORE_NOTE_H
#define STCACHE_CORE_NOTE_H

#include "Fingerprint.h"

#include <fingerprint/file.h>
#include <optional>

namespace clang {
class CXXMethodDecl;
class CXXRecordDecl;
class Decl;
} // namespace clang

namespace stcache {

/// What a compiled file knows of a fingerprint.
struct FileFingerprint {
  Fingerprint Total; ///< where other files have a part in it, their symbols stand for that
  /// The node of the note from which the program completes it; none if it is complete.
  std::optional<unsigned> Node;
};

/// Collects what a translation unit defines. First everything is added, then asked for.
class FileNote {
public:
  /// Keeps a reference to Fingerprints.
  explicit FileNote(Fingerprinter &Fingerprints);

  /// What D defines for other files: functions and variables with external linkage, D itself or
  /// in it. Templates and inline functions are not among it, as every file that uses them has
  /// them.
  void addDefinitions(const clang::Decl *D);
  /// A class whose virtual function table this file uses, and so objects can come from.
  void addVirtualTable(const clang::CXXRecordDecl *R);
  /// A function that is to be asked for. Returns its number.
  unsigned addFunction(const CachedCode &Code);

  /// Ends adding and computes.
  void complete();

  FileFingerprint function(unsigned Number) const;

  /// What references of other files to these names stand for: units of the engine.
  const std::vector<st::fingerprint::named_node> &definitions() const { return Definitions; }
  /// The ELF note with its header; empty if there is nothing to say.
  const std::string &bytes() const { return Bytes; }

private:
  void define(const std::string &Symbol, unsigned Unit, bool Unique);
  void addOverrider(const clang::CXXMethodDecl *M);

  fp::Engine &Engine;
  std::vector<st::fingerprint::named_node> Definitions;
  std::vector<unsigned> Functions;            // units
  std::vector<std::optional<unsigned>> Nodes; // by function
  std::string Bytes;
};

} // namespace stcache

#endif // STCACHE_CORE_NOTE_H
