"""Adds up what all the parts found: each is in the input under its name."""
from litepipeline_helper import Action

workspace, found = Action.get_input()
parts = {name: part["primes"] for name, part in found.items() if name.startswith("part_")}
Action.set_output(data={"limit": found["split"]["limit"], "parts": len(parts), "primes": sum(parts.values())})
