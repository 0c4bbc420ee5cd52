#!/bin/sh
# Packs a sample application: pack.sh [--docker] NAME [FILE.tar.gz]. A C# one is built first; a Python one gets the helper beside its scripts.
# With --docker its actions run in containers: its configuration.docker.json becomes the package's configuration.json.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
configuration=configuration.json
if [ "${1:-}" = --docker ]; then configuration=configuration.docker.json; shift; fi
name=${1:?say which application: a folder beside this script}
file=${2:-$name.tar.gz}
[ -f "$here/$name/$configuration" ] || { echo "$name cannot be packed like this: there is no $here/$name/$configuration" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -f "$here/$name/$name.csproj" ]; then
    dotnet publish "$here/$name" -c Release -o "$work/$name" -v quiet -nologo >&2
else
    cp -r "$here/$name" "$work/$name"
    cp -r "$here/../../LitePipeline.Helper/python/litepipeline_helper" "$work/$name/"
    find "$work" -name __pycache__ -prune -exec rm -r {} +
fi
cp "$here/$name/$configuration" "$work/$name/configuration.json"
rm -f "$work/$name/configuration.docker.json"
tar czf "$file" -C "$work" "$name"
echo "$file"
