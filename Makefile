# Everything one does here, by name. `make` alone lists it.
.PHONY: help run build test check fix bench ui tools sdk
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

run: ui ## build everything and serve on http://127.0.0.1:8080 (more flags: make run ARGS="--listen …")
	cargo run --release --bin flowvault -- serve $(ARGS)

build: ui ## build the release binary, console included: target/release/flowvault
	cargo build --release --bin flowvault

test: tools sdk ## everything a change needs: all tests, on SQLite and on a throwaway PostgreSQL
	tests/with-postgres cargo test --workspace

check: ## what CI refuses: formatting and lints
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings

fix: ## repair what can be repaired mechanically
	cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged
	cargo fmt --all

bench: ## measure what the README claims
	bench/run

ui: ## build the console into ui/dist
	@if [ -f ui/package.json ]; then cd ui && npm ci --no-audit --no-fund && npm run build; fi

tools: ## install what the tests need and this machine lacks (PostgreSQL, a browser)
	@tests/install-tools

sdk: ## install the official client that tests/sdk drives
	@if [ -f tests/sdk/package.json ]; then cd tests/sdk && npm ci --no-audit --no-fund; fi
