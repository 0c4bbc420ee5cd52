#!/bin/sh
# Makes the venv that the application runs in, with what it imports: make_venv.sh FOLDER
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python3 -m venv --without-pip "$1"
packages=$("$1/bin/python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
cp -r "$here/../../../LitePipeline.Helper/python/litepipeline_helper" "$here/greetings.py" "$packages/"
