"""Builds docs/reload, and edits, rebuilds and reloads the script while the host runs.

    drive.py SOURCES WORK-DIRECTORY COMPILER...
"""

import pathlib
import queue
import shlex
import shutil
import subprocess
import sys
import threading
import time

TIMEOUT = 120  # seconds, for whatever the host is to do

sources, work, compiler = sys.argv[1], pathlib.Path(sys.argv[2]), shlex.join(sys.argv[3:])
shutil.rmtree(work, ignore_errors=True)
shutil.copytree(sources, work)


def build():
    subprocess.run(["make", "-s", "-C", work, f"CXX={compiler}", "STCXX="], check=True)


lines = queue.Queue()


def read(stream):
    for line in stream:
        lines.put(line.rstrip("\n"))
    lines.put(None)


def next_line():
    line = lines.get(timeout=TIMEOUT)
    print(line, flush=True)
    return line


def wait_for(beginning):
    """Until a line begins so; those that tell of computations before it."""
    computed = []
    while True:
        line = next_line()
        if line is None:
            sys.exit(f"the host has ended before it said '{beginning}'")
        if line.startswith(beginning):
            return computed
        if line.startswith("computing"):
            computed.append(line)


def expect(what, wanted, got):
    if wanted != got:
        sys.exit(f"{what}: expected {wanted}, got {got}")


build()
host = subprocess.Popen(["./host", "./script.so"], cwd=work, stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE, text=True)
threading.Thread(target=read, args=[host.stdout], daemon=True).start()

wait_for("loaded")
expect("first", ["computing shaded"], wait_for("computing terrain"))

script = work / "script.cpp"
original = script.read_text()
edited = original.replace("  ..::--==++**##", "  ..oo**##")
assert edited != original
script.write_text(edited)
build()
expect("rebuilt", [], wait_for("loaded"))
wait_for("computing shaded")
time.sleep(1)

script.write_text(original)
build()
expect("after the edit", [], wait_for("loaded"))
time.sleep(1)

host.stdin.close()
expect("after undoing it", [], wait_for("2 results of earlier scripts are kept"))
expect("exit status", 0, host.wait(TIMEOUT))
