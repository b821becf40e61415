#!/usr/bin/env python3
"""Stands in for `stcache rewrite`, so that what stcxx does with its answers can be tested.

A source is annotated when it, preprocessed, has `[[st::cache_data]]`; these are blanked, and
`int rewritten` is put at the end. FAKE_STCACHE names what else happens: unreadable, failed, crash, slow, empty.
"""

import os
import pathlib
import signal
import struct
import subprocess
import sys
import time

args = sys.argv[1:]
assert args[0] == "rewrite" and args[1].startswith("--note=") and args[2].startswith("--output=")
note, output = (pathlib.Path(arg.split("=", 1)[1]) for arg in args[1:3])
assert args[3] == "--"
end = args.index("---")
compile_command, preprocess_command = args[4:end], args[end + 1:]
mode = os.environ.get("FAKE_STCACHE", "")

if log := os.environ.get("FAKE_STCACHE_LOG"):
    with open(log, "a") as file:
        file.write(repr(compile_command) + "\n")
if mode == "slow":
    pathlib.Path("tool.pid").write_text(str(os.getpid()))
    time.sleep(60)
if mode == "crash":
    os.kill(os.getpid(), signal.SIGSEGV)
if mode == "unreadable":
    note.write_text("a.cpp:1:1: error: what is this?\nmore of it\n")
    print("unreadable")
    sys.exit(0)
if mode == "failed":
    print("a.cpp:1:1: error: not like this", file=sys.stderr)
    print("failed")
    sys.exit(1)

description = b"notes of the file"
bytes_ = struct.pack("<III", 12, len(description), 1) + b"stcache".ljust(12, b"\0") + description
bytes_ += b"\0" * (-len(bytes_) % 4)
looked = subprocess.run(["sh", "-c", 'exec "$@" 2>/dev/null', "sh", *preprocess_command],
                        capture_output=True)
if b"[[st::cache_data]]" in looked.stdout:
    done = subprocess.run(preprocess_command, stdout=subprocess.PIPE)
    if done.returncode:
        print("failed")
        sys.exit(1)
    text = done.stdout.replace(b"[[st::cache_data]]", b" " * len("[[st::cache_data]]"))
    text += b"\nint rewritten = 1;\n"
    if "-fplugin-arg-stcache-no-fingerprints" not in compile_command:
        text += (b'static const unsigned char st_note[] __attribute__((section(".note.stcache"),'
                 b" used, aligned(4))) = {" + ",".join(map(str, bytes_)).encode() + b"};\n")
    output.write_bytes(text)
    print("rewritten")
else:
    note.write_bytes(b"" if mode == "empty" else bytes_)
    print("plain")
