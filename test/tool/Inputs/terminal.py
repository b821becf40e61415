"""Runs a command on a terminal of its own:  terminal.py COLUMNS [SIGNAL] COMMAND...

Prints what the command writes there, with control characters spelled out. SIGNAL is sent to all of its
processes, as a terminal does, when the first progress is shown; then how it ended is printed, too.
"""

import fcntl
import os
import pty
import signal
import struct
import sys
import termios

columns, command = int(sys.argv[1]), sys.argv[2:]
wanted = None
if command[0].startswith("SIG"):
    wanted = getattr(signal, command.pop(0))

pid, terminal = pty.fork()
if pid == 0:
    if wanted:
        signal.signal(wanted, signal.SIG_DFL)  # who runs the tests may ignore it
    fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.environ["TERM"] = "xterm"
    os.execvp(command[0], command)

shown, sent = b"", False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:  # the other end is closed
        break
    shown += chunk
    if wanted and not sent and b"files" in shown:
        os.killpg(pid, wanted)
        sent = True
_, status = os.waitpid(pid, 0)
print(shown.decode().replace("\r\n", "\n").replace("\r", "<CR>").replace("\033", "<ESC>"))
if wanted:
    print("ended by", signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else status)
