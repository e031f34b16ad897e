#!/bin/sh
# Prints a Python that can make the virtual environment, or one line for each thing that is missing.
# PYTHON=/path/to/python chooses another.
set -u
missing=0
for command in git make; do
    if ! command -v "$command" >/dev/null 2>&1; then
        echo "Missing: $command. Install it with your system's package manager (Debian: apt-get install $command)." >&2
        missing=1
    fi
done
found=
found_without_venv=
for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
        found=$(command -v "$candidate")
        break
    fi
    found_without_venv=${found_without_venv:-$candidate}
done
if [ -z "$found" ]; then
    missing=1
    if [ -n "$found_without_venv" ]; then
        echo "Missing: the venv module of $found_without_venv (Debian: apt-get install python3-venv)." >&2
    else
        echo "Missing: Python 3.11 or newer with venv (Debian: apt-get install python3 python3-venv)." >&2
    fi
fi
[ "$missing" -eq 0 ] || exit 1
echo "$found"
