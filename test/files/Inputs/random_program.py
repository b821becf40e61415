#!/usr/bin/env python3
"""Writes a random program, cut into files in several ways, and what must come of its changes.

Usage: random_program.py SEED

The functions call each other, and read variables, at random: rounds are common. Each program is
the same one, with its parts in other files, in another order, with another linkage, bodies in
headers; or it differs in one place, and exactly the fingerprints of the cached functions that reach
that place differ.
"""

import random
import re
import sys

FUNCTIONS, VARIABLES, CACHED = 24, 6, 8


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        pick = self.random
        names = [f"f{i}" for i in range(FUNCTIONS)]
        variables = [f"v{i}" for i in range(VARIABLES)]
        self.calls = {n: pick.sample(names, pick.choice([0, 1, 1, 1, 2, 3])) for n in names}
        self.reads = {n: pick.sample(variables, pick.choice([0, 0, 1])) for n in names}
        # Some variables point to functions.
        self.points = {v: pick.choice([None, None, pick.choice(names)]) for v in variables}
        self.cached = {f"c{i}": pick.sample(names, pick.choice([1, 1, 2])) for i in range(CACHED)}

    def reached(self, start):
        found, work = set(), list(start)
        while work:
            name = work.pop()
            if name in found:
                continue
            found.add(name)
            if name.startswith("v"):
                work += [self.points[name]] if self.points[name] else []
            else:
                work += self.calls[name] + self.reads[name]
        return found

    def function(self, name, specifier):
        terms = [f"{callee}(x - 1)" for callee in self.calls[name]]
        terms += [f"{v}(x - 2)" if self.points[v] else v for v in self.reads[name]]
        return (f"{specifier}int {name}(int x) {{ return x < 1 ? {int(name[1:]) % 5} CHANGE_{name} : "
                f"{' + '.join(terms) or 'x'}; }}\n")

    def variable(self, name):
        if self.points[name]:
            return f"int (*{name})(int) = {self.points[name]};\n"
        return f"int {name} = {int(name[1:]) % 3} CHANGE_{name};\n"

    def write(self, directory, files):
        """Cuts the program into this many files; gives their names."""
        pick = self.random
        place = {n: pick.randrange(files) for n in [*self.calls, *self.points]}
        place |= {n: pick.randrange((files + 1) // 2) for n in self.cached}
        inline = {n for n in self.calls if pick.random() < 0.2}
        users = {n: {place[n]} for n in place}
        for name in self.calls:
            for other in self.calls[name] + self.reads[name]:
                users[other].add("header" if name in inline else place[name])
        for name, target in self.points.items():
            if target:
                users[target].add(place[name])
        for name, targets in self.cached.items():
            for other in targets:
                users[other].add(place[name])
        static = {n for n in self.calls if users[n] == {place[n]} and pick.random() < 0.7} - inline
        sources = []
        for number in range(files):
            caches = number == 0 or number in (place[n] for n in self.cached)
            text = '#include "fingerprints.h"\n' * caches + '#include "changes.h"\n'
            declarations = [("static " if n in static else "inline " if n in inline else "") +
                            f"int {n}(int x);\n" for n in self.calls
                            if n not in static or place[n] == number]
            declarations += [f"extern int (*{v})(int);\n" if self.points[v] else f"extern int {v};\n"
                             for v in self.points]
            pick.shuffle(declarations)
            text += "".join(declarations)
            parts = [self.function(n, "inline ") for n in sorted(inline)]
            parts += [self.function(n, "static " if n in static else "")
                      for n in self.calls if place[n] == number and n not in inline]
            parts += [self.variable(v) for v in self.points if place[v] == number]
            for name, targets in self.cached.items():
                if place[name] == number:
                    calls = " + ".join(f"{t}(x)" for t in targets)
                    parts.append(f"[[st::cache_data]] int {name}(int x) {{ return {calls}; }}\n"
                                 f"void print_{name}() {{ PRINT({name}); }}\n")
            pick.shuffle(parts)
            text += "".join(parts)
            if number == 0:
                text += "".join(f"void print_{n}();\n" for n in self.cached)
                text += "int main() {\n" + "".join(f"  print_{n}();\n" for n in self.cached) + "}\n"
            source = f"{directory}-{number}.cpp"
            open(source, "w").write(text)
            sources.append(source)
        pick.shuffle(sources)
        return sources


def main():
    program = Program(int(sys.argv[1]))
    places = [*program.calls, *(v for v, target in program.points.items() if not target)]
    with open("changes.h", "w") as header:
        for place in places:
            header.write(f"#ifdef AT_{place}\n#define CHANGE_{place} + 1\n"
                         f"#else\n#define CHANGE_{place}\n#endif\n")
    with open("cases.txt", "w") as cases:
        cuts = [program.write(f"cut{i}", files) for i, files in enumerate([3, 1, 2, 4])]
        for number, sources in enumerate(cuts):
            cases.write(f"{'nothing' if number else 'base'}: {' '.join(sources)}\n")
        for place in program.random.sample(places, 6):
            changed = [n for n, targets in program.cached.items() if place in program.reached(targets)]
            sources = program.random.choice(cuts)
            files = [f"{source}[-DAT_{place}]" if re.search(rf"CHANGE_{place}\b", open(source).read()) else source
                     for source in sources]
            cases.write(f"{' '.join(changed) or 'nothing'}: {' '.join(files)}\n")


if __name__ == "__main__":
    main()
