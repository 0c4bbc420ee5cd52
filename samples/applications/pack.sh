#!/bin/sh
# Packs a sample application: pack.sh NAME [FILE.tar.gz]. A C# one is built first; a Python one gets the helper beside its scripts.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
name=${1:?say which application: a folder beside this script}
file=${2:-$name.tar.gz}
[ -f "$here/$name/configuration.json" ] || { echo "$name is no application: there is no $name/configuration.json" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -f "$here/$name/$name.csproj" ]; then
    dotnet publish "$here/$name" -c Release -o "$work/$name" -v quiet -nologo >&2
else
    cp -r "$here/$name" "$work/$name"
    cp -r "$here/../../LitePipeline.Helper/python/litepipeline_helper" "$work/$name/"
    find "$work" -name __pycache__ -prune -exec rm -r {} +
fi
tar czf "$file" -C "$work" "$name"
echo "$file"
