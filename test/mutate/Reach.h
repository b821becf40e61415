// Which functions a change at a place can matter to at all, found without the fingerprint: by
// the names in the text and, for what runs unasked, by the AST.

#ifndef STCACHE_MUTATE_REACH_H
#define STCACHE_MUTATE_REACH_H

#include "Source.h"
#include <map>
#include <set>

namespace mutate {

class Reach {
public:
  explicit Reach(Source &S);
  /// Whether the function may be affected by a change at the offset.
  bool reaches(const std::string &Mangled, unsigned Where) const;

  /// Whether any function may be.
  bool live(unsigned Where) const;

private:
  std::set<int> closure(std::vector<int> Work) const;
  friend class ReachCollector;
  int unitAt(unsigned Offset) const;

  struct Unit {
    Extent At;
    std::string Name;
    std::set<int> Refs;
  };
  std::vector<Unit> Units; // outer before inner
  std::map<std::string, int> UnitOf;
  mutable std::map<int, std::set<int>> Closures;
  std::set<int> Live;
};

} // namespace mutate

#endif // STCACHE_MUTATE_REACH_H
