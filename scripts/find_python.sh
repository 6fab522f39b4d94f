#!/bin/sh
# Prints the path of an interpreter that can build `.venv`: Python 3.12 or newer with venv and pip.
# Each candidate is run, not only looked up: a version manager leaves shims in PATH that answer to no installed version.

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

# $PYTHON decides alone, so that a wrong choice is told and not silently replaced.
if [ -n "${PYTHON:-}" ]; then
    if usable "$PYTHON"; then
        "$PYTHON" -c 'import sys; print(sys.executable)'
        exit 0
    fi
    echo "PYTHON=$PYTHON does not run as Python 3.12 or newer with venv and pip." >&2
    exit 1
fi

for candidate in python3.13 python3.14 python3.12 python3 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.1[234]*/bin/python3; do
    if usable "$candidate"; then
        "$candidate" -c 'import sys; print(sys.executable)'
        exit 0
    fi
done

echo "No Python 3.12 or newer with venv and pip was found; install one (Debian: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python3" >&2
exit 1
