#!/usr/bin/env python3
"""Runs commands with GCC alone and with stcxx before it, and compares all that can be seen: status,
what is printed, which files there are then, and their bytes. Objects and assembler files differ by
the note, which must be in each that was compiled.

With --annotated the C++ sources have a function with an attribute, some in a header. Then the
contents of objects are others; but not their symbols, nor the lines that the code is from.

usage: gcc_same.py [--annotated] STCXX [GXX]
"""

import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

FILES = {
    "a.cpp": """#ifdef HEAVY
#include <iostream>
#include <map>
std::map<std::string, int> map;
#endif
#include "h.h"
#if UNDEFINED
#endif
#warning careful
#define FOO(x) \\
   ((x) + \\
    1)
const char *file = __FILE__, *base = __BASE_FILE__, *raw = R"x(
#define NOT
  // not a comment " )x";
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
int quiet() { int unused; return 0; }
#pragma GCC diagnostic pop
int f(int a) { int unused; return FOO(a) + h(1) + sizeof raw; }
int g(int a) { switch (a) { case 1: a++; /* fall through */ case 2: a++; } return a; }
""",
    "b c/d'e.cpp": """#include "../h.h"
static int never(int unused) { return 0; }
template <class T> T twice(T x) { static T last; return last = x + x; }
inline int shared(int x) { return x; }
int k(int x) { return twice(x) + h(x) + shared(x); }
""",
    "main.cpp": 'extern "C" int c(int); int k(int); int main() { return c(0) + k(0); }\n',
    "alone.cpp": "int main() { return 0; }\n",
    "bad.cpp": '#include "h.h"\nint f() {\n  return wrong + h(1);\n}\n',
    "fatal.cpp": '#include "no such file.h"\nint f() { return 0; }\n',
    "c.c": '#include "h.h"\nint c(int x) { return x; }\n',
    "noext": "int noext() { return 2; }\n",
    "s.s": ".globl s\ns: ret\n.section .note.GNU-stack,\"\",@progbits\n",
    "h.h": "#pragma once\nstatic inline int h(int x) { return x + __LINE__ - 2; }\n",
    "i/pre.h": "#define PRE 1\nstatic const int pre = PRE;\n",
    "many.rsp": "-O1 'b c/d'\\''e.cpp'\n-DX=\"a b\" -c\n".replace("'b c/d'\\''e.cpp'",
                                                                 "b\\ c/d\\'e.cpp"),
}

# A command is split at blanks; ~ in an argument stands for one.
COMMANDS = """
-c a.cpp
-c a.cpp -o out/a.o
-c -oout/a.o a.cpp -MD
-c a.cpp -MMD -MP -MF out/x.d -MT first -MQ $second
-c a.cpp -Wp,-MMD,out/x.d -o out/q.o
-c a.cpp -Wp,-MD,x.d,-MT,t,-DX=1
-S a.cpp
-S -O2 a.cpp -o out/x.s -MD
-S a.cpp -o -
-c a.cpp -Wall -Wextra -Wundef -Wunused-macros -O2 -g
-c b~c/d'e.cpp -Wall -Wunused-parameter -Werror
-c b~c/d'e.cpp -fdiagnostics-format=json -Wall
-c a.cpp -fdiagnostics-color=always -Wall
-c a.cpp -g3 -O1 -ffunction-sections -fdata-sections -DHEAVY
-c a.cpp -DHEAVY -MD
-c a.cpp -DHEAVY -g -gsplit-dwarf -o out/a.o
-c a.cpp -g -gsplit-dwarf -o out/a.o
-c a.cpp --coverage -o out/a.o -frandom-seed=1
-c a.cpp -save-temps
-c a.cpp -save-temps=obj -o out/a.o
-c a.cpp -fstack-usage -fdump-tree-optimized -O1
-c a.cpp -pipe -O2
-c a.cpp -include i/pre.h -Ii -DFOO_H=1
-c a.cpp -imacros i/pre.h -U~__linux
-c a.cpp -std=c++20 -fmodules-ts
-c a.cpp -m32
-c a.cpp -O2 -fPIC -fvisibility=hidden
-c b~c/d'e.cpp -o b~c/d'e.o -MD
-c b~c/d'e.cpp -MD
-c c.c
-x c -c c.c -O2 -Wall
-c c.c -std=c++17
-x c++ -c noext
-xc++ noext -c -x none
-x c++ -c noext a.cpp
-c a.cpp b~c/d'e.cpp c.c
-c a.cpp s.s
-c a.cpp main.o
-c a.cpp b~c/d'e.cpp -o x.o
-c bad.cpp
-c bad.cpp a.cpp
-c fatal.cpp -MD
-c missing.cpp
-c bad.cpp -o out/bad.o -MD
-c a.cpp -o no/such/directory.o
-c a.cpp --no-such-option
-c -- a.cpp
-c a.cpp -o /dev/null
alone.cpp
alone.cpp -o out/prog -MD
alone.cpp -MD
alone.cpp -MMD -o out/p.r.og
alone.cpp -save-temps -o out/prog
alone.cpp -save-temps=cwd -o out/prog
alone.cpp -g -gsplit-dwarf -o out/prog
alone.cpp --coverage -frandom-seed=1
main.cpp c.c b~c/d'e.cpp -o out/prog
-x c++ main.cpp b~c/d'e.cpp -x c c.c -x none s.s -o out/prog
-x c++ alone.cpp
-c main.cpp -O2 -DX="y~z"
main.cpp -o undefined
bad.cpp alone.cpp -o out/prog
-shared -fPIC b~c/d'e.cpp -o out/lib.so
-r alone.cpp -o out/rel.o
-static alone.cpp -o out/prog
alone.cpp -nostdlib -e main -o out/prog
@many.rsp
@many.rsp -fplugin-arg-stcache-no-fingerprints
-E a.cpp
-MM a.cpp
-M a.cpp -MF x.d
-fsyntax-only bad.cpp
-###~ alone.cpp
-x c++-header h.h
-x c++-header h.h -o out/h.h.gch
-E a.cpp -o a.ii
--version
-c
h.h
s.s -c
-fpreprocessed -c noext -x c++
-c a.cpp -fplugin-arg-stcache-no-fingerprints -O2
-c a.cpp -fplugin-arg-stcache-no-fingerprints -MMD -o out/a.o
-c bad.cpp -fplugin-arg-stcache-no-fingerprints -MMD -o out/a.o
alone.cpp -fplugin-arg-stcache-no-fingerprints -o out/prog
"""
STDIN = """
-x c++ -c - -o out/a.o
-x c++ - -o out/prog
-x c++ -S -o - -
-x c++ -c /dev/stdin -o out/a.o
"""

NOTE = b".note.stcache\0"


class Elf:
    """An object's sections, and whether there is a note, which is left out."""

    def __init__(self, data):
        shoff, = struct.unpack_from("<Q", data, 40)
        count, names = struct.unpack_from("<HH", data, 60)
        headers = [struct.unpack_from("<IIQQQQIIQQ", data, shoff + 64 * i) for i in range(count)]
        self.noted = False
        self.header = data[:40] + data[48:60] + data[62:64]
        self.sections = []
        text = data[headers[names][4]:][:headers[names][5]]
        for i, header in enumerate(headers):
            name = text[header[0]:text.index(b"\0", header[0])]
            body = data[header[4]:][:header[5]] if header[1] != 8 else b""
            if name == NOTE[:-1]:
                self.noted = True
                assert header[1] == 7 and header[2] == 2 and header[8] == 4, header
                assert i == count - 1 and header[4] % 4 == 0
                continue
            if i == names:
                assert not text.count(NOTE) > 1
                body = text.removesuffix(NOTE)
            # Neither the place of the names nor their size.
            place = (None, None) if i == names else header[4:6]
            self.sections.append((name, header[:4], place, header[6:], body))


def kind(data):
    if data[:4] == b"\x7fELF" and data[4] == 2 and data[16] == 1:
        return "object"
    return "assembly" if b"\t.ident\t" in data else "other"


def text(output):
    """With one name for all temporary objects."""
    temporary = re.escape(tempfile.gettempdir().encode())
    return re.sub(temporary + rb"/(cc\w{6}|stcxx-\w{6}/source\d+/\w+)", b"/tmp/object", output)


def difference(name, plain, noted, counts):
    """What is wrong with the second."""
    plain, noted = text(plain), text(noted)
    if plain == noted:
        return ""
    if kind(plain) == "assembly":
        at = noted.find(b'\t.section\t.note.stcache,"a",@note\n')
        counts["notes"] += at > 0
        return "" if noted[:at] == plain else "text differs beside the note"
    if kind(plain) == "object" == kind(noted) and name != "out/rel.o":
        a, b = Elf(plain), Elf(noted)
        counts["notes"] += b.noted
        if a.header != b.header:
            return f"headers differ: {a.header} {b.header}"
        return "" if a.sections == b.sections else "sections differ: " + ", ".join(
            x[0].decode() for x, y in zip(a.sections, b.sections) if x != y)
    # A program holds the note, the runtime's path, and another build id.
    if plain[:4] == b"\x7fELF":
        counts["programs"] += 1
        return ""
    # A precompiled header holds addresses.
    if plain.isascii() and noted.isascii():
        return f"is\n{noted.decode()}instead of\n{plain.decode()}"
    return "" if plain[:4] == noted[:4] == b"gpch" else "bytes differ"


def run(directory, command, stdin):
    shutil.rmtree(directory, ignore_errors=True)
    for name, content in FILES.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (directory / "out").mkdir()
    with open(directory / "alone.cpp" if stdin else "/dev/null") as stream:
        done = subprocess.run(command, cwd=directory, stdin=stream, capture_output=True)
    files = {str(path.relative_to(directory)): path.read_bytes()
             for path in directory.rglob("*") if path.is_file()}
    return done.returncode, done.stdout, done.stderr, files


def symbols(data, counts):
    """What is the same in an object or program made of rewritten text, but for that itself."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        names = subprocess.run(["nm", "-j", file.name], capture_output=True).stdout.split()
        lines = subprocess.run(["readelf", "--debug-dump=decodedline", file.name],
                               capture_output=True).stdout
    counts["rewritten"] += b"rewritten" in names
    unsure = (b"rewritten", b"_ZL7st_note", b"_ZL20st_note_of_this_file", b"st_probe")
    places = {tuple(line.split()[:2]) for line in lines.splitlines()
              if re.match(rb"[\w.'+/]+ +\d+ +0x", line)}
    # With -g3 there are groups of macros, named after their places.
    # What runs before main is said to be after the last line.
    last = FILES["a.cpp"].count("\n")
    places = {place for place in places if place[0] != b"a.cpp" or int(place[1]) < last}
    return sorted(n for n in names if n not in unsure and not n.startswith(b"wm4.")), places


def annotate():
    for name, text in FILES.items():
        if name.endswith((".cpp", "noext", "h.h")) and "\nint " in "\n" + text:
            FILES[name] = re.sub(r"(?m)^int ", "[[st::cache_data]] int ", text, count=1)
    FILES["h.h"] += "[[st::cache_data]] inline int cached(int x) { int unused_in_header; return x; }\n"
    FILES["c.c"] = FILES["c.c"].replace('#include "h.h"\n', "")


def main():
    annotated = "--annotated" in sys.argv
    if annotated:
        sys.argv.remove("--annotated")
        annotate()
    stcxx, gxx = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "g++"
    include = os.path.normpath(os.path.join(os.path.dirname(stcxx), "../include"))
    counts = {"commands": 0, "notes": 0, "programs": 0, "rewritten": 0}
    bad = 0
    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary) / "w"
        for line, stdin in [(l, False) for l in COMMANDS.split("\n") if l] + \
                           [(l, True) for l in STDIN.split("\n") if l]:
            args = [arg.replace("~", " ").strip() for arg in line.split(" ")]
            plain_args = [arg for arg in args if not arg.startswith("-fplugin-arg-stcache")]
            # From the language of the options, all in one of C++.
            if annotated:
                plain_args = ["-Wno-attributes=st::", "-isystem", include, *plain_args]
                if "-Wunused-macros" in args:
                    plain_args.append("-Wno-unused-macros")
            plain = run(directory, [gxx, *plain_args], stdin)
            noted = run(directory, [stcxx, gxx, *args], stdin)
            counts["commands"] += 1
            problems = []
            if plain[0] != noted[0]:
                problems.append(f"status {noted[0]} instead of {plain[0]}")
            for what, a, b in zip(("stdout", "stderr"), plain[1:3], noted[1:3]):
                if line.startswith("-###") or (annotated and kind(a) == "assembly") or (a != b and kind(a) == "assembly" and not
                                               difference(what, a, b, counts)):
                    continue
                if annotated and stdin:
                    b = re.sub(rb"stcxx: warning: functions in standard input .*\n", b"", b)
                if text(a) != text(b):
                    problems.append(f"{what}:\n{b.decode()}instead of\n{a.decode()}")
            if plain[3].keys() != noted[3].keys():
                problems.append(f"files: {sorted(noted[3].keys() - plain[3].keys())} more, "
                                f"{sorted(plain[3].keys() - noted[3].keys())} missing")
            for name in plain[3].keys() & noted[3].keys():
                a, b = plain[3][name], noted[3][name]
                if annotated and a[:4] == b"\x7fELF":
                    a, b = symbols(a, counts), symbols(b, counts)
                    if a != b:
                        problems.append(f"{name}: {set(b[0]) ^ set(a[0])} {b[1] ^ a[1]}")
                elif annotated and (kind(a) == "assembly" or name.endswith((".ii", ".gcno", ".optimized"))):
                    counts["rewritten"] += b"rewritten" in b
                elif why := difference(name, a, b, counts):
                    problems.append(f"{name}: {why}")
            if problems:
                bad += 1
                print(f"== {line}", *problems, sep="\n")
    print(f"{counts['commands'] - bad} of {counts['commands']} commands do the same; "
          f"{counts['rewritten'] if annotated else counts['notes']} files have a note")
    sys.exit(bad != 0)


if __name__ == "__main__":
    main()
