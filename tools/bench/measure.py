"""Runs each command of the plan, round by round, and prints the times as JSON.

Each round starts with a different command, so that none always follows the same one. This is in Python because Node.js
cannot report the CPU time of a child process.
"""

import json
import os
import sys
import time

plan = json.load(sys.stdin)
NO_OUTPUT = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]


def measure(command):
    began = time.perf_counter()
    pid = os.posix_spawnp(command["argv"][0], command["argv"], command["env"], file_actions=NO_OUTPUT)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - began
    if status != 0:
        sys.exit(f"{command['argv']} ended with {os.waitstatus_to_exitcode(status)}")
    return {
        "wallMs": wall * 1000,
        "cpuMs": (usage.ru_utime + usage.ru_stime) * 1000,
    }


def play(number):
    commands = list(enumerate(plan["commands"]))
    first = number % len(commands)
    took = {index: measure(command) for index, command in commands[first:] + commands[:first]}
    return [took[index] for index, _ in commands]


json.dump([play(number) for number in range(plan["rounds"])], sys.stdout)
