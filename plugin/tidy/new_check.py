#!/usr/bin/env python3
"""Makes the skeleton of a new clang-tidy check: class, registration, page, entry in the list, test.

    plugin/tidy/new_check.py NAME [--root DIRECTORY]

NAME is as users write it: st-some-name. The skeleton compiles and its test passes. It finds every
cached function; what it should find is to be written in look(), on the page and in the test.
"""

import argparse
import pathlib
import re
import sys

HEADER = """\
#ifndef STCACHE_TIDY_{UPPER}CHECK_H
#define STCACHE_TIDY_{UPPER}CHECK_H

#include "Check.h"

namespace stcache::tidy {{

/// What it finds. docs/checks/{name}.md
class {Class} : public Check {{
public:
  using Check::Check;

private:
  void look(const Inspector &Code) override;
}};

}} // namespace stcache::tidy

#endif // STCACHE_TIDY_{UPPER}CHECK_H
"""

SOURCE = """\
#include "{Class}.h"

using namespace clang;

namespace stcache::tidy {{

void {Class}::look(const Inspector &Code) {{
  for (const CachedFunction &F : Code.cachedFunctions())
    diag(F.Function->getLocation(), "%0 is cached") << F.Function;
}}

}} // namespace stcache::tidy
"""

PAGE = """\
# {name}

What it finds, and why that is wrong.

```cpp before
#include <st/cache.h>
[[st::cache_data]] int twice(int x) {{ return 2 * x; }}
```
```text
2:24: warning: 'twice' is cached [{name}]
```
```cpp after
#include <st/cache.h>
int twice(int x) {{ return 2 * x; }}
```

## Limits

What it does not see.
"""

TEST = """\
// {name}
// RUN: %clang_tidy --quiet -config={{}} -checks=-*,{name} %s -- %tidy_flags | %FileCheck %s --implicit-check-not=warning:
#include <st/cache.h>
// CHECK: {file}.cpp:[[@LINE+1]]:24: warning: 'twice' is cached [{name}]
[[st::cache_data]] int twice(int x) {{ return 2 * x; }}
int thrice(int x) {{ return 3 * x; }}
"""

ENTRY = "| [{name}]({name}.md) | what it finds | no |\n"


def insert_sorted(text, pattern, line, key):
    """Text with `line` among the lines that match `pattern`, sorted by its group."""
    lines = text.splitlines(keepends=True)
    at = None
    for number, existing in enumerate(lines):
        match = re.match(pattern, existing)
        if match and (at is None or match[1] < key):
            at = number + (match[1] < key)
    if at is None:
        raise SystemExit(f"error: nothing like {pattern!r} to put the new line beside")
    lines.insert(at, line)
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2],
                        help="the top of the sources")
    arguments = parser.parse_args()
    name, root = arguments.name, arguments.root
    if not re.fullmatch(r"st(-[a-z][a-z0-9]*)+", name):
        raise SystemExit(f"error: '{name}' is no name for a check: write 'st-' and words in small letters, "
                         "joined by '-', as in 'st-some-name'")
    words = name.split("-")[1:]
    names = {"name": name, "file": "-".join(words), "Class": "".join(w.capitalize() for w in words) + "Check",
             "UPPER": "".join(words).upper()}

    tidy, pages = root / "plugin/tidy", root / "docs/checks"
    new = {tidy / f"{names['Class']}.h": HEADER, tidy / f"{names['Class']}.cpp": SOURCE,
           pages / f"{name}.md": PAGE, root / "test/tidy" / f"{names['file']}.cpp": TEST}
    module, index = tidy / "TidyModule.cpp", pages / "README.md"
    registered = module.read_text(encoding="utf-8")
    listed = index.read_text(encoding="utf-8")
    existing = [str(path.relative_to(root)) for path in new if path.exists()]
    if existing or f'"{name}"' in registered or f"[{name}]" in listed:
        raise SystemExit(f"error: there is a check '{name}' already: {', '.join(existing) or 'it is registered'}")

    registered = insert_sorted(registered, r'#include "(\w+Check)\.h"\n', f'#include "{names["Class"]}.h"\n',
                               names["Class"])
    registered = insert_sorted(registered, r'    Factories\.registerCheck<\w+>\("([\w-]+)"\);\n',
                               f'    Factories.registerCheck<{names["Class"]}>("{name}");\n', name)
    listed = insert_sorted(listed, r"\| \[([\w-]+)\]\(\1\.md\) ", ENTRY.format(**names), name)

    # Nothing is written before all that can be refused is refused.
    for path, template in new.items():
        path.write_text(template.format(**names), encoding="utf-8")
    module.write_text(registered, encoding="utf-8")
    index.write_text(listed, encoding="utf-8")
    for path in [*new, module, index]:
        print(path.relative_to(root))


if __name__ == "__main__":
    sys.exit(main())
