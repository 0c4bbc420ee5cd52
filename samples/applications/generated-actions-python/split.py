"""Splits a range of numbers into parts and generates an action for each; 'total' will wait for all of them."""
from litepipeline_helper import Action

workspace, task = Action.get_input()
limit, parts = task.get("limit", 10000), task.get("parts", 4)

bounds = [limit * part // parts for part in range(parts + 1)]
actions = [
    Action(f"part_{part}", "python3 part.py", input_data={"first": bounds[part] + 1, "last": bounds[part + 1]}, to_action="total")
    for part in range(parts)
]
Action.set_output(data={"limit": limit, "parts": parts}, actions=actions)
