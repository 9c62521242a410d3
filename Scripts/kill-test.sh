#!/usr/bin/env bash
# Kills a training at random moments (kill -9), so many times, and resumes it each time from its last
# checkpoint. The weights at the end must be, bit for bit, those of a training that was never killed.
#
#   KILLS=200 SEED=1 Scripts/kill-test.sh
set -euo pipefail
cd "$(dirname "$0")/.."

worker=.build/release/backprop-kill-worker
kills=${KILLS:-200}
RANDOM=${SEED:-1}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

killed=0
trainings=0
starts=0
while [ "$killed" -lt "$kills" ]; do
  trainings=$((trainings + 1))
  "$worker" "$trainings" "$folder/expected"
  rm -f "$folder"/run* "$folder"/.run*
  while true; do
    starts=$((starts + 1))
    "$worker" "$trainings" "$folder/run.weights" "$folder/run.checkpoint" &
    process=$!
    if [ "$killed" -lt "$kills" ]; then
      # Between nothing and a tenth of a second.
      sleep "0.0$(printf '%04d' $((RANDOM % 10000)))"
      kill -9 "$process" 2>/dev/null || true
    fi
    status=0
    wait "$process" 2>/dev/null || status=$?
    case $status in
    0) break ;;
    137) killed=$((killed + 1)) ;;
    *)
      echo "kill-test: training $trainings ended with status $status after $killed kills" >&2
      exit 1
      ;;
    esac
  done
  if ! cmp -s "$folder/run.weights" "$folder/expected"; then
    echo "kill-test: training $trainings has other weights than one that was never killed" >&2
    exit 1
  fi
done
echo "kill-test: $killed kills in $trainings trainings ($starts starts): the weights are the same"
