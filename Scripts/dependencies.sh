#!/bin/sh
# Installs the Debian packages that the build needs, and those named, if they are missing.
set -eu

if ! command -v swift >/dev/null 2>&1; then
  echo "Swift 6 is needed: see https://www.swift.org/install/linux/" >&2
  exit 1
fi

missing=""
for package in libopenblas-dev liblapacke-dev zlib1g-dev pkg-config "$@"; do
  if [ "$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null)" != "install ok installed" ]; then
    missing="$missing $package"
  fi
done
[ -z "$missing" ] && exit 0

sudo=""
[ "$(id -u)" -eq 0 ] || sudo=sudo
for command in apt-get $sudo; do
  command -v "$command" >/dev/null 2>&1 || {
    echo "There is no $command here. Install what the build needs by other means:$missing" >&2
    exit 1
  }
done
echo "Installing$missing"
$sudo apt-get update -qq
# The packages' names are to be split.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
