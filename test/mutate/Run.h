// The edits of one source file, tried one after the other.

#ifndef STCACHE_MUTATE_RUN_H
#define STCACHE_MUTATE_RUN_H

#include "Compile.h"
#include "Reach.h"
#include "Report.h"
#include <random>

namespace mutate {

struct Settings {
  unsigned Mutations = 100, Neutral = 100, Batch = 8, First = 0, Jobs = 1;
  uint64_t Seed = 1;
  double TimeLimit = 1e9;
  std::string Only, Build, Keep;
  std::vector<std::string> Include, Files, Flags;
};

class FileRun {
public:
  /// Flags: the compiler and what it is given; Dirs: where its headers are.
  FileRun(const Settings &S, std::string File, std::vector<std::string> Flags,
          std::vector<std::string> Dirs, unsigned Job, Table &Out)
      : S(S), File(std::move(File)), Flags(std::move(Flags)), Dirs(std::move(Dirs)), Job(Job),
        Out(Out) {}

  bool prepare();
  void mutations(double Seconds);
  void neutral(double Seconds);
  /// The same text with other flags and at another place.
  void surroundings();

private:
  const Snapshot &without(bool Slots, bool Positions, bool Optimized);
  std::set<std::string> confirmed(const std::string &Text, unsigned Flags, bool Optimized);
  Snapshot compiled(const std::string &Text, const CompileOptions &Options = {});
  void checkMutation(const Edit &E, unsigned Index);
  bool checkNeutral(const std::vector<const Edit *> &Batch, unsigned Index, bool Count);
  void error(const char *What, const Edit &E, unsigned Index, const std::set<std::string> &Names,
             const std::string &After);
  std::mt19937_64 random(unsigned Index, bool Neutral) const;

  const Settings &S;
  std::string File, Text;
  std::vector<std::string> Flags, Dirs;
  unsigned Job;
  Table &Out;
  std::unique_ptr<Compiler> C;
  Snapshot Base;
  std::map<std::tuple<bool, bool, bool>, Snapshot> Without; // of the unchanged text
  std::unique_ptr<Reach> Reachable;
  std::vector<Edit> Mutations, Neutrals;
};

} // namespace mutate

#endif // STCACHE_MUTATE_RUN_H
