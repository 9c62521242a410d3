# `make run` and `make test` work on a fresh Debian machine with Swift: they install what is missing.

SWIFT ?= swift
DATA_ARGUMENTS ?=
# The Python with NumPy, PyTorch and JAX, for the benchmarks that compare with them.
PYTHON ?= python3
# What the sanitizers run: everything, unless CI asks for a slice.
SANITIZE_FILTER ?= .
# How many damaged files every reader gets, and which ones.
FUZZ_INPUTS ?= 1000000
FUZZ_SEED ?= 1

.PHONY: run fashion test check fuzz interop gradients kill-test bench bench-agreement bench-check bench-figures \
	size lint format \
	docs consumer sanitize-address sanitize-undefined sanitize-thread dependencies clean help

help:
	@echo "make run        train a network on the embedded digits"
	@echo "make fashion    train networks on Fashion-MNIST"
	@echo "make test       all tests, in release"
	@echo "make gradients  the numerical gradient suite, as a table"
	@echo "make kill-test  a training killed and resumed, 200 times"
	@echo "make bench      the library against plain loops and plain OpenBLAS"
	@echo "make bench-check  the same, with the limits it must keep"
	@echo "make size       what a deployed tool weighs"
	@echo "make check      what CI runs"
	@echo "make fuzz       a million damaged files for every reader"
	@echo "make interop    files exchanged with NumPy, safetensors and PyTorch"
	@echo "make docs       the documentation of the libraries"
	@echo "make lint, format, consumer, sanitize-address, sanitize-undefined, sanitize-thread, clean"

run: dependencies
	$(SWIFT) build -c release --product backprop
	@.build/release/backprop train $(DATA_ARGUMENTS)

# Debian's copy of Fashion-MNIST, five seeds each of two networks, and a report.
fashion:
	@Scripts/dependencies.sh dataset-fashion-mnist
	$(SWIFT) build -c release --product backprop
	@Scripts/fashion.sh

test: dependencies
	$(SWIFT) build -c release --build-tests
	$(SWIFT) test -c release --skip-build

check:
	bash .ci/run

gradients: dependencies
	@Scripts/gradients.sh

# Kills a training at random moments, and compares the resumed one with one that was never killed.
KILLS ?= 200
kill-test: dependencies
	$(SWIFT) build -c release --product backprop-kill-worker
	@KILLS=$(KILLS) Scripts/kill-test.sh

bench: dependencies
	$(SWIFT) build -c release --package-path Benchmarks
	@Benchmarks/.build/release/backprop-benchmark

# Whether the limits of docs/performance.md are kept, also those against other libraries where
# PYTHON can import them. Not part of `make check`: times depend on the machine.
bench-check: dependencies
	$(SWIFT) build -c release --package-path Benchmarks
	@Benchmarks/.build/release/backprop-benchmark check --peers --python $(PYTHON)

# Measures the tables and the chart of docs/performance.md anew.
bench-figures: dependencies
	$(SWIFT) build -c release --package-path Benchmarks
	@PYTHON=$(PYTHON) Scripts/figures.sh

# Only that all variants compute the same; no timing.
bench-agreement: dependencies
	$(SWIFT) build -c release --package-path Benchmarks
	@Benchmarks/.build/release/backprop-benchmark --agreement --suite ops --sizes 1,16,100,256
	@Benchmarks/.build/release/backprop-benchmark --agreement --suite steps,inference,threads \
		--case dot,tiny,small,mnist,784 --optimizer both

size: dependencies
	@Scripts/size.sh

lint:
	$(SWIFT) format lint --strict --configuration .swift-format --recursive \
		Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

format:
	$(SWIFT) format --in-place --configuration .swift-format --recursive \
		Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

docs: dependencies
	@Scripts/documentation.sh

# A package that depends on a tagged version of this one, with the README's program as its main.
consumer: dependencies
	@Scripts/consumer.sh

# The leak checker is off: it reports what XCTest and the Swift runtime keep until the end.
sanitize-address: dependencies
	ASAN_OPTIONS=detect_leaks=0 $(SWIFT) test --scratch-path .build-asan \
		--sanitize=address --filter '$(SANITIZE_FILTER)'

# Bit for bit; with PyTorch if PYTHON can import it.
interop: dependencies
	$(SWIFT) build -c release --product FormatInterop
	@PYTHON=$(PYTHON) Scripts/interop.sh

# Under the address sanitizer; FUZZ_INPUTS and FUZZ_SEED choose the inputs.
fuzz: dependencies
	$(SWIFT) build -c release --scratch-path .build-fuzz --sanitize=address --product FormatFuzzer
	@ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16 .build-fuzz/release/FormatFuzzer \
		Tests/TensorFormatsTests/Fixtures/arrays $(FUZZ_INPUTS) $(FUZZ_SEED)

sanitize-thread: dependencies
	$(SWIFT) test --scratch-path .build-tsan --sanitize=thread --filter '$(SANITIZE_FILTER)'

# SwiftPM has no switch for it on Linux: the C targets are compiled to trap on undefined behaviour
# (Swift code traps by itself).
sanitize-undefined: dependencies
	$(SWIFT) test --scratch-path .build-ubsan -Xcc -fsanitize=undefined \
		-Xcc -fsanitize-trap=undefined --filter '$(SANITIZE_FILTER)'

dependencies:
	@Scripts/dependencies.sh

clean:
	rm -rf .build .build-* Benchmarks/.build
