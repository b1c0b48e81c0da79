"""A child process by its protocol alone, which starts in a fraction of a JVM's time. Answers each task with nothing."""
import socket
import struct
import sys

HELLO, NOTHING = 5, 8


def frame(read):
    head = read(4)
    return read(struct.unpack(">I", head)[0]) if len(head) == 4 else None


setup = frame(sys.stdin.buffer.read)
version, length = struct.unpack(">II", setup[1:9])
with socket.socket(socket.AF_UNIX) as parent:
    parent.connect(setup[9 : 9 + length].decode())
    parent.sendall(struct.pack(">IBI", 5, HELLO, version))
    tasks = parent.makefile("rb")
    while frame(tasks.read) is not None:
        parent.sendall(struct.pack(">IB", 1, NOTHING))
