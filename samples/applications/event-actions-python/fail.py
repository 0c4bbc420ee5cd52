"""Runs after an action has failed or the task was stopped."""
from litepipeline_helper import Action

workspace, event = Action.get_input()
failed = [name for name, action in event["result"].items() if action["status"] != "success"]
Action.set_output(data={"letter": f"We are sorry: {', '.join(failed)} did not work."})
