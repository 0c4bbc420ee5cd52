#!/usr/bin/env bash
# Makes a sample for KeptDatabaseTests: the data folder of a manager of one release that was killed with tasks in all states.
#   keep.sh 0005 litepipeline                                  the tool of that release
#   keep.sh 0005 dotnet PATH/litepipeline.dll                  the same, as it was built
# What a release does not have yet (works, schedules, artifacts ...) its sample lacks.
set -euo pipefail
version=$1 here=$(cd "$(dirname "$0")" && pwd)
shift
tool=("$@")
work=$(mktemp -d)
hold=/tmp/litepipeline-kept-sample      # While it is there, what runs goes on.
touch "$hold"
trap 'kill -9 $(jobs -p) 2> /dev/null; rm -rf "$work" "$hold"' EXIT

# Not every release's node finds a port that its manager took by 0.
tcp=127.0.0.1:$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${tool[@]}" manager --data "$work/data" --http 127.0.0.1:0 --tcp "$tcp" > "$work/manager.out" 2> "$work/manager.err" &
until grep -q 'is ready' "$work/manager.out"; do kill -0 $!; sleep 0.1; done
"${tool[@]}" node --data "$work/node" --manager "$tcp" --slots 2 > /dev/null 2> "$work/node.err" &
address=$(grep -o '127\.0\.0\.1:[0-9]*' "$work/manager.out" | head -1)
ask() { "${tool[@]}" "$address" "$@" -r; }
field() { python3 -c 'import json, sys
value = json.load(sys.stdin)
for name in sys.argv[1].split("."): value = value[int(name)] if name.isdigit() else value[name]
print(value)' "$1"; }

app() { # NAME CONFIGURATION
    mkdir -p "$work/$1"
    printf '%s' "$2" > "$work/$1/configuration.json"
    tar -C "$work" -czf "$work/$1.tar.gz" "$1"
    ask app create -f "$work/$1.tar.gz" -n "$1" -d "a sample" | field app_id
}
task() { ask task create -a "$2" -n "$1" -i '{"of": "a sample"}' | field task_id; }
until_stage() { until [ "$(ask task list -t "$1" | field tasks.0.stage)" = "$2" ]; do sleep 0.1; done; }

held="while [ -e $hold ]; do sleep 0.1; done"
good=$(app good '{"actions": [{"name": "first", "main": "true"}, {"name": "second", "main": "true", "condition": ["first"]}], "output_action": "second"}')
bad=$(app bad '{"actions": [{"name": "first", "main": "true"}, {"name": "second", "main": "bash -c \"exit 3\"", "condition": ["first"]}], "output_action": "second"}')
holds=$(app holds "{\"actions\": [{\"name\": \"first\", \"main\": \"true\"}, {\"name\": \"second\", \"main\": \"bash -c '$held'\", \"condition\": [\"first\"]}, {\"name\": \"third\", \"main\": \"true\", \"condition\": [\"second\"]}], \"output_action\": \"third\"}")
stays=$(app stays "{\"actions\": [{\"name\": \"first\", \"main\": \"bash -c 'trap \\\"\\\" TERM; $held'\"}], \"output_action\": \"first\"}")

until_stage "$(task success "$good")" finished
failed=$(task fail "$bad")
until_stage "$failed" finished
killed=$(task kill "$holds")
until_stage "$killed" running
ask task stop -t "$killed" -g -9 > /dev/null
until_stage "$killed" finished
if files=$(app files '{"actions": [{"name": "first", "main": "bash -c \"echo made > $0/made.txt\"", "artifacts": ["made.txt"], "cache": true}, {"name": "second", "main": "true", "condition": ["first"]}], "output_action": "second"}' 2> /dev/null); then
    until_stage "$(task artifacts "$files")" finished
    until_stage "$(task cached "$files")" finished
fi
if "${tool[@]}" --help | grep -q '^  secret'; then
    printf hush | ask secret set -a "$(app sealed '{"actions": [{"name": "first", "main": "true"}], "output_action": "first"}')" -n HUSH > /dev/null
fi

stopping=$(task stopping "$stays")
until_stage "$stopping" running
running=$(task running "$holds")
until [ "$(ask task info -t "$running" | python3 -c 'import json, sys; print(any(a["name"] == "second" for a in json.load(sys.stdin).get("task_running_info", [])))')" = True ]; do sleep 0.1; done
task pending "$good" > /dev/null
"${tool[@]}" task --help | grep -q recover && ask task recover -t "$failed" > /dev/null
if "${tool[@]}" --help | grep -q workflow; then
    printf '{"applications": [{"name": "a", "app_id": "%s", "condition": []}, {"name": "b", "app_id": "%s", "condition": ["a"]}]}' "$good" "$good" > "$work/workflow.json"
    workflow=$(ask workflow create -n two -c "$work/workflow.json" -e true | field workflow_id)
    ask work create -w "$workflow" -n waiting > /dev/null
    ask schedule create -a "$good" -n nightly -m 30 -H 2 -e false > /dev/null
    ask service create -n keeper -a "$good" -e false > /dev/null
fi
ask task stop -t "$stopping" -g -15 > /dev/null

kill -9 $(jobs -p)
wait 2> /dev/null || true
rm "$hold"
mkdir "$work/kept"
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("vacuum into ?", (sys.argv[2],))' "$work/data/manager.db" "$work/kept/manager.db"
cp -r "$work/data/packages" "$work/kept/packages"
tar --owner=0 --group=0 --numeric-owner -C "$work/kept" -czf "$here/$version.tar.gz" manager.db packages
ls -l "$here/$version.tar.gz"
