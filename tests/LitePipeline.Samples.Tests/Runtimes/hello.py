import json
import sys

workspace = sys.argv[1]
with open(workspace + "/input.data") as file:
    name = json.load(file)["name"]
with open(workspace + "/output.data", "w") as file:
    json.dump({"data": {"text": "Hello, %s!" % name}}, file)
