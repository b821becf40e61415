// fingerprint/: that the fingerprints of a program do not depend on how it is cut into files.
#include <fingerprint/file.h>
#include <fingerprint/program.h>
#include <gtest/gtest.h>
#include <map>
#include <random>
#include <set>
#include <string>

namespace {

using namespace st::fingerprint;

std::uint64_t name_of(const std::string &symbol) { return name_hash(symbol.data(), symbol.size()); }

struct reference {
  std::uint32_t position;
  int target; // a function, or -1 - the virtual set
};

struct function {
  digest own;
  bool throws = false, nothrow = false, inert = false;
  bool is_inline = false; // every file that refers to it has it
  std::vector<reference> references;
};

struct whole_program {
  std::vector<function> functions;
  std::vector<std::vector<int>> virtual_sets; // of functions

  static std::string symbol(int f) { return "f" + std::to_string(f); }
  static std::string set_symbol(int set) { return "overriders of f" + std::to_string(set); }

  std::vector<int> targets(const reference &r) const {
    return r.target >= 0 ? std::vector<int>{r.target} : virtual_sets[std::size_t(-1 - r.target)];
  }

  // As if all were in one file.
  std::vector<digest> totals() const {
    graph g;
    for (const function &f : functions) {
      node n{f.own, std::uint32_t(g.edges.size()), 0, false, f.throws, f.nothrow, f.inert, false};
      for (const reference &r : f.references)
        for (const int to : targets(r))
          g.edges.push_back({r.position, std::uint32_t(to)});
      n.count = std::uint32_t(g.edges.size()) - n.first;
      g.nodes.push_back(n);
    }
    std::vector<digest> result;
    for (const outcome &o : compose(g))
      result.push_back(o.total);
    return result;
  }
};

struct random_numbers {
  std::mt19937 engine;
  int below(int n) { return int(engine() % unsigned(n)); }
  bool one_in(int n) { return below(n) == 0; }
};

whole_program make_program(random_numbers &random) {
  whole_program p;
  const int count = 1 + random.below(40);
  // Few texts: many functions can be told apart only by what they refer to. Those that other files
  // know by a symbol have it in their texts.
  const int texts = random.one_in(3) ? 3 : 1000;
  for (int i = 0; i < random.below(4); ++i) {
    std::set<int> members;
    for (int j = random.below(5); j > 0; --j)
      members.insert(random.below(count));
    p.virtual_sets.emplace_back(members.begin(), members.end());
  }
  for (int i = 0; i < count; ++i) {
    function f;
    f.throws = random.one_in(8);
    f.nothrow = random.one_in(4);
    f.inert = random.one_in(8);
    f.is_inline = random.one_in(3);
    const int references = random.below(5);
    for (int r = 0; r < references; ++r)
      f.references.push_back({std::uint32_t(r), !p.virtual_sets.empty() && random.one_in(5)
                                                    ? -1 - random.below(int(p.virtual_sets.size()))
                                                    : random.below(count)});
    std::string text = std::to_string(f.is_inline ? random.below(texts) : -1 - i);
    for (const reference &r : f.references)
      text += r.target < 0 ? 'R' : 'r';
    f.own = hash(text.data(), text.size());
    p.functions.push_back(f);
  }
  return p;
}

// One file: the functions it has, and the note it leaves.
std::string compile(const whole_program &p, const std::set<int> &strong,
                    const std::set<int> &virtual_tables, random_numbers &random) {
  file_graph file;
  std::map<int, std::uint32_t> numbers, sets;
  std::vector<int> work(strong.begin(), strong.end());
  work.insert(work.end(), virtual_tables.begin(), virtual_tables.end());
  std::set<int> here(work.begin(), work.end());
  const auto sees = [&](int f) { return p.functions[std::size_t(f)].is_inline || strong.count(f); };
  // Which overriders this file happens to see, besides those whose tables it emits.
  std::map<int, std::vector<int>> in_sight;
  for (std::size_t set = 0; set < p.virtual_sets.size(); ++set)
    for (const int member : p.virtual_sets[set])
      if (sees(member) && random.one_in(2))
        in_sight[int(set)].push_back(member);
  while (!work.empty()) {
    const int f = work.back();
    work.pop_back();
    for (const reference &r : p.functions[std::size_t(f)].references)
      for (const int to : r.target >= 0 ? std::vector<int>{r.target} : in_sight[-1 - r.target])
        if (sees(to) && here.insert(to).second)
          work.push_back(to);
  }
  for (const int f : here) {
    numbers[f] = std::uint32_t(file.units.nodes.size());
    file.units.nodes.emplace_back();
  }
  const auto number_of = [&](int f) {
    const auto [at, added] = numbers.try_emplace(f);
    if (added)
      at->second = file.add_external(name_of(p.symbol(f)), 0);
    return at->second;
  };
  for (const int f : here) {
    const function &from = p.functions[std::size_t(f)];
    node n{from.own,    std::uint32_t(file.units.edges.size()),
           0,           false,
           from.throws, from.nothrow,
           from.inert,  false};
    std::vector<edge> edges;
    for (const reference &r : from.references) {
      if (r.target >= 0) {
        edges.push_back({r.position, number_of(r.target)});
        continue;
      }
      const int set = -1 - r.target;
      for (const int member : in_sight[set])
        edges.push_back({r.position, number_of(member)});
      const auto [at, added] = sets.try_emplace(set);
      if (added)
        at->second = file.add_external(name_of(p.set_symbol(set)), external_optional);
      edges.push_back({r.position, at->second});
    }
    n.count = std::uint32_t(edges.size());
    file.units.edges.insert(file.units.edges.end(), edges.begin(), edges.end());
    file.units.nodes[numbers[f]] = n;
  }
  std::vector<named_node> definitions;
  for (const int f : strong)
    definitions.push_back({name_of(p.symbol(f)), numbers[f], true});
  for (std::size_t set = 0; set < p.virtual_sets.size(); ++set)
    for (const int member : p.virtual_sets[set])
      if (strong.count(member) || virtual_tables.count(member))
        definitions.push_back({name_of(p.set_symbol(int(set))), numbers[member], false});
  return write_note(note_maker(file, compose(file.units), definitions, {}).get());
}

struct linked {
  std::vector<std::string> notes;
  program all;
  void add(const std::string &note, std::uint32_t module = 0) { // before compose()
    notes.push_back(note);
    const auto *const bytes = reinterpret_cast<const unsigned char *>(notes.back().data());
    each_note(bytes, notes.back().size(), 4,
              [&](const unsigned char *d, std::size_t size) { all.add(module, d, size); });
  }
  explicit linked(std::size_t files) { notes.reserve(files); }
};

// Inline functions are nobody's definition: their names stay unknown. A program in which one is
// external to a file would not link, and compile() makes none.
TEST(Fingerprints, DoNotDependOnFiles) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    random_numbers random{std::mt19937(seed)};
    const whole_program p = make_program(random);
    const std::vector<digest> expected = p.totals();
    const int files = 1 + random.below(6);
    std::vector<std::set<int>> strong(std::size_t(files), std::set<int>{}),
        tables(std::size_t(files), std::set<int>{});
    for (std::size_t f = 0; f < p.functions.size(); ++f)
      if (!p.functions[f].is_inline)
        strong[std::size_t(random.below(files))].insert(int(f));
    for (const std::vector<int> &members : p.virtual_sets)
      for (const int member : members)
        if (p.functions[std::size_t(member)].is_inline) {
          tables[std::size_t(random.below(files))].insert(member);
          tables[std::size_t(random.below(files))].insert(member);
        }
    linked program((std::size_t(files)));
    for (int i = 0; i < files; ++i)
      program.add(compile(p, strong[std::size_t(i)], tables[std::size_t(i)], random));
    program.all.compose();
    for (std::size_t f = 0; f < p.functions.size(); ++f) {
      if (p.functions[f].is_inline)
        continue;
      digest found;
      ASSERT_TRUE(program.all.total(name_of(p.symbol(int(f))), found)) << "seed " << seed;
      ASSERT_EQ(found, expected[f]) << "seed " << seed << " function " << f << " files " << files;
    }
  }
}

TEST(Fingerprints, ChangeWithExactlyWhatTheyReach) {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    random_numbers random{std::mt19937(seed)};
    whole_program p = make_program(random);
    const std::vector<digest> before = p.totals();
    const int changed = random.below(int(p.functions.size()));
    p.functions[std::size_t(changed)].own += {1, 1};
    const std::vector<digest> after = p.totals();
    for (std::size_t f = 0; f < p.functions.size(); ++f) {
      std::set<int> reached{int(f)};
      std::vector<int> work{int(f)};
      while (!work.empty()) {
        const int at = work.back();
        work.pop_back();
        for (const reference &r : p.functions[std::size_t(at)].references)
          for (const int to : p.targets(r))
            if (reached.insert(to).second)
              work.push_back(to);
      }
      ASSERT_EQ(before[f] != after[f], reached.count(changed) == 1)
          << "seed " << seed << " function " << f << " changed " << changed;
    }
  }
}

TEST(Fingerprints, DoNotDependOnTheOrderOfVisiting) {
  for (unsigned seed = 0; seed < 1000; ++seed) {
    random_numbers random{std::mt19937(seed)};
    const whole_program p = make_program(random);
    const std::vector<digest> expected = p.totals();
    std::vector<int> order(p.functions.size()); // new place of each
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = int(i);
    std::shuffle(order.begin(), order.end(), random.engine);
    whole_program q;
    q.functions.resize(p.functions.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      function &f = q.functions[std::size_t(order[i])] = p.functions[i];
      for (reference &r : f.references)
        if (r.target >= 0)
          r.target = order[std::size_t(r.target)];
    }
    for (const std::vector<int> &members : p.virtual_sets) {
      q.virtual_sets.emplace_back();
      for (const int m : members)
        q.virtual_sets.back().push_back(order[std::size_t(m)]);
    }
    const std::vector<digest> found = q.totals();
    for (std::size_t i = 0; i < order.size(); ++i)
      ASSERT_EQ(expected[i], found[std::size_t(order[i])]) << "seed " << seed;
  }
}

// f in one module calls "g", which two others define.
std::string caller(std::uint64_t name, std::uint64_t callee, unsigned char flags = 0) {
  file_graph file;
  file.units.nodes.push_back({digest{1, 1}, 0, 1, false, false, true, false, false});
  file.units.edges.push_back({0, file.add_external(callee, flags)});
  return write_note(note_maker(file, compose(file.units), {{name, 0, true}}, {}).get());
}
std::string leaf(std::uint64_t name, std::uint64_t text) {
  file_graph file;
  file.units.nodes.push_back({digest{text, 0}, 0, 0, false, false, false, false, false});
  return write_note(note_maker(file, compose(file.units), {{name, 0, true}}, {}).get());
}
digest of(std::initializer_list<std::pair<std::string, std::uint32_t>> notes) {
  linked program(notes.size());
  for (const auto &[note, module] : notes)
    program.add(note, module);
  program.all.compose();
  digest d;
  EXPECT_TRUE(program.all.total(name_of("f"), d));
  return d;
}

TEST(Fingerprints, PreferTheSameModule) {
  const std::uint64_t f = name_of("f"), g = name_of("g");
  const std::string call = caller(f, g), one = leaf(g, 1), two = leaf(g, 2);
  const digest alone = of({{call, 1}, {one, 1}});
  EXPECT_EQ(alone, of({{call, 1}, {one, 1}, {two, 2}}));
  EXPECT_EQ(alone, of({{call, 1}, {one, 3}}));
  EXPECT_EQ(alone, of({{call, 0}, {one, 0}, {two, 1}}));
  // The program's comes before that of its libraries, if it exports it.
  EXPECT_EQ(alone, of({{call, 1}, {one, 0}, {two, 2}}));
  EXPECT_NE(alone, of({{call, 1}, {one, 1}, {two, 0}}));
  // Which of these it is depends on how they were loaded.
  EXPECT_NE(alone, of({{call, 1}, {one, 2}, {two, 3}}));
  EXPECT_EQ(of({{call, 1}, {one, 2}, {two, 3}}), of({{call, 1}, {two, 5}, {one, 2}}));
}

TEST(Fingerprints, CountByNameWhereNobodyDefines) {
  const std::uint64_t f = name_of("f");
  const digest g = of({{caller(f, name_of("g")), 0}});
  EXPECT_NE(g, of({{caller(f, name_of("h")), 0}}));
  EXPECT_NE(g, of({{caller(f, name_of("g")), 0}, {leaf(name_of("g"), 1), 0}}));
  // What cannot throw makes noexcept of its caller meaningless.
  EXPECT_NE(g, of({{caller(f, name_of("g"), external_nothrow), 0}}));
  // Overriders that nobody has are no overriders.
  EXPECT_EQ(of({{caller(f, name_of("g"), external_optional), 0}}),
            of({{caller(f, name_of("h"), external_optional), 0}}));
}

TEST(Fingerprints, NotesSurviveDamage) {
  random_numbers random{std::mt19937(1)};
  for (unsigned seed = 0; seed < 2000; ++seed) {
    random.engine.seed(seed);
    const whole_program p = make_program(random);
    std::set<int> strong;
    for (std::size_t f = 0; f < p.functions.size(); ++f)
      if (!p.functions[f].is_inline)
        strong.insert(int(f));
    std::string note = compile(p, strong, {}, random);
    for (int i = random.below(8); i >= 0; --i)
      note[std::size_t(random.below(int(note.size())))] = char(random.below(256));
    if (random.one_in(3))
      note.resize(std::size_t(random.below(int(note.size()))));
    linked program(1);
    program.add(note);
    program.all.compose();
    digest ignored;
    for (const int f : strong)
      program.all.total(name_of(p.symbol(f)), ignored);
  }
}

TEST(Fingerprints, NotesAmongOthers) {
  const std::string mine = leaf(name_of("f"), 1);
  const auto other = [](std::uint32_t alignment) {
    std::string s;
    for (const std::uint32_t x : {4u, alignment == 8 ? 16u : 5u, 5u})
      detail::put_raw(s, x);
    s += std::string("GNU\0", 4);
    s += std::string(alignment == 8 ? 16 : 8, 'x');
    return s;
  };
  for (const std::uint32_t alignment : {4u, 8u}) {
    std::string all = other(alignment) + mine;
    while (all.size() % alignment)
      all += '\0';
    all += other(alignment);
    int found = 0;
    each_note(reinterpret_cast<const unsigned char *>(all.data()), all.size(), alignment,
              [&](const unsigned char *d, std::size_t size) {
                note_view view;
                found += view.open(d, size) && view.definition_name(0) == name_of("f");
              });
    EXPECT_EQ(found, 1) << alignment;
  }
}

} // namespace
