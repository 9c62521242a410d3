#!/bin/sh
# Builds the documentation of the libraries; any warning fails.
set -eu
cd "$(dirname "$0")/.."
for target in LinearAlgebra Backprop TensorFormats BackpropTraining; do
  BACKPROP_DOCS=1 swift package --scratch-path .build-docs generate-documentation \
    --target "$target" --warnings-as-errors
done
echo "The documentation stands in .build-docs/plugins."
