"""Checks that the links of Markdown files lead somewhere.

    check_links.py DIRECTORY

In all .md files of the directory's README and docs, each relative link names a file that exists and, behind '#',
a heading of it.
"""

import pathlib
import re
import sys


def outside_of_code(text):
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(path):
    """As GitHub makes them of headings."""
    found = set()
    for heading in re.findall(r"^#+ +(.*)$", outside_of_code(path.read_text(encoding="utf-8")),
                              re.MULTILINE):
        anchor = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        unique, count = anchor, 0
        while unique in found:
            count += 1
            unique = f"{anchor}-{count}"
        found.add(unique)
    return found


def main():
    top = pathlib.Path(sys.argv[1])
    files = [top / "README.md", *sorted((top / "docs").rglob("*.md"))]
    checked, wrong = 0, []
    for file in files:
        text = outside_of_code(file.read_text(encoding="utf-8"))
        for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
            if re.match(r"\w+:", link):
                continue
            checked += 1
            target, _, anchor = link.partition("#")
            path = (file.parent / target) if target else file
            if not path.exists():
                wrong.append(f"{file}: no file '{target}'")
            elif anchor and anchor not in anchors(path):
                wrong.append(f"{file}: no heading for '{link}'")
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong or not checked:
        sys.exit(f"{len(wrong)} of {checked} links lead nowhere")
    print(f"{checked} links of {len(files)} files lead somewhere")


if __name__ == "__main__":
    main()
