//===- NoteSection.h - Giving a note to what was compiled -----------------===//
//
// The note with the fingerprints of a file's functions is made beside the compiler,
// which knows nothing of it.
//
//===----------------------------------------------------------------------===//

#ifndef STCXX_NOTESECTION_H
#define STCXX_NOTESECTION_H

#include <string>
#include <string_view>

namespace stcxx {

enum class NoteResult {
  Joined,
  OtherTarget, ///< not an object file of this machine: left as it is
  Failed,      ///< errno says why
};

/// Appends the note to an object file: its bytes, a copy of the section names with one
/// more, and a copy of the section headers with one more. What is there stays where it
/// is; until the file's first header is changed, as the last thing, the old file is in force.
NoteResult joinToObject(const std::string &Path, std::string_view Note);

/// The same for an assembler file.
NoteResult joinToAssembly(const std::string &Path, std::string_view Note);

/// The note as assembler text, and as C or C++ source.
std::string noteAsAssembly(std::string_view Note);
std::string noteAsSource(std::string_view Note);

} // namespace stcxx

#endif
