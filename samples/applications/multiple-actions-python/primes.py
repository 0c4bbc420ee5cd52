"""Counts the primes up to the limit that the task was given, 1000 by default. An action needs no helper: files are its contract."""
import json
import os
import sys

workspace = sys.argv[1]
with open(os.path.join(workspace, "input.data"), encoding="utf-8") as file:
    limit = json.load(file).get("limit", 1000)

sieve = bytearray([1]) * (limit + 1)
sieve[:2] = b"\0\0"
for number in range(2, int(limit ** 0.5) + 1):
    if sieve[number]:
        sieve[number * number::number] = bytes(len(range(number * number, limit + 1, number)))
print(f"{sum(sieve)} primes up to {limit}")

with open(os.path.join(workspace, "output.data"), "w", encoding="utf-8") as file:
    json.dump({"data": {"limit": limit, "primes": sum(sieve)}}, file)
