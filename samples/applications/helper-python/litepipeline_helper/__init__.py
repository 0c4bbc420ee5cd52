"""What a Python action needs: the same names as the package litepipeline_helper, the standard library only."""
import json
import os
import sys


class InvalidInputError(Exception):
    """The action was started without a workspace, or with one that cannot be read."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Action:
    """An action to be generated; its class methods speak for the action that runs."""

    workspace = None
    input_data = None

    def __init__(self, name, main, condition=(), env=None, input_data=None, to_action=None):
        self.name = name
        self.main = main
        self.condition = list(condition)
        self.env = env
        self.input_data = dict(input_data or {})
        self.to_action = to_action

    def to_dict(self):
        """The action as output.data holds it."""
        members = {"name": self.name, "main": self.main, "condition": self.condition, "input_data": self.input_data}
        if self.env:
            members["env"] = self.env
        if self.to_action:
            members["to_action"] = self.to_action
        return members

    @classmethod
    def get_input(cls):
        """Returns the workspace and the input of the action that runs."""
        if len(sys.argv) < 2:
            raise InvalidInputError("This action was started without a workspace: pass a folder with a file input.data.")
        workspace = sys.argv[1]
        try:
            with open(os.path.join(workspace, "input.data"), encoding="utf-8") as file:
                input_data = json.load(file)
        except (OSError, ValueError) as error:
            raise InvalidInputError(f"The workspace '{workspace}' has no input.data that can be read: {error}") from error
        cls.workspace, cls.input_data = workspace, input_data
        return workspace, input_data

    @classmethod
    def set_output(cls, data=None, actions=()):
        """Writes the data for later actions, and the actions that join the task."""
        output = {"data": data or {}, "actions": [action.to_dict() for action in actions]}
        file_name = os.path.join(cls.workspace, "output.data")
        # Written under another name first: a reader sees all of it or nothing.
        with open(file_name + ".tmp", "w", encoding="utf-8") as file:
            json.dump(output, file, indent=4, allow_nan=False)
        os.replace(file_name + ".tmp", file_name)
