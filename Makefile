# One folder for built things, outside the checkout and shared by checkouts, named after the compiler.
export CARGO_TARGET_DIR ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/wardline-build-$(shell rustc --version | cut -d' ' -f2)
export CARGO_TERM_COLOR ?= never
LISTEN ?= 127.0.0.1:8080

.PHONY: help run build test lint bench quality fuzz packages-build packages-test

help: ## what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: packages-build ## builds Wardline and serves the sample hospital at http://127.0.0.1:8080
	cargo build --bin wardline
	$(CARGO_TARGET_DIR)/debug/wardline demo --listen $(LISTEN)

build: packages-build ## builds everything
	cargo build --workspace

test: packages-test ## installs what the tests need and passes everything
	cargo build --workspace --all-targets
	tools/with-postgres $(NEXTEST)

# cargo-nextest where it is installed, else the runner that comes with cargo.
NEXTEST := $(shell command -v cargo-nextest >/dev/null && echo "cargo nextest run --workspace --no-fail-fast" || echo "cargo test --workspace --no-fail-fast")

lint: packages-build ## rustfmt, clippy with warnings denied, cargo-deny
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	@command -v cargo-deny >/dev/null || cargo install --locked --debug cargo-deny@0.20.2
	cargo deny --offline check licenses bans sources

quality: ## agreement of verdicts with the labelled cases
	cargo test -p intel --test it quality -- --nocapture

bench: packages-build ## benchmarks, as ratios where a peer is installed
	cargo bench --workspace

FUZZ_SECONDS ?= 900

fuzz: packages-build ## each fuzz target for FUZZ_SECONDS (900)
	@command -v cargo-fuzz >/dev/null || cargo install --locked --debug cargo-fuzz@0.13.2
	cd fuzz && for target in device_table published stated_versions operating_system; do \
	  RUSTC_BOOTSTRAP=1 cargo fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) -max_len=65536 -rss_limit_mb=1024 || exit 1; done

packages-build:
	@tools/packages gcc libc6-dev make

packages-test: packages-build
	@tools/packages postgresql chromium chromium-driver
