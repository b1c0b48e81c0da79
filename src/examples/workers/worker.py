#!/usr/bin/env python3
"""A Trireme worker that is kept: one line of JSON with a task comes in, one with the answer goes out.

    trireme exec texts --lines -- python3 src/examples/workers/worker.py

The protocol is in src/docs/protocol.md. Put your work into `handle`; standard error goes to Trireme's log.
"""
import json
import sys


class Rejected(Exception):
    """What no attempt can do: the task goes to the dead letters."""


def handle(task):
    """Counts the words of a text. What is returned is the result; what is raised means: try again."""
    text = task.get("payload", task.get("text"))
    if not isinstance(text, str):
        raise Rejected("the payload is no text")
    return {"words": len(text.split())}


def answer(task):
    try:
        return {"done": handle(task)}
    except Rejected as why:
        return {"dead": str(why)}
    except Exception as why:  # whatever goes wrong in one task must not end the worker
        return {"retry": repr(why)}


def main():
    answers = sys.stdout
    sys.stdout = sys.stderr  # what is printed by accident belongs into the log
    for line in sys.stdin:  # ends when Trireme closes it
        task = json.loads(line)
        print(json.dumps({"task": task["task"], **answer(task)}), file=answers, flush=True)


if __name__ == "__main__":
    main()
