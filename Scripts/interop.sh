#!/bin/sh
# Writes files for NumPy, safetensors and PyTorch to read, and reads theirs, bit for bit.
# PYTHON is used as it is if it has NumPy and safetensors, else a virtual environment of it gets them;
# PyTorch takes part if it can be imported.
set -eu
cd "$(dirname "$0")/.."

python=${PYTHON:-python3}
if ! "$python" -c 'import numpy, safetensors' 2>/dev/null; then
  environment=.build/interop
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "Installing python3-venv"
    sudo=""
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get update -qq
    DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq python3-venv >/dev/null
  fi
  "$python" -m venv --system-site-packages "$environment"
  python=$environment/bin/python
  "$python" -m pip install --quiet --disable-pip-version-check numpy safetensors
fi

program=.build/release/FormatInterop
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/ours" "$work/theirs"
"$program" write "$work/ours"
"$python" Tests/FormatInterop/interop.py check "$work/ours"
"$python" Tests/FormatInterop/interop.py write "$work/theirs"
"$program" read "$work/theirs"
