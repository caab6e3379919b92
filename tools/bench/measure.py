"""Runs each command of the plan in turn, round by round, and prints what every run took: as JSON, both ways.

Each round begins with another command, so that none always follows the same one. Python, as Node does not tell what a
child of its own took. A run is said to have held at least what this process held when it made the run: the plan has a
command that does nothing, to show how much that is.
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
        "peakMb": usage.ru_maxrss * 1.024e-3,
    }




def play(number):
    commands = list(enumerate(plan["commands"]))
    first = number % len(commands)
    took = {index: measure(command) for index, command in commands[first:] + commands[:first]}
    return [took[index] for index, _ in commands]


json.dump([play(number) for number in range(plan["rounds"])], sys.stdout)
