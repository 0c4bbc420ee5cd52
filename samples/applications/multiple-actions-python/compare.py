"""Waits for both and gets what they found, each under its name. What it writes is the application's output."""
import json
import os
import sys

workspace = sys.argv[1]
with open(os.path.join(workspace, "input.data"), encoding="utf-8") as file:
    found = json.load(file)

primes, squares = found["primes"]["primes"], found["squares"]["squares"]
with open(os.path.join(workspace, "output.data"), "w", encoding="utf-8") as file:
    json.dump({"data": {"primes": primes, "squares": squares, "primes_for_each_square": primes / max(squares, 1)}}, file)
