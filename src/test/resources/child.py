"""A child process by its protocol alone, which starts in a fraction of a JVM's time. Answers each task with nothing."""
import sys
from _socket import AF_UNIX, MSG_WAITALL, socket  # the module around it takes longer to load than all else

HELLO, NOTHING = 5, 8


def number(data):
    return int.from_bytes(data, "big")


def frame(read):
    head = read(4)
    return read(number(head)) if len(head) == 4 else None


def say(line, *body):
    line.sendall(len(bytes(body)).to_bytes(4, "big") + bytes(body))


def connected(path):
    line = socket(AF_UNIX)
    line.connect(path)
    return line


setup = frame(sys.stdin.buffer.read)
path = setup[9 : 9 + number(setup[5:9])].decode()
tasks = connected(path)
control = connected(path)
say(tasks, HELLO, *setup[1:5])
while frame(lambda length: tasks.recv(length, MSG_WAITALL)) is not None:
    say(tasks, NOTHING)
