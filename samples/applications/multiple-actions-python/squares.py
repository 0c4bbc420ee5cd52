"""Counts the squares up to the limit, at the same time as the primes are counted."""
import json
import math
import os
import sys

workspace = sys.argv[1]
with open(os.path.join(workspace, "input.data"), encoding="utf-8") as file:
    limit = json.load(file).get("limit", 1000)

squares = math.isqrt(limit)
print(f"{squares} squares up to {limit}")

with open(os.path.join(workspace, "output.data"), "w", encoding="utf-8") as file:
    json.dump({"data": {"limit": limit, "squares": squares}}, file)
