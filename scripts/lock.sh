#!/bin/sh
# Compiles requirements/*.in into locks with hashes that hold on every platform. UPGRADE=1 takes newer versions.
set -eu
cd "$(dirname "$0")/../requirements"
for name in base demo dev node; do
    echo "locking $name"
    ../.venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-emit-index-url ${UPGRADE:+--upgrade} --output-file "$name.txt" "$name.in"
done
echo "locking suite"
../.venv/bin/uv pip compile --quiet --no-deps --generate-hashes --no-header --no-emit-index-url --output-file suite.txt suite.in
