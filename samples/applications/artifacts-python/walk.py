"""Walks at random and leaves each step as a line of walk.csv."""
import os
import random

from litepipeline_helper import Action

workspace, input_data = Action.get_input()
steps = int(input_data.get("steps", 1000))
# The same input gives the same walk: the action may say so with "cache".
walk = random.Random(input_data.get("seed", 1))
position = 0
with open(os.path.join(workspace, "walk.csv"), "w", encoding="utf-8") as file:
    for step in range(steps):
        position += walk.choice((-1, 1))
        file.write(f"{step},{position}\n")
Action.set_output({"steps": steps, "end": position})
