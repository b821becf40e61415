"""Compares stcxx's list of options that take the next argument with Clang's.

usage: option_table.py OptionTable.cpp LLVM_INCLUDE_DIR
"""

import os
import re
import sys

source, include = sys.argv[1:]
ours = set(re.findall(r'"(-[^"]*)"', open(source).read()))

tables = [os.path.join(include, "clang", d, "Options.inc") for d in ("Driver", "Options")]
table = next((t for t in tables if os.path.exists(t)), None)
if not table:
    print("no option table installed: nothing to compare")
    sys.exit(0)

# Before LLVM 20 the name is a string, since then an offset with the name in a comment.
pattern = re.compile(
    r'^OPTION\(\w+, (?:"([^"]*)"|\d+ /\* (\S+) \*/), \w+, (\w+), \w+, \w+, '
    r'(?:nullptr|"[^"]*"), [^,]*, ([^,]*),', re.M)
missing = []
for old, new, kind, visibility in pattern.findall(open(table).read()):
    name = old or new
    if (kind in ("Separate", "JoinedOrSeparate", "MultiArg", "JoinedAndSeparate")
            and "DefaultVis" in visibility and "/" not in name and name not in ours):
        missing.append(name)
if missing:
    sys.exit("missing in %s: %s" % (source, " ".join(missing)))
