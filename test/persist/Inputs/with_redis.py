"""Runs a shell command with a Redis server of its own:  with_redis.py DIR COMMAND

The command finds the server's socket in $SOCKET and its address in $STCACHE_REMOTE; `kill $SERVER`
stops the server.
"""
import os
import shutil
import signal
import subprocess
import sys
import time

directory, command = sys.argv[1:]
program = shutil.which("redis-server")
os.makedirs(directory, exist_ok=True)
# A socket's path may have about 100 bytes.
socket = os.path.join("/tmp", f"stcache-redis-{os.getpid()}")
server = subprocess.Popen(
    [program, "--port", "0", "--unixsocket", socket, "--save", "", "--appendonly", "no",
     "--dir", directory, "--logfile", os.path.join(directory, "redis.log")],
    start_new_session=True)
try:
    deadline = time.monotonic() + 20
    while not os.path.exists(socket):
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit("redis-server does not start")
        time.sleep(0.01)
    environment = dict(os.environ, SOCKET=socket, STCACHE_REMOTE=f"unix://{socket}",
                       SERVER=str(server.pid))
    sys.exit(subprocess.run(["bash", "-euc", command], env=environment).returncode)
finally:
    if server.poll() is None:
        server.send_signal(signal.SIGKILL)
        server.wait()
    if os.path.exists(socket):
        os.unlink(socket)
