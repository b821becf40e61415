#!/usr/bin/env python3
"""The store on disk beside LMDB, SQLite, files, redis, and Python's diskcache and joblib.

    test/bench/stores.py [--build build/release] [--major 19] [--repeat 7] [--sizes 100,10K,1M,100M]

Microseconds for a put and a get of values of each size, then for calls of a cached function by a
program. All peers take turns in each repeat, and a ratio is the median over repeats of how much
longer a peer took than stcache did in the same repeat. Peers that are not installed are left out.
Everything is in $TMPDIR or /tmp: with TMPDIR=/dev/shm no disk takes part.
"""

import argparse
import csv
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
OWN = "stcache"
# How many to put and to get in each repeat, by the size; how many keys there are.
COUNTS = {100: 2000, 10_000: 500, 1_000_000: 20, 100_000_000: 1, 1_000_000_000: 1}
MANY = 1_000_000  # from this size on keys are put again, so that the disk does not fill up
# These alone are asked for more than that.
LARGE = 500_000_000
LARGE_PEERS = (OWN, "files")


class Worker:
    """A process that answers lines."""

    def __init__(self, command):
        self.process = subprocess.Popen(
            [str(c) for c in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def measure(self, what, size, first, count):
        self.process.stdin.write(f"{what} {size} {first} {count}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise SystemExit(f"failed: {' '.join(self.process.args)}")
        return float(answer)

    def end(self):
        self.process.stdin.close()
        self.process.wait()


class Redis:
    """redis-benchmark with one client, on a socket of a server of its own."""

    def __init__(self, directory):
        self.socket = directory / "socket"
        self.server = subprocess.Popen(
            ["redis-server", "--port", "0", "--unixsocket", self.socket, "--save", "",
             "--dir", directory, "--daemonize", "no"],
            stdout=subprocess.DEVNULL,
        )
        for _ in range(100):
            if self.socket.exists():
                return
            time.sleep(0.05)
        raise SystemExit("redis-server does not start")

    def measure(self, what, size, first, count):
        # It has no answer for a get without a set before.
        test = "set" if what == "put" else "get"
        # It counts in milliseconds.
        count = max(count, min(1000, 200_000_000 // size), 2)
        output = subprocess.run(
            ["redis-benchmark", "-s", self.socket, "-c", "1", "-n", str(count),
             "-d", str(size), "-t", test, "--csv"],
            check=True, capture_output=True, text=True,
        ).stdout
        rows = list(csv.reader(output.splitlines()))
        return 1e9 / float(rows[1][rows[0].index("rps")])

    def end(self):
        self.server.terminate()
        self.server.wait()


def has_module(python, name):
    return subprocess.run([python, "-c", f"import {name}"], stderr=subprocess.DEVNULL).returncode == 0


def start_peers(options, directory):
    """The peers that can be had; says which cannot."""
    peers = {}

    def place(name):
        path = directory / name
        path.mkdir(mode=0o700)
        return path

    bench = options.build / "test" / "bench" / "stcache_bench_stores"
    if not bench.exists():
        raise SystemExit(f"{bench} is not built; it needs libsqlite3-dev")
    for name in (OWN, "lmdb", "sqlite", "files"):
        peers[name] = Worker([bench, name, place(name)])
    if shutil.which("redis-server") and shutil.which("redis-benchmark"):
        peers["redis"] = Redis(place("redis"))
    else:
        print("without redis: redis-server or redis-benchmark is not installed", file=sys.stderr)
    for name in python_peers(options):
        peers[name] = Worker([options.python, HERE / "stores_peer.py", name, place(name)])
    return peers


def python_peers(options):
    found = []
    for name in ("diskcache", "joblib"):
        if has_module(options.python, name):
            found.append(name)
        else:
            print(f"without {name}: python3-{name} is not installed", file=sys.stderr)
    return found


def size_text(size):
    for factor, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "KB")):
        if size >= factor:
            return f"{size // factor} {unit}"
    return f"{size} B"


def number(value):
    return f"{value:.2g}" if value < 10 else f"{value:.0f}"


def print_row(what, names, times):
    """times: for each peer the nanoseconds of each repeat."""
    cells = []
    for name in names:
        if not times.get(name):
            cells.append("")
            continue
        micro = number(statistics.median(times[name]) / 1e3)
        ratio = statistics.median(t / own for t, own in zip(times[name], times[OWN]))
        cells.append(micro if name == OWN else f"{micro} ({number(ratio)})")
    print("| " + " | ".join([what, *cells]) + " |", flush=True)


def print_head(names):
    print("| us (ratio) | " + " | ".join(names) + " |\n" + "| --- " * (len(names) + 1) + "|")


def measure_stores(options, directory):
    peers = start_peers(options, directory)
    print_head(peers)
    try:
        for size in options.sizes:
            count = COUNTS.get(size) or max(1, 10_000_000 // size)
            names = [n for n in peers if size < LARGE or n in LARGE_PEERS]
            times = {what: {name: [] for name in names} for what in ("put", "get")}
            for repeat in range(-1, options.repeat):  # the first one warms up
                first = 0 if size >= MANY else (repeat + 1) * count
                for what, argument in (("put", first), ("get", first + count)):
                    for name in names:
                        spent = peers[name].measure(what, size, argument, count)
                        if repeat >= 0:
                            times[what][name].append(spent)
            for what in ("put", "get"):
                print_row(f"{what} {size_text(size)}", peers, times[what])
    finally:
        for peer in peers.values():
            peer.end()


def measure_programs(options, directory):
    program = directory / "program"
    stcxx = options.build / "stage" / "bin" / "stcxx"
    subprocess.run([stcxx, f"clang++-{options.major}", "-O2", HERE / "stores_program.cpp",
                    "-o", program], check=True)
    names = [OWN, *python_peers(options)]

    def run(name, place, size, count):
        arguments = [str(size), str(count)]
        if name == OWN:
            command, environment = [program, *arguments], {"STCACHE_DIR": str(place)}
        else:
            command = [options.python, HERE / "stores_peer.py", name, place, *arguments]
            environment = {}
        output = subprocess.run(command, env=environment, check=True, capture_output=True,
                                text=True).stdout
        return [float(n) for n in output.split()]

    print()
    print_head(names)
    for size, count in ((100, 1000), (1_000_000, 20)):
        rows = {"miss": {}, "first hit": {}, "hit, fresh process": {}, "hit, warm process": {}}
        for repeat in range(options.repeat):
            for name in names:
                place = directory / f"program-{name}-{size}-{repeat}"
                place.mkdir(mode=0o700)
                missed = run(name, place, size, count)
                hit = run(name, place, size, count)
                shutil.rmtree(place)
                for row, spent in zip(rows.values(), (missed[1], *hit)):
                    row.setdefault(name, []).append(spent)
        for what, times in rows.items():
            print_row(f"{what}, {size_text(size)}", names, times)


def read_sizes(text):
    units = {"K": 10**3, "M": 10**6, "G": 10**9}
    return [int(s[:-1]) * units[s[-1]] if s[-1] in units else int(s) for s in text.split(",")]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--major", default="19")
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--sizes", type=read_sizes, default="100,10K,1M,100M,1G")
    parser.add_argument("--python", default="/usr/bin/python3", help="that has diskcache and joblib")
    options = parser.parse_args()
    options.build = options.build.resolve()
    with tempfile.TemporaryDirectory() as temporary:
        measure_stores(options, pathlib.Path(temporary))
        measure_programs(options, pathlib.Path(temporary))


if __name__ == "__main__":
    main()
