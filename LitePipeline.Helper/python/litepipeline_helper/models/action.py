"""An action's side of the workspace: what it reads, what it writes, what it says while it runs."""
import json
import math
import os
import sys
import threading
from datetime import datetime, timedelta


class InvalidInputError(Exception):
    """The action was started without a workspace, or with one that cannot be read."""

    def __init__(self, message):
        super().__init__(message)
        self.message = message


class Action:
    """An action to be generated; its class methods speak for the action that runs."""

    workspace = None
    input_data = None
    _lock = threading.Lock()

    def __init__(self, name, main, condition=(), env=None, input_data=None, to_action=None,
                 retry=None, timeout=None, docker=None, target_env=None, artifacts=(), cache=False):
        """Describes an action.

        retry is the number of runs there may be in all, or all of it, such as
        {"attempts": 5, "backoff": {"delay": 1, "factor": 2, "max": 60}, "on_exit_codes": [75]};
        timeout is how long one run may take: seconds, or a timedelta; artifacts are the files that it
        leaves for others, such as ["report.csv", "plots/*.png"]; cache says that the same input gives
        the same output, so that it need not be run again for it.
        """
        self.name = name
        self.main = main
        self.condition = list(condition)
        self.env = env
        self.input_data = dict(input_data or {})
        self.to_action = to_action
        self.retry = retry
        self.timeout = timeout
        self.docker = docker
        self.target_env = target_env
        self.artifacts = list(artifacts)
        self.cache = cache

    def to_dict(self):
        """The action as output.data holds it."""
        members = {"name": self.name, "main": self.main, "condition": self.condition, "input_data": self.input_data}
        optional = {
            "env": self.env,
            "to_action": self.to_action,
            "retry": {"attempts": self.retry} if isinstance(self.retry, int) else self.retry,
            "timeout": self.timeout.total_seconds() if isinstance(self.timeout, timedelta) else self.timeout,
            "docker": self.docker,
            "target_env": self.target_env,
            "artifacts": self.artifacts,
            "cache": self.cache or None,
        }
        # A zero is a mistake that the node is to name; what is empty was not meant.
        members.update((name, value) for name, value in optional.items() if value not in (None, "", {}, []))
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
        file_name = cls._path_of("output.data")
        # Written under another name first: a reader sees all of it or nothing.
        with open(file_name + ".tmp", "w", encoding="utf-8") as file:
            json.dump(output, file, indent=4, allow_nan=False)
        os.replace(file_name + ".tmp", file_name)

    @classmethod
    def get_artifacts(cls, action):
        """Returns where each artifact of an action in this one's condition lies, by its path in that action's workspace."""
        if cls.input_data is None:
            cls.get_input()
        return dict(cls.input_data.get("action_info", {}).get("artifacts", {}).get(action, {}))

    @classmethod
    def get_artifact(cls, action, path):
        """Returns where an artifact of an action in this one's condition lies."""
        artifacts = cls.get_artifacts(action)
        if path not in artifacts:
            raise KeyError(f"The action '{action}' has left no artifact '{path}'. It must declare it in its artifacts, and stand in this action's condition.")
        return artifacts[path]

    @classmethod
    def report_progress(cls, fraction, message=""):
        """Says how far the action is, from 0 to 1; what is beyond is cut. Whoever watches the task sees it; nothing depends on it."""
        if math.isnan(fraction):
            raise ValueError("The fraction must be a number from 0 to 1.")
        progress = {"fraction": min(max(float(fraction), 0.0), 1.0), "message": str(message)}
        line = (json.dumps(progress) + "\n").encode()
        # One write for the whole line, so that a reader of the growing file sees few halves.
        with cls._lock, open(cls._path_of("progress.data"), "ab", buffering=0) as file:
            file.write(line)

    @classmethod
    def log(cls, message):
        """Prints a line with the time; the node keeps it in the action's log."""
        time = datetime.now().isoformat(sep=" ", timespec="milliseconds")
        with cls._lock:
            print(f"{time} {message}", flush=True)

    @classmethod
    def _path_of(cls, name):
        return os.path.join(cls.workspace or cls.get_input()[0], name)
