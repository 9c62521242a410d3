#!/bin/sh
# What a deployed tool weighs: the stripped executable with the Swift runtime inside, and the shared
# libraries it needs beyond those of the C library. Fails from 70 MB on.
set -eu
cd "$(dirname "$0")/.."
limit=70000000

swift build -c release --static-swift-stdlib --scratch-path .build-static --product backprop
tool=.build-static/deployed-backprop
cp .build-static/release/backprop "$tool"
strip "$tool"

total=0
add() {
  bytes=$(stat -L -c %s "$1")
  total=$((total + bytes))
  printf '%12d  %s\n' "$bytes" "$2"
}
printf '\n%12s\n' bytes
add "$tool" "backprop (stripped, Swift runtime inside)"
for library in $(ldd "$tool" | awk '$2 == "=>" { print $3 }' | sort -u); do
  case $(basename "$library") in
  # What every Debian has anyway.
  libc.so.* | libm.so.* | libpthread.so.* | libdl.so.* | librt.so.* | libutil.so.* | \
    libgcc_s.so.* | libstdc++.so.*) ;;
  *) add "$library" "$(basename "$library")" ;;
  esac
done
printf '%12d  in all: %d.%d MB (limit %d MB)\n' "$total" $((total / 1000000)) \
  $((total % 1000000 / 100000)) $((limit / 1000000))
[ "$total" -lt "$limit" ]
