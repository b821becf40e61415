"""Builds docs/gui, lets it draw frames, and checks what it says and draws.

    drive.py SOURCES WORK-DIRECTORY COMPILER...
"""

import collections
import os
import pathlib
import random
import re
import shlex
import shutil
import struct
import subprocess
import sys
import zlib

FRAMES = 120
sources, work, compiler = sys.argv[1], pathlib.Path(sys.argv[2]), shlex.join(sys.argv[3:])


def expect(what, true):
    if not true:
        sys.exit(f"not so: {what}")


def make_data(path, rows=20000):
    """Rides, with things that are in real files: quotes, empty cells, units."""
    chance = random.Random(1)
    with path.open("w", newline="") as file:
        file.write("id,city,started,minutes,distance,fare\r\n")
        for number in range(rows):
            city = chance.choice(["Berlin", "Lyon", '"Frankfurt, Main"', '"""Porto"""', ""])
            fare = f"${chance.gammavariate(3, 6):.2f}" if number % 50 else ""
            file.write(f"{number},{city},2019-03-{number % 28 + 1:02} 08:00,{number % 60},"
                       f"{chance.gammavariate(2, 2):.2f},{fare}\r\n")


def run(data, *options, **environment):
    """What the program prints: times by name, in milliseconds; counts by function; what it says."""
    done = subprocess.run(
        ["xvfb-run", "-a", "./gui", data, *map(str, options)], cwd=work, text=True, timeout=500,
        stdout=subprocess.PIPE, check=True,
        env={**os.environ, "LIBGL_ALWAYS_SOFTWARE": "1", **environment})
    print(done.stdout, flush=True)
    times = {name: float(median)
             for name, median in re.findall(r"^(.*): mean .*, median ([\d.]+) ms", done.stdout, re.M)}
    counts = {name: (int(computed), int(found)) for name, computed, found in
              re.findall(r"^  (\w+) +computed (\d+) times, found (\d+) times", done.stdout, re.M)}
    return times, counts, re.findall(r"^  says: (.*)", done.stdout, re.M)


def pixels(path):
    """Of a PNG file with three bytes for each."""
    data, at, packed = path.read_bytes(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            expect("the picture is RGB", (depth, colour) == (8, 2))
        if kind == b"IDAT":
            packed += body
        at += size + 12
    raw, line, result = zlib.decompress(packed), bytes(3 * width), []
    for y in range(height):
        how, *now = raw[y * (3 * width + 1):(y + 1) * (3 * width + 1)]
        for i, byte in enumerate(now):
            left, above, corner = (now[i - 3], line[i], line[i - 3]) if i > 2 else (0, line[i], 0)
            nearest = min((left, above, corner), key=lambda x, p=left + above - corner: abs(p - x))
            now[i] = byte + [0, left, above, (left + above) // 2, nearest][how] & 255
        line = bytes(now)
        result += zip(line[::3], line[1::3], line[2::3])
    return result


def check(data, columns):
    picture = work / "picture.png"
    times, counts, said = run(data, "--frames", FRAMES, "--change", "Bins=40", "--screenshot", picture.name)
    expect("what loading says is drawn in the last frame",
           any(re.fullmatch(rf"\d+ rows of {columns} columns in {re.escape(pathlib.Path(data).name)}", text)
               for text in said))
    for function in ["load", "names", "values", "groups"]:
        expect(f"{function} is computed once", counts[function][0] == 1)
    expect("histogram is computed once more, when its input changes", counts["histogram"][0] == 2)
    for function in ["names", "histogram", "groups"]:
        expect(f"{function} is found in all other frames", sum(counts[function]) >= FRAMES)
    # Time of the processor, because others may use the machine, too.
    expect("60 frames in a second", times["its time on this thread's processor"] < 1000 / 60)

    colours = collections.Counter(pixels(picture))
    expect("there are several colours", len(colours) > 20)
    expect("no colour is nearly everywhere", max(colours.values()) < 0.95 * sum(colours.values()))
    expect("there is green text", any(g > 200 and r < 160 and b < 160 for r, g, b in colours))

    slow, _, said_again = run(data, "--frames", 5, STCACHE_DISABLE="1")
    name = "in it, calls of cached functions"
    expect("it is slower without caching", slow[name] > 5 * times[name])
    expect("it says the same without caching", said_again == said)


shutil.rmtree(work, ignore_errors=True)
shutil.copytree(sources, work)
subprocess.run(["make", "-s", "-C", work, f"CXX={compiler}", "STCXX="], check=True)
make_data(work / "rides.csv")
check("rides.csv", 6)
real = os.environ.get("STCACHE_TEST_DATA")
if real:
    for path in sorted(pathlib.Path(real).glob("*.csv")):
        with path.open(encoding="utf-8") as file:
            check(str(path), file.readline().count(",") + 1)
else:
    print("skipped: STCACHE_TEST_DATA names no directory with CSV files")
