#!/bin/sh
# Trains on Fashion-MNIST, from five seeds each: 784-100-10, then 784-256-128-100-10. The settings were
# chosen on 10,000 of the images to train on; those to test with have had no say.
set -eu
cd "$(dirname "$0")/.."

data=${FASHION_MNIST:-/usr/share/datasets/fashion-mnist}
report=${REPORT:-fashion.html}
backprop=.build/release/backprop

# The accuracy and the time to train of one run.
run() {
  "$backprop" train --data "$data" --float --format json --optimizer adamw --schedule one-cycle \
    --epochs 10 --weight-decay 0.1 --label-smoothing 0.1 "$@" | tail -1 |
    sed 's/.*"accuracy":\([0-9.]*\).*"training_seconds":\([0-9.]*\).*/\1 \2/'
}

# All seeds of a network; the first one writes the report, if there is one to write.
network() {
  name=$1 page=$2
  shift 2
  for seed in 1 2 3 4 5; do
    if [ "$seed" = 1 ] && [ -n "$page" ]; then
      run --seed 1 --report "$page" "$@"
    else
      run --seed "$seed" "$@"
    fi
  done | awk -v name="$name" '
    { printf "%s, seed %d: %.4f after %.1f s\n", name, NR, $1, $2; accuracy += $1; seconds += $2 }
    END {
      printf "%s: %.1f s a training\n", name, seconds / NR
      printf "test accuracy %.4f (mean of %d seeds)\n", accuracy / NR, NR
    }'
}

network 784-100-10 "" --layers 100 --dropout 0 --learning-rate 0.005 --batch 64
network 784-256-128-100-10 "$report" --layers 256,128,100 --dropout 0.1 --learning-rate 0.003 \
  --batch 128 >"${TMPDIR:-/tmp}/backprop-fashion.$$"
# The report is named before the last line, which is the result.
sed '$d' "${TMPDIR:-/tmp}/backprop-fashion.$$"
echo "report: $report"
tail -1 "${TMPDIR:-/tmp}/backprop-fashion.$$"
rm -f "${TMPDIR:-/tmp}/backprop-fashion.$$"
