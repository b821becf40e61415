"""Kills a command, and none of its children, while it has some:  killed.py SIGNAL COMMAND...

Prints how many processes are left.
"""

import os
import signal
import subprocess
import sys
import time


def session(leader):
    """The processes of a session that run."""
    running = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z" and int(fields[3]) == leader:
            running.append(int(pid))
    return running


def wait_until(condition):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.01)


command = subprocess.Popen(sys.argv[2:], start_new_session=True, stdin=subprocess.DEVNULL)
wait_until(lambda: len(session(command.pid)) > 1 or command.poll() is not None)
print("processes before:", "some" if len(session(command.pid)) > 1 else "none")
command.send_signal(getattr(signal, sys.argv[1]))
command.wait()
wait_until(lambda: not session(command.pid))
print("processes left:", len(session(command.pid)))
