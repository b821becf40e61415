"""Holds Diagnostics.def (and what stcxx says itself), docs/diagnostics.md and the tests together:
every id has a heading `## id`, every heading an id, and every id is named in a test.

    check_diagnostics.py SOURCE_DIRECTORY
"""

import pathlib
import re
import sys

# Ids that no test can name, and why.
UNTESTED = {
    "st-internal": "reports a defect of stcache itself; no source file is known to cause it",
}

source = pathlib.Path(sys.argv[1])
definitions = (source / "plugin/core/Diagnostics.def").read_text(encoding="utf-8")
ids = {i for i in re.findall(r'^STCACHE_DIAG\(\w+, \w+, "([^"]*)"', definitions, re.M) if i}
own = re.compile(r" \[(st-[\w-]+)\]")
ids |= {i for file in sorted((source / "tool/stcxx").glob("*.cpp"))
        for i in own.findall(file.read_text(encoding="utf-8"))}
headings = re.findall(r"^## (\S+)$", (source / "docs/diagnostics.md").read_text(encoding="utf-8"), re.M)

tests = "".join(file.read_text(encoding="utf-8", errors="replace")
                for directory in ("test/plugin", "test/contract", "test/stcxx", "test/tidy")
                for file in sorted((source / directory).rglob("*")) if file.is_file())
named = set(re.findall(r"\[(st-[\w-]+)\]", tests))

problems = [f"{i} has no heading in docs/diagnostics.md" for i in sorted(ids - set(headings))]
problems += [f"docs/diagnostics.md has a heading {i}, which is no id" for i in sorted(set(headings) - ids)]
problems += [f"docs/diagnostics.md has {i} twice" for i in sorted(set(headings)) if headings.count(i) > 1]
problems += [f"{i} is named in no test" for i in sorted(ids - named - set(UNTESTED))]
problems += [f"{i} is exempt from tests without need" for i in sorted(set(UNTESTED) - (ids - named))]
if not ids:
    problems.append("no ids found in Diagnostics.def")
for problem in problems:
    print(problem, file=sys.stderr)
sys.exit(bool(problems))
