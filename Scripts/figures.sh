#!/usr/bin/env bash
# Measures the tables of docs/performance.md, between its two marks, and the chart beside them.
set -euo pipefail
cd "$(dirname "$0")/.."

benchmark=Benchmarks/.build/release/backprop-benchmark
figures=$(mktemp)
trap 'rm -f "$figures"' EXIT

"$benchmark" --suite steps,inference,threads --peers --python "${PYTHON:-python3}" \
  --format markdown --chart docs/steps.svg >"$figures"
sed -i -e "/<!-- figures -->/,/<!-- end of figures -->/{
  /<!-- figures -->/r $figures
  /<!-- figures -->/!{/<!-- end of figures -->/!d}
}" docs/performance.md
