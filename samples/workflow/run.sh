#!/bin/sh
# Deploys three sample applications, makes a workflow of them and runs it: run.sh [HOST:PORT] [python|csharp]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
manager=${1:-127.0.0.1:8000} language=${2:-python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

deploy() { # name: prints the application's id
    "$here/../applications/pack.sh" "$1-$language" "$work/$1.tar.gz" >/dev/null
    litepipeline "$manager" app create -f "$work/$1.tar.gz" -n "$1" -r | sed -n 's/.*"app_id": "\([^"]*\)".*/\1/p'
}

sed -e "s/MULTIPLE_ACTIONS/$(deploy multiple-actions)/" -e "s/GENERATED_ACTIONS/$(deploy generated-actions)/" \
    -e "s/EVENT_ACTIONS/$(deploy event-actions)/" "$here/workflow.json" >"$work/workflow.json"
workflow=$(litepipeline "$manager" workflow create -n sample -c "$work/workflow.json" -e true -r | sed -n 's/.*"workflow_id": "\([^"]*\)".*/\1/p')
litepipeline "$manager" work run -w "$workflow" -n sample -i '{"limit": 10000, "pieces": 7}'
