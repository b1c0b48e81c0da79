#!/bin/sh
# A Trireme worker that is kept: one line of JSON with a task comes in, one with the answer goes out.
#
#   trireme exec texts --lines -- src/examples/workers/worker.sh
#
# The protocol is in src/docs/protocol.md. It promises that "task" is the first field of a line, "type" the second and the
# payload the last, and a quote within a text is written \"; so a shell can take lines apart without a tool for JSON.
# Standard error goes to Trireme's log.
set -eu

# Counts the words of a JSON string. Prints the result as JSON; a status of 65 rejects the task, any other but 0 means:
# try again.
handle() {
  case $1 in
    \"*\") ;;
    *) return 65 ;;
  esac
  text=${1#\"}
  printf '{"words":%d}' "$(printf '%s' "${text%\"}" | wc -w)"
}

while IFS= read -r line; do # ends when Trireme closes it
  rest=${line#\{\"task\":\"}
  id=${rest%%\",\"type\":*}
  case $line in
    *,\"payload\":*) rest=${line#*,\"payload\":} payload=${rest%\}} ;;
    *) payload=null ;;
  esac
  status=0
  result=$(handle "$payload") || status=$?
  case $status in
    0) printf '{"task":"%s","done":%s}\n' "$id" "$result" ;;
    65) printf '{"task":"%s","dead":"the payload is no text"}\n' "$id" ;;
    *) printf '{"task":"%s","retry":"status %d"}\n' "$id" "$status" ;;
  esac
done
