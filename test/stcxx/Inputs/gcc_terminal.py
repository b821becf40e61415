#!/usr/bin/env python3
"""Compares what GCC alone and with stcxx print on a terminal: colours, links, folded lines.

usage: gcc_terminal.py STCXX GXX FILE...
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios


def on_terminal(command):
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    environment = dict(os.environ, TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
    child = subprocess.Popen(command, stdin=slave, stderr=slave, env=environment)
    os.close(slave)
    text = b""
    try:
        while data := os.read(master, 4096):
            text += data
    except OSError:
        pass
    os.close(master)
    return child.wait(), text


stcxx, gxx, *files = sys.argv[1:]
for file in files:
    command = [gxx, "-Wall", "-Wno-attributes=st::", "-c", file, "-o", "/dev/null"]
    plain, ours = on_terminal(command), on_terminal([stcxx, *command])
    assert not plain[1] or b"\x1b[" in plain[1], "no colours"
    if plain != ours:
        sys.exit(f"{file}: {ours} instead of {plain}")
