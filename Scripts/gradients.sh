#!/bin/sh
# Runs the numerical gradient suite and prints its table: module, cases, worst error for input and
# parameters, kinks declared. On failure the errors too.
set -eu
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT

swift build -c release --build-tests >"$log" 2>&1 || {
  cat "$log"
  exit 1
}
status=0
BACKPROP_GRADIENT_TABLE=1 swift test -c release --skip-build --filter GradientTests >"$log" 2>&1 ||
  status=$?
sed -n 's/^| //p' "$log" | sed 's/ *$//'
if [ "$status" -ne 0 ]; then
  grep -E 'error:|Fatal error|crashed' "$log" || tail -20 "$log"
fi
exit "$status"
