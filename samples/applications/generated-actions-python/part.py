"""Counts the primes of its part. A part that is too long is split again: a generated action may generate actions too."""
from litepipeline_helper import Action

workspace, task = Action.get_input()
first, last, longest = task["first"], task["last"], task.get("longest_part", 2000)
name = task["action_info"]["action_name"]

if last - first + 1 > longest:
    middle = (first + last) // 2
    halves = [(first, middle), (middle + 1, last)]
    Action.set_output(data={"primes": 0}, actions=[
        Action(f"{name}_{half}", "python3 part.py", input_data={"first": start, "last": end}, to_action="total")
        for half, (start, end) in enumerate(halves)
    ])
else:
    primes = sum(number > 1 and all(number % divisor for divisor in range(2, int(number ** 0.5) + 1)) for number in range(first, last + 1))
    Action.set_output(data={"primes": primes})
