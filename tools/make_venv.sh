#!/bin/sh
# Makes .venv if it is not there and installs what the named lock files say, if they changed.
# Usage: tools/make_venv.sh run build | tools/make_venv.sh dev
set -eu
cd "$(dirname "$0")/.."
if ! .venv/bin/python -c 'import sys' 2>/dev/null; then
    python=$(tools/find_python.sh)
    echo "Making a virtual environment in .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv
fi
exec .venv/bin/python tools/install_locked.py "$@"
