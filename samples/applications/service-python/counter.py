"""Runs for ever and counts in its workspace, which a service keeps from one start to the next: the count goes on after a restart."""
import os
import time

from litepipeline_helper import Action

workspace, service = Action.get_input()
state = os.path.join(workspace, "count")
try:
    with open(state, encoding="utf-8") as file:
        count = int(file.read())
except FileNotFoundError:
    count = 0
print(f"starting at {count}", flush=True)
while True:
    count += 1
    with open(state + ".new", "w", encoding="utf-8") as file:
        file.write(str(count))
    os.replace(state + ".new", state)
    print(count, flush=True)
    time.sleep(service.get("pause", 1))
