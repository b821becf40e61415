#!/usr/bin/env python3
"""Sends stcxx a signal while it compiles with GCC, and sees what is left.

usage: gcc_signal.py STCXX GXX        (in an empty directory)
"""

import os
import pathlib
import signal
import subprocess
import sys
import time

stcxx, gxx = sys.argv[1:]
# What takes GCC some seconds, without a header.
SLOW = "template <int N, int M> struct S { static int f(int x) { return S<N - 1, M>::f(x) * N + x; } };\n" \
       "template <int M> struct S<0, M> { static int f(int x) { return x; } };\n" + \
       "".join(f"int f{i}(int x) {{ return S<800, {i}>::f(x); }}\n" for i in range(40))
pathlib.Path("slow.cpp").write_text(SLOW)
pathlib.Path("annotated.cpp").write_text("[[st::cache_data]] int g();\n" + SLOW)
pathlib.Path("quick.cpp").write_text("int f() { return 1; }\n")
temporary = pathlib.Path("tmp").absolute()
temporary.mkdir()
environment = dict(os.environ, TMPDIR=str(temporary))


# What is ignored when a program starts, it leaves so.
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    print(number.name, signal.getsignal(number))
    signal.signal(number, signal.SIG_DFL)


def descendants(pid):
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                child = int(stat.parent.name)
                found += [child, *descendants(child)]
        except (OSError, ValueError):
            pass
    return found


def names(pids):
    result = set()
    for pid in pids:
        try:
            result.add(pathlib.Path(f"/proc/{pid}/comm").read_text().strip())
        except OSError:
            pass
    return result


def alive(pids):
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")
            and ") Z" not in pathlib.Path(f"/proc/{pid}/stat").read_text()]


bad = 0
for source, mode, waits_for in (("slow.cpp", "", "cc1plus"), ("slow.cpp", "slow", "cc1plus"),
                                ("quick.cpp", "slow", "python3"), ("annotated.cpp", "", "cc1plus")):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        child = subprocess.Popen([stcxx, gxx, "-O2", "-pipe", "-ftemplate-depth=2000", "-c", source, "-o", "out.o"],
                                 env=dict(environment, FAKE_STCACHE=mode),
                                 stderr=subprocess.DEVNULL)
        pids, end = [], time.monotonic() + 60
        while time.monotonic() < end:
            pids = descendants(child.pid)
            if any(name.startswith(waits_for) for name in names(pids)) and \
               (source != "annotated.cpp" or "python3" not in names(pids)):
                break
            time.sleep(0.02)
        time.sleep(0.2)
        pids = sorted(set(pids + descendants(child.pid)))
        child.send_signal(number)
        status = child.wait(30)
        deadline = time.monotonic() + 5
        while alive(pids) and time.monotonic() < deadline:
            time.sleep(0.02)
        left = [str(path) for path in temporary.iterdir()]
        problems = [text for text, wrong in (
            (f"status {status}", status != -number), (f"files {left}", left),
            (f"processes {names(alive(pids))}", alive(pids)),
            ("an output", os.path.exists("out.o"))) if wrong]
        if problems:
            bad += 1
            print(f"{source} {mode} {number.name}: {', '.join(problems)}")
print("nothing left" if not bad else "failed")
sys.exit(bad)
