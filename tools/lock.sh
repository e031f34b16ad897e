#!/bin/sh
# Writes the lock files under locks/ from pyproject.toml. See docs/make.md.
# run.txt: what the product needs. build.txt: what a checkout needs besides to become one.
# dev.txt: both, and what tests and checks need. All three agree on every version.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
lock() {
    out=$1
    shift
    echo "lock: locks/$out"
    "$uv" pip compile pyproject.toml "$@" --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
        --output-file "locks/$out" ${UPGRADE:+--upgrade}
}
lock dev.txt --group build --group dev
# The smaller ones are held to the versions of the largest.
constrain="--constraint locks/dev.txt"
# shellcheck disable=SC2086  # two words on purpose
lock run.txt $constrain
# pyproject's own dependencies stay out of build.txt: only the group is asked for.
echo "lock: locks/build.txt"
# shellcheck disable=SC2086
"$uv" pip compile --group pyproject.toml:build --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
    $constrain --output-file locks/build.txt ${UPGRADE:+--upgrade}
