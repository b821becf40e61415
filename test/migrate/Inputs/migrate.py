#!/usr/bin/env python3
"""Runs one test of migration: migrate.py [OPTION]... TEST DIRECTORY

A test holds sections, each behind a line `//--- NAME`:
  before/FILE  the program with [[st::cache]]
  after/FILE   what becomes of the file; a file that does not change has none
  remarks      lines that `stcache migrate` prints, in this order; `...` stands for any text. Without the
               section no remark may be printed
  expected     what the program prints, before and after
  flags        the compiler's flags; a line `FILE: FLAGS` is for one file, which then come from a
               compilation database
  config       lines `KEY: VALUE`:
    refused: ID       the program before is an error with this id, so only that after runs, if there
                      is an `expected`
    fails: FILE       this file does not compile: it is no part of the program
    message: TEXT     is among what the tool prints
    text: FORM        the files before and after get crlf, bom, no-final-newline
    link: NEW OLD     a symbolic link NEW -> OLD
    given: FILE...    what is migrated; without it all that ends in .cpp
    left: ID         the program after has warnings with this id, in files that were not given
    apply: other     clang-apply-replacements, which tidies up around what it changes, does more
    tidy: other       clang-tidy, which sees one file at a time, does something else

All ways to migrate must come to the same: --fix, the patch of --diff, the YAML of --export-fixes and the
clang-tidy check. The program is compiled and run before and after.
"""

import argparse
import difflib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

CONFIG_KEYS = {"refused", "fails", "message", "text", "link", "given", "left", "tidy", "apply"}


class Test:
    def __init__(self, path):
        self.before, self.after, self.sections = {}, {}, {}
        for name, body in self.read(path):
            kind, _, file = name.partition("/")
            if file and kind in ("before", "after"):
                getattr(self, kind)[file] = body
            elif name in ("remarks", "flags", "config", "expected"):
                self.sections[name] = body.decode()
            else:
                sys.exit(f"{path}: unknown section '{name}'")
        self.config = {}
        for line in self.sections.get("config", "").splitlines():
            key, _, value = line.partition(":")
            if key not in CONFIG_KEYS:
                sys.exit(f"{path}: unknown key '{key}'")
            self.config.setdefault(key, []).append(value.strip())
        for file, body in self.after.items():
            if self.before.get(file) == body:
                sys.exit(f"{path}: after/{file} is before/{file}")
        for form in self.words("text"):
            for files in (self.before, self.after):
                for file in files:
                    files[file] = shaped(files[file], form)
        self.after = {**self.before, **self.after}
        self.given = self.words("given") or sorted(f for f in self.before if f.endswith(".cpp"))
        self.fails = self.words("fails")
        self.sources = [f for f in sorted(self.before) if f.endswith(".cpp") and f not in self.fails]
        self.flags, self.flags_of = [], {}
        for line in self.sections.get("flags", "").splitlines():
            file, _, rest = line.partition(": ")
            if file in self.before:
                self.flags_of[file] = shlex.split(rest)
            else:
                self.flags += shlex.split(line)

    @staticmethod
    def read(path):
        parts = re.split(rb"(?m)^//--- (.*)\n", pathlib.Path(path).read_bytes())
        return [(parts[i].decode(), parts[i + 1]) for i in range(1, len(parts), 2)]

    def words(self, key):
        return " ".join(self.config.get(key, [])).split()

    def all_flags(self, file):
        return self.flags + self.flags_of.get(file, [])


def shaped(body, form):
    if form == "crlf":
        return body.replace(b"\n", b"\r\n")
    if form == "bom":
        return b"\xef\xbb\xbf" + body
    if form == "no-final-newline":
        return body.removesuffix(b"\n")
    sys.exit(f"unknown form '{form}'")


class Run:
    def __init__(self, options, test, directory):
        self.options, self.test, self.directory = options, test, directory
        self.failures = []

    def fail(self, what, detail=""):
        self.failures.append(what)
        print(f"FAILED: {what}\n{detail}", flush=True)

    def tree(self, name):
        """A fresh copy of the program before."""
        root = self.directory / name
        for file, body in self.test.before.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_bytes(body)
        for link in self.test.config.get("link", []):
            new, old = link.split()
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / new).symlink_to(old)
        return root

    def call(self, root, *command):
        print("+", shlex.join(map(str, command)), flush=True)
        environment = {**os.environ, "STCACHE_DIR": str(root) + ".store"}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True,
                              stdin=subprocess.DEVNULL)
        # Not as text: line ends are part of a patch.
        done.stdout, done.stderr = (b.decode(errors="replace") for b in (done.stdout, done.stderr))
        return done

    def database(self, root):
        """Arguments that give the flags: behind the files, or in a compilation database."""
        test = self.test
        if not test.flags_of:
            return [], ["--", *test.flags]
        build = pathlib.Path(str(root) + ".build")
        build.mkdir(exist_ok=True)
        (build / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(root), "file": file,
              "arguments": ["c++", *test.all_flags(file), "-c", file, "-o", "unused.o"]}
             for file in test.given]))
        return ["-p", str(build)], []

    def migrate(self, root, *mode):
        before, behind = self.database(root)
        done = self.call(root, self.options.stcache, "migrate", *before, *self.test.given, *mode, *behind)
        wanted = 1 if self.test.fails else 0
        if done.returncode != wanted:
            self.fail(f"exit status {done.returncode} in place of {wanted}", done.stdout + done.stderr)
        return done

    def compare(self, root, wanted, what):
        for file, body in wanted.items():
            found = (root / file).read_bytes()
            if found != body:
                lines = [text.decode(errors="replace").splitlines(keepends=True)
                         for text in (body, found)]
                self.fail(f"{what}: {file}",
                          "".join(repr(line)[1:-1].replace("\\n", "") + "\n" for line in
                                  difflib.unified_diff(*lines, "expected", "found")))
        extra = {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file() and not p.is_symlink()}
        if extra - set(wanted):
            self.fail(f"{what}: files that should not be there: {sorted(extra - set(wanted))}")
        for link in self.test.config.get("link", []):
            if not (root / link.split()[0]).is_symlink():
                self.fail(f"{what}: the link {link} is a file now")

    def build(self, root):
        """Compiles, with what it makes outside of the tree."""
        program = str(root) + ".program"
        if not self.test.flags_of:
            done = self.call(root, *self.options.stcxx, *self.test.flags, *self.test.sources, "-o", program)
            return done, program
        objects, said = [], ""
        for file in self.test.sources:
            objects.append(f"{program}.{len(objects)}.o")
            done = self.call(root, *self.options.stcxx, *self.test.all_flags(file), "-c", file, "-o",
                             objects[-1])
            said += done.stderr
            if done.returncode != 0:
                return done, program
        done = self.call(root, *self.options.stcxx, *objects, "-o", program)
        done.stderr = said + done.stderr
        return done, program

    def ids(self, text):
        return set(re.findall(r"\[(st-[a-z-]+)\]", text))

    def output(self, root, program):
        shutil.rmtree(str(root) + ".store", ignore_errors=True)
        done = self.call(root, program)
        if done.returncode != 0:
            self.fail(f"the program {root.name} ends with status {done.returncode}", done.stderr)
        return done.stdout

    def run_before(self):
        root = self.tree("before")
        refused = self.test.config.get("refused")
        if refused:
            done = self.call(root, *self.options.stcxx, *self.test.flags, "-fsyntax-only",
                             *(f for f in self.test.before if f.endswith(".cpp")))
            if done.returncode == 0 or refused[0] not in self.ids(done.stderr):
                self.fail(f"the program before is not refused with {refused[0]}", done.stderr)
            return None
        done, program = self.build(root)
        if done.returncode != 0 or self.ids(done.stderr) - {"st-legacy-attribute"}:
            self.fail("the program before does not compile with the deprecation alone", done.stderr)
            return None
        if self.test.before != self.test.after and not self.ids(done.stderr):
            self.fail("the program before compiles without a deprecation warning")
        return self.output(root, program)

    def run_after(self, root, printed_before):
        test, expected = self.test, self.test.sections.get("expected")
        if expected is None:
            if printed_before is not None:
                self.fail("the test has no `expected`")
            return
        done, program = self.build(root)
        left = set(test.words("left"))
        if "remarks" in test.sections:
            left.add("st-legacy-attribute")
        if done.returncode != 0 or self.ids(done.stderr) - left:
            self.fail("the program after does not compile without a warning", done.stderr)
            return
        printed = self.output(root, program)
        for name, text in [("before", printed_before), ("after", printed)]:
            if text is not None and text != expected:
                self.fail(f"what the program {name} prints", "".join(difflib.unified_diff(
                    expected.splitlines(True), text.splitlines(True), "expected", "printed")))

    def run_diff(self):
        root = self.tree("diff")
        done = self.migrate(root, "--diff")
        self.compare(root, self.test.before, "--diff changes a file")
        if not done.stdout:
            if self.test.before != self.test.after:
                self.fail("--diff prints nothing", done.stderr)
            return
        patch = self.directory / "patch"
        patch.write_text(done.stdout, newline="")
        applied = self.call(root, "patch", "--binary", "--no-backup-if-mismatch", "-p0", "-i", patch)
        if applied.returncode != 0:
            self.fail("the patch cannot be applied", applied.stdout + done.stdout)
        self.compare(root, self.test.after, "the patch of --diff")

    def run_export(self):
        root = self.tree("export")
        fixes = self.directory / "fixes"
        fixes.mkdir()
        self.migrate(root, "--export-fixes", fixes / "fixes.yaml")
        self.compare(root, self.test.before, "--export-fixes changes a file")
        if not self.options.apply:
            print("skipped: no clang-apply-replacements")
            return
        if "apply" in self.test.config:
            return
        done = self.call(root, self.options.apply, fixes)
        if done.returncode != 0:
            self.fail("clang-apply-replacements", done.stdout + done.stderr)
        self.compare(root, self.test.after, "clang-apply-replacements")

    def run_fix(self):
        root = self.tree("fix")
        done = self.migrate(root, "--fix")
        said = done.stdout + done.stderr
        self.compare(root, self.test.after, "--fix")
        for message in self.test.config.get("message", []):
            if message not in said:
                self.fail(f"the tool does not say '{message}'", said)
        remarks = self.test.sections.get("remarks")
        if remarks is None and "remark:" in said:
            self.fail("a remark is printed", said)
        rest = said
        for line in (remarks or "").splitlines():
            found = re.search(".*".join(map(re.escape, line.split("..."))), rest)
            if not found:
                self.fail(f"no such remark: {line}", said)
                break
            rest = rest[found.end():]
        if remarks is not None and said.count("remark:") != len(remarks.splitlines()):
            self.fail(f"{said.count('remark:')} remarks in place of {len(remarks.splitlines())}", said)

        again = self.migrate(root, "--fix")
        self.compare(root, self.test.after, "--fix for the second time")
        if remarks is None and not self.test.fails and "nothing to do" not in again.stderr:
            self.fail("the second --fix does not say that there is nothing to do", again.stderr)
        return root

    def run_tidy(self):
        if not self.options.tidy:
            print("skipped: no clang-tidy with the module")
            return
        if "tidy" in self.test.config:
            return
        root = self.tree("tidy")
        before, behind = self.database(root)
        # In one call it takes what two files have to say of a macro for a conflict.
        for file in self.test.given:
            done = self.call(root, *self.options.tidy, "-config={}", "-checks=-*,st-migrate-cache",
                             "-header-filter=.*", f"--extra-arg=-I{self.options.include}", "-fix",
                             *before, file, *behind)
            if done.returncode != 0:
                self.fail("clang-tidy", done.stdout + done.stderr)
        self.compare(root, self.test.after, "clang-tidy -fix")


def main():
    parser = argparse.ArgumentParser()
    for name in ["stcache", "include"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--stcxx", required=True, type=shlex.split)
    parser.add_argument("--tidy", type=shlex.split, help="clang-tidy with the module")
    parser.add_argument("--apply", help="clang-apply-replacements")
    parser.add_argument("test")
    parser.add_argument("directory", type=pathlib.Path)
    options = parser.parse_args()
    shutil.rmtree(options.directory, ignore_errors=True)
    options.directory.mkdir(parents=True)
    # Places that tools print or write are those of the files, not of links to them.
    run = Run(options, Test(options.test), options.directory.resolve())
    printed = run.run_before()
    run.run_diff()
    run.run_export()
    fixed = run.run_fix()
    run.run_tidy()
    run.run_after(fixed, printed)
    return 1 if run.failures else 0


if __name__ == "__main__":
    sys.exit(main())
