"""Compares the plugin's warnings and notes with those of the clang-tidy checks.

    same_as_plugin.py --work DIR --plugin COMMAND --tidy COMMAND --flags FLAGS FILE...
"""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys

parser = argparse.ArgumentParser()
for name in ("work", "plugin", "tidy", "flags"):
    parser.add_argument("--" + name, required=True)
parser.add_argument("files", nargs="+", type=pathlib.Path)
arguments = parser.parse_args()

# What the compiler says of one file, in the check that has it.
CHECK_OF = {"st-static-local": "st-mutable-global", "st-file-read": "st-impure-call",
            "st-indirect-call": "st-impure-call", "st-unseen-overrider": "st-impure-call"}
OPTIONS = "".join(f"st-impure-call.{name}: true, " for name in
                  ("FileReads", "IndirectCalls", "UnseenOverriders"))


def diagnostics(output, checks):
    """Warnings of stcache and the notes behind each, in a canonical order."""
    found, current = [], None
    for line in output.splitlines():
        match = re.match(r"(?:.*/)?([^/:]+:\d+:\d+): (warning|note|error): (.*)$", line)
        if not match:
            continue
        place, level, text = match.groups()
        if level == "note":
            if current is not None:
                current.append(f"{place}: note: {text}")
            continue
        identifier = re.search(r" \[(st-[\w-]+)\]$", text)
        current = None
        if identifier:
            check = CHECK_OF.get(identifier[1], identifier[1])
            assert check in checks, line
            current = [f"{place}: {text[:identifier.start()]} [{check}]"]
            found.append(current)
    return sorted(set(map(tuple, found)))


work = pathlib.Path(arguments.work)
work.mkdir(parents=True, exist_ok=True)
checks = {"st-mutable-global", "st-impure-call", "st-resource-mutation"}
different = compared = 0
for file in arguments.files:
    plugin = subprocess.run([*shlex.split(arguments.plugin), str(file)], capture_output=True, text=True, check=False)
    tidy = subprocess.run([*shlex.split(arguments.tidy), "--quiet", "-checks=-*," + ",".join(sorted(checks)),
                           f"-config={{CheckOptions: {{{OPTIONS}}}}}", str(file), "--", *shlex.split(arguments.flags)],
                          capture_output=True, text=True, check=False)
    expected = diagnostics(plugin.stderr, checks)
    got = diagnostics(tidy.stdout, checks)
    compared += len(expected)
    for title, only in (("the plugin", set(expected) - set(got)), ("clang-tidy", set(got) - set(expected))):
        for entry in sorted(only):
            different += 1
            print(f"{file.name}: only {title} says:\n  " + "\n  ".join(entry))
    if plugin.returncode or tidy.returncode:
        sys.exit(f"{file}: {plugin.stderr}\n{tidy.stdout}{tidy.stderr}")
    if not expected:
        sys.exit(f"{file}: nothing to compare")
print(f"{compared} diagnostics compared, {different} differ")
sys.exit(different > 0)
