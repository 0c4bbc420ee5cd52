"""Takes an order; one of nothing fails."""
import sys

from litepipeline_helper import Action

workspace, task = Action.get_input()
pieces = task.get("pieces", 0)
if pieces < 1:
    sys.exit(f"An order of {pieces} pieces: there must be one at least.")
Action.set_output(data={"pieces": pieces, "price": 3 * pieces})
