"""An action of the soak: what it says follows from the task's input and from all that it was given, so that a model can say it too."""
import json
import os
import sys
import time
import zlib

*words, workspace, _ = sys.argv[1:]
with open(os.path.join(workspace, "input.data")) as file:
    given = json.load(file)
info = given["action_info"]
name, attempt = info["action_name"], info["attempt"]


def note(what):
    # One write, at the end of the file: the lines of many processes do not mix.
    journal = os.open(os.environ["SOAK_JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(journal, f"{what} {given['task_id']} {name} {attempt}\n".encode())
    os.close(journal)


def number(word):
    return next((int(text.split("=")[1]) for text in words if text.startswith(word + "=")), 0)


note("began")
if "lingers" in words:
    time.sleep(86400)
time.sleep(given["pause"])
if attempt <= number("fails"):
    print("It was told to fail.")
    sys.exit(75)

value = given["seed"] + given.get("place", 0) + zlib.crc32(name.encode())
for member in given.values():
    if isinstance(member, dict):
        value += member.get("value", 0)
for files in info.get("artifacts", {}).values():
    for path in files.values():
        with open(path) as file:
            value += int(file.read())
for ended in given.get("result", {}).values():
    value += ((ended["result"] or {}).get("data") or {}).get("value", 0)
value %= 2**31

output = {"data": {"value": value, "attempt": attempt}}
if "splits" in words:
    main, retry = f"{sys.executable} -SE step.py", {"attempts": 1000, "backoff": 0.5}
    output["actions"] = [
        {"name": f"part-{place}", "main": main, "input_data": {"place": place}, "to_action": "total", "retry": retry}
        for place in range(given["parts"])
    ]
if "leaves" in words:
    with open(os.path.join(workspace, "value.txt"), "w") as file:
        file.write(str(value))
path = os.path.join(workspace, "output.data")
with open(path + ".tmp", "w") as file:
    json.dump(output, file)
os.rename(path + ".tmp", path)
note("ended")
