"""Compiles and runs the examples of a Markdown file and compares what they print.

    check_examples.py FILE.md --work DIR [--named] [--uncached COMMAND] [--stcache PROGRAM]
                      [--gxx COMMAND] -- COMPILER [FLAG...]

Fenced blocks of C++ are checked by what their first line says and what follows them:

    ```cpp            a complete program; the next block is ```text, its exact output,
                      or ```console, commands and their output:
                          $ stcxx clang++-19 name.cpp -o name   compiled by COMPILER
                          $ clang++-19 name.cpp -o name         compiled by --uncached
                          $ g++ name.cpp -o name                compiled by --gxx
                          $ VARIABLE=value ./name               run, output compared
                          $ stcache ... [> file]                run by --stcache, output
                                                                compared but for fingerprints
                          $ sed -i 's/a/b/' name.cpp            run
                      (the program then begins with the comment `// name.cpp`)
    ```cpp error      does not compile; the next block is ```text, lines of the messages
    ```cpp fragment   not checked

With --named, programs that do not begin with `// name.cpp` are not checked.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

TIMEOUT = 300  # seconds, for a compilation or a run


class Failure(Exception):
    pass


class Block:
    def __init__(self, info, line):
        self.info, self.line, self.lines = info, line, []

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)

    @property
    def name(self):
        found = re.match(r"// ([\w-]+\.cpp)\b", self.lines[0] if self.lines else "")
        return found[1] if found else None


def read_blocks(path):
    blocks, block = [], None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("```"):
            if block is None:
                block = Block(line[3:].strip(), number)
            else:
                blocks.append(block)
                block = None
        elif block is not None:
            block.lines.append(line)
    if block is not None:
        raise Failure(f"{path}:{block.line}: the block is not closed")
    return blocks


def execute(command, directory, environment=None):
    """Standard output and error together, and the exit status."""
    # stderr last, so that the order does not depend on buffers
    done = subprocess.run(command, cwd=directory, env=environment, timeout=TIMEOUT,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    return done.stdout + done.stderr, done.returncode


def compile_or_fail(command, directory):
    output, status = execute(command, directory)
    if status != 0:
        raise Failure(f"does not compile:\n{output}")
    if output:
        raise Failure(f"compiles with messages:\n{output}")


def run_tool(command, expected, directory):
    if len(command) > 2 and command[-2] == ">":
        output, status = execute(command[:-2], directory)
        (directory / command[-1]).write_text(output, encoding="utf-8")
        output = ""
    else:
        output, status = execute(command, directory)
    # They are others whenever what counts in a fingerprint changes.
    output, expected = (re.sub(r"\b[0-9a-f]{32}\b", "<fingerprint>", text)
                        for text in (output, expected))
    compare(output, expected)
    if status != 0:
        raise Failure(f"ends with status {status}")


def compare(output, expected):
    if output != expected:
        difference = "".join(difflib.unified_diff(expected.splitlines(True), output.splitlines(True),
                                                  "the document", "the program"))
        raise Failure(f"prints something else:\n{difference}")


def run_and_compare(command, expected, directory, variables=()):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STCACHE_")}
    environment.update(variables)
    output, status = execute(command, directory, environment)
    compare(output, expected)
    if status != 0:
        raise Failure(f"ends with status {status}")


def check_console(console, compilers, directory):
    commands = []
    for line in console.lines:
        if line.startswith("$ "):
            commands.append((line[2:], []))
        elif commands:
            commands[-1][1].append(line + "\n")
        else:
            raise Failure("the block does not begin with a command")
    runs = 0
    for command, output in commands:
        words = shlex.split(command)
        variables = {}
        while words and re.fullmatch(r"\w+=.*", words[0]):
            key, value = words.pop(0).split("=", 1)
            variables[key] = value
        if words[:2] == ["stcxx", "clang++-19"]:
            compile_or_fail(compilers[0] + words[2:], directory)
        elif words[:1] == ["clang++-19"] and compilers[1]:
            compile_or_fail(compilers[1] + words[1:], directory)
        elif words[:1] == ["g++"] and compilers[3]:
            compile_or_fail(compilers[3] + words[1:], directory)
        elif words[:1] == ["stcache"] and compilers[2]:
            run_tool(compilers[2] + words[1:], "".join(output), directory)
            runs += 1
        elif words[:2] == ["sed", "-i"]:
            _, status = execute(words, directory)
            if status != 0:
                raise Failure(f"cannot run '{command}'")
        elif words[:1] and words[0].startswith("./"):
            run_and_compare(words, "".join(output), directory, variables)
            runs += 1
        else:
            raise Failure(f"cannot run '{command}'")
    if not runs:
        raise Failure("the block runs nothing")


def check_errors(source, expected, compiler, directory):
    output, status = execute(compiler + ["-fsyntax-only", "-fno-color-diagnostics", source],
                             directory)
    if status == 0:
        raise Failure("compiles, but must not")
    for line in expected.lines:
        if line.strip() and line.strip() not in output:
            raise Failure(f"no message says '{line.strip()}':\n{output}")


def check(block, following, compilers, directory):
    directory.mkdir(parents=True)
    source = block.name or "example.cpp"
    (directory / source).write_text(block.text, encoding="utf-8")
    if block.info == "cpp error":
        check_errors(source, following, compilers[0], directory)
    elif following.info == "console":
        check_console(following, compilers, directory)
    else:
        compile_or_fail(compilers[0] + ["-Wall", "-Wextra", "-pthread", source, "-o", "example"],
                        directory)
        run_and_compare(["./example"], following.text, directory)


def pairs_of(path, named):
    """Each block to check, with the block after it."""
    blocks = read_blocks(path)
    for block, following in zip(blocks, blocks[1:] + [Block("nothing", 0)]):
        words = block.info.split()
        if words[:1] not in (["cpp"], ["c++"]) or words[1:] == ["fragment"]:
            continue
        if named and not block.name:
            continue
        if block.info not in ("cpp", "cpp error"):
            raise Failure(f"{path}:{block.line}: unknown kind of block '{block.info}'")
        allowed = ["text", "console"] if block.name and block.info == "cpp" else ["text"]
        if following.info not in allowed:
            raise Failure(f"{path}:{block.line}: no output follows the program; mark a part of a "
                          "program as '```cpp fragment'")
        yield block, following


def main():
    arguments, compiler = sys.argv[1:], []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, compiler = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--named", action="store_true")
    parser.add_argument("--uncached", default="", help="the compiler without stcache")
    parser.add_argument("--stcache", default="", help="the tool")
    parser.add_argument("--gxx", default="", help="GCC, with the runtime's directories")
    options = parser.parse_args(arguments)
    if not compiler:
        parser.error("no compiler behind '--'")
    compilers = (compiler, shlex.split(options.uncached), shlex.split(options.stcache),
                 shlex.split(options.gxx))
    for command in compilers:  # they run in another directory
        if command and "/" in command[0]:
            command[0] = os.path.abspath(command[0])
    options.work.mkdir(parents=True, exist_ok=True)
    # One directory for each run of this script: what an earlier one left is of no use.
    work = pathlib.Path(tempfile.mkdtemp(dir=options.work)).resolve()

    def attempt(pair):
        block, following = pair
        try:
            check(block, following, compilers, work / str(block.line))
        except (Failure, OSError, subprocess.TimeoutExpired) as error:
            return f"{options.file}:{block.line}: the example {error}"
        return None

    try:
        pairs = list(pairs_of(options.file, options.named))
    except Failure as error:
        sys.exit(str(error))
    if not pairs:
        sys.exit(f"{options.file}: no examples")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        failures = [failure for failure in pool.map(attempt, pairs) if failure]
    for failure in failures:
        print(failure, file=sys.stderr)
    if failures:
        sys.exit(f"{len(failures)} of {len(pairs)} examples of {options.file} fail")
    print(f"{len(pairs)} examples of {options.file} behave as they say")
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
