# Everything one does here, by name. `make` alone lists it.
.PHONY: help run build test check fix soak bench bench-renewals screenshots ui tools sdk
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 18

run: ui ## build everything and serve on http://127.0.0.1:8080 (more flags: make run ARGS="--listen …")
	cargo run --release --bin flowvault -- serve $(ARGS)

build: ui ## build the release binary, console included: target/release/flowvault
	cargo build --release --bin flowvault

test: tools sdk ui ## everything a change needs: all tests, on SQLite and on a throwaway PostgreSQL
	cd ui && npm run types:check && npm test
	tests/with-postgres cargo test --workspace

check: ui/node_modules/.package-lock.json ## what CI refuses: formatting, lints and types
	cargo fmt --all -- --check
	cargo clippy --workspace --all-targets -- -D warnings
	cd ui && npm run check

fix: ## repair what can be repaired mechanically
	cargo clippy --workspace --all-targets --fix --allow-dirty --allow-staged
	cargo fmt --all

screenshots: tools sdk ui ## pictures of every page of the console, in target/screenshots
	cargo test -p server --test black_box pictures_of_every_page -- --ignored

soak: tools ## the long torture: 100,000 refreshes, 200 kills, both databases; half an hour (docs/proof.md)
	tests/with-postgres cargo test -p server --test torture -- --ignored --nocapture soak

bench: ## measure what the README claims
	bench/run

bench-renewals: ## measure how tokens are kept fresh: a growing table, and 100,000 that end together (half an hour)
	cargo build --release --package server --bin flowvault
	cargo run --release --package bench -- renewals target/release/flowvault 100000

ui: ui/node_modules/.package-lock.json ## build the console into ui/dist
	cd ui && npm run build

tools: ## install what the tests need and this machine lacks (PostgreSQL, a browser)
	@tests/install-tools

# A folder under tests/ with a package-lock.json drives us with somebody's npm package, one with requirements.txt with
# somebody's Python package.
sdk: $(patsubst %/package-lock.json,%/node_modules/.package-lock.json,$(wildcard tests/*/package-lock.json)) $(patsubst %/requirements.txt,%/.venv/installed,$(wildcard tests/*/requirements.txt)) ## install the npm and Python packages of the tests

# npm writes this file last; newer than the lock means nothing to do, also without a network.
%/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci --no-audit --no-fund && touch node_modules/.package-lock.json

# Ours, written last, to the same end. Made anew, since pip leaves behind what is no longer asked for.
tests/%/.venv/installed: tests/%/requirements.txt
	python3 -m venv --clear tests/$*/.venv
	tests/$*/.venv/bin/pip install --quiet --disable-pip-version-check -r $<
	touch $@
