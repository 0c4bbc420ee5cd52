"""Runs in the package's own venv, or in one that was deployed apart: which one is said by 'env' in the configuration."""
import sys

import greetings
from litepipeline_helper import Action

workspace, task = Action.get_input()
Action.set_output(data={"text": greetings.greet(task.get("name", "world")), "in_venv": sys.prefix != sys.base_prefix})
