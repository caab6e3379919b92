"""Runs each command of the plan in turn, round by round, and prints what every run took: as JSON, both ways.

Python, as Node does not tell what a child of its own took. It comes with a small process: what a run is said to have
held at its peak is at the least what this process held when it made the run, about 8 MB.
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


json.dump([[measure(command) for command in plan["commands"]] for _ in range(plan["rounds"])], sys.stdout)
