"""Draws the walk that the action before has left, wherever that ran."""
import csv
import os

from litepipeline_helper import Action

workspace, _ = Action.get_input()
with open(Action.get_artifact("walk", "walk.csv"), encoding="utf-8") as file:
    points = [(int(step), int(position)) for step, position in csv.reader(file)]
low = min(position for _, position in points)
high = max(position for _, position in points)
line = " ".join(f"{step},{high - position}" for step, position in points)
os.mkdir(os.path.join(workspace, "charts"))
with open(os.path.join(workspace, "charts", "walk.svg"), "w", encoding="utf-8") as file:
    file.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(points)} {high - low + 1}"><polyline points="{line}" fill="none" stroke="black"/></svg>\n')
Action.set_output({"low": low, "high": high})
