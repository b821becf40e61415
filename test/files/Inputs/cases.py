#!/usr/bin/env python3
"""Builds programs that print the fingerprints of their functions and compares them.

Usage: cases.py COMPILER CASES

COMPILER: the command that compiles C++; for C the same with clang for clang++. CASES: a file with
a program on each line:

  base: a.cpp b.cpp                  what the others are compared with
  f g: a.cpp b2.cpp                  here the fingerprints of exactly f and g differ from those of the base
  nothing: a.cpp b.cpp[-O2] -lm      here none does

Source files are compiled, once for each set of flags: those in brackets, and those of the line.
`[@22]` takes Clang 22. What starts with `./` or `env` is a command to run as it is. A program prints
lines "name fingerprint", and ends with 0.
"""

import concurrent.futures
import hashlib
import os
import re
import shlex
import subprocess
import sys

LINK_ONLY = re.compile(r"-Wl,|-l|-L|-static|-shared|-rdynamic|-fuse-ld|-no-pie|-pie|-B|[^-]")


def run(command, shell=False):
    done = subprocess.run(command, shell=shell, capture_output=True, text=True)
    if done.returncode:
        text = command if shell else shlex.join(command)
        raise RuntimeError(f"{text}\nends with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Builder:
    def __init__(self, compiler, pool):
        self.compiler = shlex.split(compiler)
        self.pool = pool
        self.objects = {}

    def command(self, source, major):
        words = self.compiler
        if source.endswith(".c"):
            words = [w.replace("clang++", "clang") for w in words if not w.startswith("-std=")]
        return [re.sub(r"(clang(\+\+)?)-\d+$", rf"\1-{major}", w) if major else w for w in words]

    def object(self, source, flags):
        """The future of the object file's name."""
        key = (source, *flags)
        if key not in self.objects:
            name = f"{source}.{hashlib.sha256(repr(key).encode()).hexdigest()[:8]}.o"
            major = next((f[1:] for f in flags if f.startswith("@")), None)
            rest = [f for f in flags if not f.startswith("@")]
            command = [*self.command(source, major), *rest, "-c", source, "-o", name]
            self.objects[key] = self.pool.submit(lambda: (run(command), name)[1])
        return self.objects[key]

    def start(self, text):
        """Starts the compilers; gives a function that links and runs."""
        if text.startswith(("./", "env ")):
            return lambda: run(text, shell=True)
        words = re.findall(r"[^\s\[]+(?:\[[^\]]*\])?", text)
        sources = [re.fullmatch(r"(.*\.(?:c|cpp))(?:\[(.*)\])?", w) for w in words]
        shared = [w for w, m in zip(words, sources) if not m and not LINK_ONLY.match(w)]
        link = [self.object(m[1], (m[2] or "").split() + shared) if m else w
                for w, m in zip(words, sources)]
        program = f"./program.{hashlib.sha256(text.encode()).hexdigest()[:8]}"

        def finish():
            inputs = [w if isinstance(w, str) else w.result() for w in link]
            run([*self.compiler, "-Wno-unused-command-line-argument", *inputs, "-o", program])
            return run([program])
        return finish


def fingerprints(output):
    pairs = [line.split() for line in output.splitlines()]
    for pair in pairs:
        if len(pair) != 2 or not re.fullmatch(r"[0-9a-f]{32}", pair[1]):
            raise RuntimeError(f"no fingerprint: {' '.join(pair)}")
    return dict(pairs)


def main():
    compiler, path = sys.argv[1:]
    os.environ.setdefault("LLVM_PROFILE_FILE", "/dev/null")
    cases = [line.partition(":") for line in open(path) if line.strip() and line[0] != "#"]
    failures, changing = 0, 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        builder = Builder(compiler, pool)
        started = [(head.split(), text.strip(), builder.start(text.strip())) for head, _, text in cases]
        # In another pool: these wait for the compilers.
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as linkers:
            results = [(*case[:2], linkers.submit(case[2])) for case in started]
        base = None
        for expected, text, result in results:
            try:
                got = fingerprints(result.result())
            except RuntimeError as error:
                print(f"FAILED {text}\n{error}")
                if base is None:
                    sys.exit(1)
                failures += 1
                continue
            if base is None:
                assert expected == ["base"], "the first line is the base"
                assert got, "the base prints nothing"
                base = got
                continue
            expected = [] if expected == ["nothing"] else expected
            changing += bool(expected)
            changed = [name for name in base if got.get(name) != base[name]]
            if sorted(changed) == sorted(expected) and got.keys() == base.keys():
                continue
            failures += 1
            print(f"FAILED {text}\n  changed: {' '.join(changed) or 'nothing'}; "
                  f"expected: {' '.join(expected) or 'nothing'}")
    if not changing:
        sys.exit("no case expects a change: fingerprints that never change would pass")
    print(f"{len(results) - 1 - failures} of {len(results) - 1} as expected")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
