"""Tries the examples of the checks' pages, and holds pages, list and checks together.

    check_pages.py PAGES --work DIR --tidy COMMAND --flags FLAGS

A page docs/checks/NAME.md has blocks ```cpp before, ```text (each line of it is said by the check, in this
order, `line:column: level: text`; warnings are complete), and then ```cpp fixed (exactly what -fix makes of it)
or ```cpp after (what nothing is said of). Every option of the check is in the page.
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument("pages", type=pathlib.Path)
for name in ("work", "tidy", "flags"):
    parser.add_argument("--" + name, required=True)
arguments = parser.parse_args()
work = pathlib.Path(arguments.work)
work.mkdir(parents=True, exist_ok=True)
problems = []


def run(*options):
    command = [*shlex.split(arguments.tidy), "--quiet", "-config={}", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout, done.stderr, done.returncode


def check(name, text, *options):
    """What the check says of a program, without the path; the program as it is then."""
    file = work / f"{name}.cpp"
    file.write_text(text, encoding="utf-8")
    out, err, status = run(f"-checks=-*,{name}", *options, str(file), "--", *shlex.split(arguments.flags))
    if status:
        problems.append(f"{name}: clang-tidy fails: {out}{err}")
    said = [line[len(str(file)) + 1:] for line in out.splitlines() if line.startswith(f"{file}:")]
    return said, file.read_text(encoding="utf-8")


def blocks(page):
    return re.findall(r"^```(\S+ ?\S*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.M | re.S)


def in_order(wanted, said):
    rest = iter(said)
    return all(line in rest for line in wanted)


checks = {c.strip() for c in run("-checks=-*,st-*", "--list-checks", "-")[0].splitlines()
          if c.strip().startswith("st-")}
pages = {page.stem: page for page in arguments.pages.glob("st-*.md")}
listed = re.findall(r"^\| \[(st-[\w-]+)\]\(\1\.md\) ", (arguments.pages / "README.md").read_text(encoding="utf-8"), re.M)
if not checks or sorted(checks) != sorted(pages) or sorted(checks) != listed:
    problems.append(f"checks {sorted(checks)}, pages {sorted(pages)}, list {listed}")
options = re.findall(r"^ *(st-[\w-]+)\.(\w+):", run("-checks=-*,st-*", "--dump-config")[0], re.M)
for name, option in options:
    if name in pages and f"| `{option}` | " not in pages[name].read_text(encoding="utf-8"):
        problems.append(f"{name}: the option {option} is not in the page")

for name, page in sorted(pages.items()):
    before, wanted, tried = None, [], 0
    for kind, text in blocks(page):
        if kind == "cpp before":
            before = text
        elif kind.strip() == "text":
            wanted = text.splitlines()
            said, _ = check(name, before)
            warnings = [line for line in said if ": warning: " in line]
            if not in_order(wanted, said) or warnings != [w for w in wanted if ": warning: " in w]:
                problems.append(f"{name}: wanted\n" + "\n".join(wanted) + "\nsaid\n" + "\n".join(said))
        elif kind == "cpp fixed":
            tried += 1
            _, now = check(name, before, "-fix")
            if now != text:
                problems.append(f"{name}: -fix gives\n{now}")
            if said := check(name, text)[0]:
                problems.append(f"{name}: of what is fixed is said\n" + "\n".join(said))
        elif kind == "cpp after":
            tried += 1
            if said := check(name, text)[0]:
                problems.append(f"{name}: of what comes after is said\n" + "\n".join(said))
    if not wanted or not tried:
        problems.append(f"{name}: no example before and after")
print("\n".join(problems), file=sys.stderr)
sys.exit(bool(problems))
