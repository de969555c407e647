"""Runs a program in a pseudo-terminal of 100 columns, and types for it.

usage: terminal.py TYPED PROGRAM ARGUMENT...

TYPED is JSON: a list of [what to wait for, what to type]. What the terminal shows goes to the standard output as it
comes, its exit code is that of the program. With OUT in the environment its own standard output is that file, and with
IN its standard input.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

typed = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 100, 0, 0))
    if 'OUT' in os.environ:
        os.dup2(os.open(os.environ['OUT'], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
    if 'IN' in os.environ:
        os.dup2(os.open(os.environ['IN'], os.O_RDONLY), 0)
    os.execvp(sys.argv[2], sys.argv[2:])

shown = b''
end = time.monotonic() + 100
while time.monotonic() < end:
    if typed and typed[0][0].encode() in shown:
        os.write(terminal, typed.pop(0)[1].encode())
    if not select.select([terminal], [], [], 0.05)[0]:
        continue
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    shown += data
    sys.stdout.buffer.write(data)
    sys.stdout.flush()
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status))
