#!/usr/bin/env python3
"""Compiles the variants of a test file and compares their fingerprints.

Usage: check_variants.py PLUGIN_PREFIX FILE [--compiler=clang++-] [VARIANT...]

PLUGIN_PREFIX: path of the plugin that prints fingerprints, without "<major>.so".
Every variant (or those whose names start so) is compiled with -D<VARIANT>, with every Clang there
is a plugin for, and the fingerprint of the function `f` (FUNCTION: mangled-name changes that) is
looked at.

Directives, each in a comment of its own line:
  SAME: A B ...    equal fingerprints
  DIFF: A B ...    fingerprints that are pairwise different
  NEUTRAL: A B ... as SAME, though the object code may differ
  XFAIL-SAME:, XFAIL-DIFF:   known holes; an error once they are mended
  FLAGS: ...       for all variants        FLAGS(A): ... for one; with `-x c`, a file in C
  FUNCTION: name   FUNCTION(A): name       mangled

What is checked besides: all Clangs agree on every fingerprint, and (the compiler as oracle) any two
variants whose object code differs, with or without optimisation, have different fingerprints,
unless NEUTRAL or XFAIL-DIFF puts them together. The code is that of the whole file for variants
whose names differ in the trailing digits only, else that of the function and what it reaches.
"""

import argparse
import concurrent.futures
import glob
import hashlib
import itertools
import os
import re
import struct
import subprocess
import sys
import tempfile

SHT_SYMTAB, SHT_RELA, SHT_NOBITS = 2, 4, 8
COUNTED_SECTIONS = (b".text", b".rodata", b".data", b".bss", b".tdata", b".tbss", b".init_array",
                    b".gcc_except_table")
# Without optimisation everything is in the code that the language defines, with it also what the
# optimiser may take for granted.
ORACLE_LEVELS = ("-O0", "-O1")


def code(path, function):
    """Two hashes of what the program executes and reads: code, constants, data, and what these
    refer to; of the whole file, and of what the function reaches. Symbols of the file itself do
    not count, only what is at them."""
    data = open(path, "rb").read()
    shoff, = struct.unpack_from("<Q", data, 0x28)
    shentsize, shnum, shstrndx = struct.unpack_from("<HHH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQIIQQ", data, shoff + i * shentsize)
               for i in range(shnum)]

    def string(table, at):
        start = headers[table][4] + at
        return data[start:data.index(b"\0", start)]

    def content(index):
        kind, offset, size = headers[index][1], headers[index][4], headers[index][5]
        return b"zero %d" % size if kind == SHT_NOBITS else data[offset:offset + size]

    symbols = []
    for header in headers:
        if header[1] == SHT_SYMTAB:
            for at in range(header[4], header[4] + header[5], 24):
                name, _, _, section, value, _ = struct.unpack_from("<IBBHQQ", data, at)
                symbols.append((string(header[6], name), section, value))
    parts = {i: [content(i)] for i, header in enumerate(headers)
             if string(shstrndx, header[0]).startswith(COUNTED_SECTIONS)}
    edges = {i: [] for i in parts}
    for header in headers:
        if header[1] == SHT_RELA and header[7] in parts:
            for at in range(header[4], header[4] + header[5], 24):
                where, info, addend = struct.unpack_from("<QQq", data, at)
                name, section, value = symbols[info >> 32]
                to = b"+%d " % value + content(section) if 0 < section < shnum else name
                parts[header[7]].append(b"%d %d %d " % (where, info & 0xffffffff, addend) + to)
                if section in parts:
                    edges[header[7]].append(section)

    reached, work = set(), [section for name, section, _ in symbols if name == function.encode()]
    while work:
        section = work.pop()
        if section in parts and section not in reached:
            reached.add(section)
            work += edges[section]

    def digest(indexes):
        # Which function it is does not matter here, only what is in it.
        hashes = sorted(hashlib.sha256(b"|".join(parts[i])).digest() for i in indexes)
        return hashlib.sha256(b"".join(hashes)).hexdigest()

    return digest(parts), digest(reached) if reached else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("plugin")
    parser.add_argument("file")
    parser.add_argument("only", nargs="*")
    parser.add_argument("--compiler", default="clang++-")
    args = parser.parse_args()

    majors = sorted(re.search(r"(\d+)\.so$", p).group(1) for p in glob.glob(args.plugin + "*.so"))
    if not majors:
        sys.exit(f"no plugin {args.plugin}*.so")

    groups = {"SAME": [], "DIFF": [], "NEUTRAL": [], "XFAIL-SAME": [], "XFAIL-DIFF": []}
    flags, function = {"": []}, {"": None}
    for line in open(args.file):
        match = re.match(r"\s*// ([A-Z-]+)(?:\((\w+)\))?: (.*)", line)
        if not match:
            continue
        key, variant, text = match.group(1), match.group(2) or "", match.group(3)
        if key in groups:
            names = text.split()
            if args.only:
                names = [n for n in names if n.startswith(tuple(args.only))]
            groups[key].append(names)
        elif key == "FLAGS":
            flags[variant] = text.split()
        elif key == "FUNCTION":
            function[variant] = text.strip()
    if not function[""]:
        function[""] = "f" if "-x" in flags[""] else "_Z1f"
    variants = sorted({v for lists in groups.values() for g in lists for v in g})
    failures = []

    def compile(job):
        variant, major = job
        with tempfile.TemporaryDirectory() as scratch:
            out, obj = os.path.join(scratch, "out"), os.path.join(scratch, "a.o")
            own = [*flags[""], *flags.get(variant, [])]
            if "-x" not in own:
                own.insert(0, "-std=c++20")
            extra = [f"-fplugin={args.plugin}{major}.so", f"-fplugin-arg-fpdump-out={out}"]
            oracle = []
            for level in ORACLE_LEVELS:
                command = [args.compiler + major, level, "-g0", "-w", "-c", "-o", obj,
                           "-ffunction-sections", "-fdata-sections", "-D" + variant, *own, *extra,
                           args.file]
                command = [c.replace("%S", os.path.dirname(os.path.abspath(args.file)))
                           for c in command]
                run = subprocess.run(command, capture_output=True, text=True)
                if run.returncode:
                    failures.append(f"{variant}, Clang {major}: does not compile\n{run.stderr}")
                    return None
                if extra:
                    want = function.get(variant, function[""])
                    prints = [line.split() for line in open(out)]
                    found = ([p for p in prints if p[1] == want] or
                             [p for p in prints if p[1].startswith(want)])
                    if not found:
                        failures.append(f"{variant}, Clang {major}: no {want} in {prints}")
                        return None
                    extra = []
                oracle.append(code(obj, found[0][1]))
            return found[0][0], oracle

    jobs = list(itertools.product(variants, majors))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(jobs, pool.map(compile, jobs)))
    if failures:
        sys.exit("\n".join(failures))

    prints = {v: results[v, majors[0]][0] for v in variants}
    for v in variants:
        for major in majors[1:]:
            if results[v, major][0] != prints[v]:
                failures.append(f"{v}: Clang {majors[0]} and {major} disagree")

    def pairs(kind):
        return {frozenset(p) for group in groups[kind] for p in itertools.combinations(group, 2)}

    def named(kind):
        return sorted(tuple(sorted(p)) for p in pairs(kind))

    for a, b in named("SAME") + named("NEUTRAL"):
        if prints[a] != prints[b]:
            failures.append(f"{a} and {b} should have the same fingerprint")
    for a, b in named("DIFF"):
        if prints[a] == prints[b]:
            failures.append(f"{a} and {b} should have different fingerprints")
    for a, b in named("XFAIL-SAME"):
        if prints[a] == prints[b]:
            failures.append(f"{a} and {b} are the same now: make it SAME")
    for a, b in named("XFAIL-DIFF"):
        if prints[a] != prints[b]:
            failures.append(f"{a} and {b} are different now: make it DIFF")

    # The oracle. Only variants of one group have everything but the change in common.
    excused = pairs("NEUTRAL") | pairs("XFAIL-DIFF")
    for a, b in itertools.combinations(variants, 2):
        if frozenset((a, b)) in excused or prints[a] != prints[b]:
            continue
        part = 0 if a.rstrip("0123456789") == b.rstrip("0123456789") else 1
        for major in majors:
            for level, one, other in zip(ORACLE_LEVELS, results[a, major][1], results[b, major][1]):
                if one[part] != other[part]:
                    failures.append(f"{a} and {b}: Clang {major} {level} makes different code of "
                                    "them, the fingerprint is the same")
    if failures:
        sys.exit("\n".join(failures))
    count = {k: len(pairs(k)) for k in groups}
    print(f"{len(variants)} variants, Clang {' and '.join(majors)}:",
          ", ".join(f"{n} {k}" for k, n in count.items() if n))


if __name__ == "__main__":
    main()
