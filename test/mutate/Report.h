// Counts by kind of edit, and what is said about an error.

#ifndef STCACHE_MUTATE_REPORT_H
#define STCACHE_MUTATE_REPORT_H

#include "Source.h"
#include "llvm/Support/raw_ostream.h"
#include <map>
#include <string>

namespace mutate {

struct Counts {
  unsigned Applied = 0; ///< compiled and compared
  unsigned Failed = 0;  ///< did not compile
  unsigned Changed = 0; ///< some function's code changed
  unsigned Noisy = 0;   ///< a fingerprint changed whose function's code did not
  unsigned Equivalent =
      0;               ///< other code with an old fingerprint, which the optimiser makes the same
  unsigned Missed = 0; ///< a function's code changed and its fingerprint did not
  unsigned Disturbed = 0;   ///< the fingerprint of a function changed that the edit cannot reach
  unsigned Invalidated = 0; ///< a neutral edit changed a fingerprint
  unsigned Harmful = 0;     ///< a neutral edit was none
  unsigned Functions = 0, NoisyFunctions = 0, ChangedFunctions = 0;

  void add(const Counts &Other);
  unsigned errors() const { return Missed + Disturbed + Invalidated + Harmful; }
};

using Table = std::map<std::string, Counts>; // by "mutation/KIND" or "neutral/KIND"

/// One line per kind, for another process; read() adds what write() wrote.
void write(const Table &T, llvm::raw_ostream &OS);
void read(Table &T, llvm::StringRef Text);
void print(const Table &T, llvm::raw_ostream &OS);

/// The lines that an edit changes, before and after.
void printEdit(const std::string &Text, const Edit &E, llvm::raw_ostream &OS);

} // namespace mutate

#endif // STCACHE_MUTATE_REPORT_H
