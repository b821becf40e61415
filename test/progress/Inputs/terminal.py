"""Runs the program of terminal.cpp on terminals, and looks at what is to be seen there."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
import unicodedata

import pyte

PATIENCE = 60  # seconds
MOMENT = 0.6  # for what should not happen; a call is shown after 0.1 s
FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
LOADING = f"[{FRAMES}] Running `load\\(...\\)`\\."


class Terminal:
    """A terminal with the program on it, which waits for `go` again and again."""

    def __init__(self, *arguments, columns=40, rows=8, controls=False, stderr=None, **environment):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.master, slave = pty.openpty()
        self.resize(columns, rows)

        def take_control():
            os.setsid()
            fcntl.ioctl(1, termios.TIOCSCTTY, 0)

        env = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        for name in ("LD_LIBRARY_PATH", "TSAN_OPTIONS", "ASAN_OPTIONS"):
            if name in os.environ:
                env[name] = os.environ[name]
        env.update(environment)
        self.program = subprocess.Popen([sys.argv[1], *arguments], stdin=subprocess.PIPE, stdout=slave,
                                        stderr=stderr or slave, bufsize=0,
                                        env={k: v for k, v in env.items() if v is not None},
                                        preexec_fn=take_control if controls else None)
        os.close(slave)

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def read(self, seconds):
        """Takes in what comes next; false at the end, or when nothing comes."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the other side is closed
            return False
        self.raw += data
        self.stream.feed(data)
        return bool(data)

    @property
    def lines(self):
        """Without the empty ones at the end."""
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip("\n").split("\n")

    def shows(self, *patterns):
        """Waits until each line is what its pattern says, with nothing below."""
        whole = "\n".join(patterns)
        end = time.monotonic() + PATIENCE
        while not re.fullmatch(whole, "\n".join(self.lines)):
            self.read(0.1)
            if time.monotonic() > end:
                raise AssertionError(f"expected {patterns}, there is {self.lines}")

    def idle(self):
        """Looks on for a moment."""
        end = time.monotonic() + MOMENT
        while time.monotonic() < end:
            self.read(0.05)

    def cursor(self, x, y):
        end = time.monotonic() + PATIENCE
        while (self.screen.cursor.x, self.screen.cursor.y) != (x, y):
            self.read(0.01)
            assert time.monotonic() < end, (self.screen.cursor.x, self.screen.cursor.y)

    def go(self):
        self.program.stdin.write(b".")

    def ends(self, *lines):
        """The program ends and leaves these lines."""
        while self.read(PATIENCE):
            pass
        assert self.program.wait(PATIENCE) == 0, self.program.returncode
        os.close(self.master)
        self.program.stdin.close()
        assert self.lines == list(lines), self.lines


def case_in_place():
    t = Terminal("load")
    t.shows("", LOADING)
    t.cursor(0, 0)
    for frame in FRAMES:  # it turns
        t.shows("", frame + ".*")
    t.go()
    t.ends("after")
    assert t.raw.count(b"\n") == 1


def case_quick():
    t = Terminal("load")
    t.go()
    t.ends("after")


def case_narrow_and_resized():
    t = Terminal("load", columns=10)
    t.shows("", f"[{FRAMES}] Running")
    t.resize(20, 8)
    t.shows("", f"[{FRAMES}] Running `load\\(\\.\\.\\.")
    t.resize(10, 3)
    t.shows("", f"[{FRAMES}] Running")
    t.resize(30, 8)
    t.shows("", LOADING)
    t.go()
    t.ends("after")


def case_texts():
    for columns, text, shown in [
        (40, "", ""),
        (10, "読み込み中", " 読み込"),
        (11, "読み込み中", " 読み込み"),
        (10, "größer als das", " größer"),
        (10, "e\u0301e\u0301e\u0301 noch mehr", " e\u0301e\u0301e\u0301 noc"),
        (10, "a🙂b🙂c🙂", " a🙂b🙂c"),
    ]:
        t = Terminal("text", text, columns=columns)
        # The model composes letters.
        t.shows("", f"[{FRAMES}]" + re.escape(unicodedata.normalize("NFC", shown)))
        t.go()
        t.ends("after")
    t = Terminal("control")
    t.shows("", f"[{FRAMES}] a \\[31mb c   d\\?\\?\\??")
    t.go()
    t.ends("after")


def case_plain_letters():
    for variables in [{"LC_ALL": "C"}, {"LC_ALL": None}, {"TERM": "linux"},
                      {"LC_ALL": "", "LC_CTYPE": "POSIX", "LANG": "C.UTF-8"}]:
        t = Terminal("load", **variables)
        t.shows("", r"[-|/\\] Running `load\(...\)`\.")
        t.go()
        t.ends("after")
    t = Terminal("load", LC_ALL=None, LANG="de_DE.utf8")
    t.shows("", LOADING)
    t.go()
    t.ends("after")


def case_colours():
    for no_color, plain in [(None, False), ("", False), ("1", True)]:
        t = Terminal("load", NO_COLOR=no_color)
        t.shows("", LOADING)
        t.go()
        t.ends("after")
        assert (set(re.findall(rb"\x1b\[([0-9;]*)m", t.raw)) == {b""}) == plain, t.raw


def case_no_terminal():
    for variables in [{"TERM": "dumb"}, {"TERM": ""}, {"TERM": None}, {"STCACHE_DISABLE": "1"},
                      {"stderr": subprocess.PIPE}, {"stderr": subprocess.DEVNULL}]:
        t = Terminal("load", **variables)
        t.idle()
        t.go()
        t.ends("after")
        assert t.raw == b"after\r\n", t.raw
        if t.program.stderr:
            assert t.program.stderr.read() == b""


def case_sink():
    t = Terminal("sink")
    t.idle()
    assert t.raw == b""
    t.go()
    t.shows("", LOADING)
    t.go()
    t.ends("after")


def case_time():
    running = f"[{FRAMES}] Running `with_time\\(...\\)`\\. "
    t = Terminal("time", columns=80)
    t.shows("", running + r"\(0\.[1-9] seconds\)")
    t.go()
    t.shows("", running + r"\(1 minute, [5-9]\.\d seconds\)")
    t.go()
    t.shows("", running + r"\(1 hour, 1 minute, \d+\.\d seconds\)")
    t.go()
    t.shows("", running + r"\(2 hours, 1 minute, \d+\.\d seconds\)")
    t.go()
    t.ends("after")


def one_spinner(case, function):
    t = Terminal(case)
    t.shows("", LOADING.replace("load", function))
    t.go()
    t.ends("after")


def case_throws():
    one_spinner("throws", "throws")


def case_nested():
    t = Terminal("nested", "the outer one")
    t.shows("", f"[{FRAMES}] the outer one")
    t.go()
    t.ends("after")


def case_partial_line():
    """What the program has begun to print it ends, although the screen is full."""
    for rows in (3, 6, 20):
        t = Terminal("partial", rows=rows)
        before = ["1", "2", "3", "4", "5", "half a li"][-(rows - 1):]
        t.shows(*before, LOADING)
        t.cursor(9, len(before) - 1)
        t.go()
        t.ends(*["1", "2", "3", "4", "5", "half a line", "after"][-(rows - 1):])


def case_prints():
    for rows in (9, 4):
        seen = []

        def shows(*lines):
            t.shows(*[*lines, LOADING.replace("load", "prints")][-rows:])

        t = Terminal("prints", rows=rows)
        shows("")
        t.go()
        shows("one", "")
        t.go()
        shows("one", "two, ".rstrip())
        t.go()
        shows("one", "two, on stderr,")
        t.go()
        shows("one", "two, on stderr, three", "")
        # Two lines at once: the second runs over the spinner, but is there to read.
        t.go()
        shows("one", "two, on stderr, three", "four", "five.*", "")
        t.go()
        last = next(line for line in t.lines if line.startswith("five"))
        t.ends(*["one", "two, on stderr, three", "four", last, "after"][-rows + 1:])


def case_elements():
    said = ["first", "second", "1  2", "3  4"]
    running = LOADING.replace("load", "emits")
    t = Terminal("emits", rows=20)
    t.shows("", running)
    t.go()
    t.shows(*said, "", running)
    t.go()
    t.shows(*said, *said, "", running)
    t.go()
    t.ends(*said * 4, "after")


def case_log():
    """What the library says does not mix with the spinner, were it many lines at once."""
    t = Terminal("nested", 190 * "x", columns=200, rows=20, STCACHE_LOG="debug")
    t.shows(*["stcache: .*"] * 2, "", f"[{FRAMES}] x+")
    t.go()
    while t.read(PATIENCE):
        pass
    assert t.program.wait() == 0
    for line, what in zip(t.lines, ["outer .*: miss", "inner .*: miss", r"inner .*: computed in \S+ s",
                                    "inner .*: hit", r"outer .*: computed in \S+ s", None]):
        assert re.fullmatch(f"stcache: .* {what}" if what else "after", line), t.lines
    assert len(t.lines) == 6, t.lines


def case_threads():
    running = LOADING.replace("load", "in_thread")
    t = Terminal("threads", columns=60)
    for more in ["", r" \(\+1 more\)", r" \(\+2 more\)"]:
        t.shows("", running + more)
        t.go()
    for more in [r" \(\+1 more\)", "", None]:
        t.go()
        if more is not None:
            t.shows("", running + more)
    t.ends("after")


def case_background():
    t = Terminal("background", controls=True)
    t.idle()
    assert t.raw == b"", t.raw
    t.go()
    t.shows("", LOADING)
    t.go()
    t.ends("after")


def case_child():
    t = Terminal("child", stderr=subprocess.DEVNULL)
    t.idle()
    assert t.raw == b"", t.raw
    t.go()
    t.shows("", LOADING)
    t.go()
    t.ends("after")


def case_exit():
    one_spinner("exit", "in_thread")


wanted = sys.argv[2:] or [name for name in list(globals()) if name.startswith("case_")]
for name in wanted:
    print(name, flush=True)
    globals()[name]()
