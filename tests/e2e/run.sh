#!/usr/bin/env bash
# Plays what is shipped, makes HTML reports of it, of one scenario and of several, and one of hostile texts, and opens
# them in headless Chromium (run.mjs). Needs cargo, node, npm and Chromium; .ci/run installs them.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cd "$here/../.."

cargo build --locked --quiet
report=(target/debug/blackstart report --as-of 2026-11-21 --force)
mkdir -p "$here/out"
"${report[@]}" scenarios/hello/outage.ron --trials 1000 --advisory -o html="$here/out/hello.html"
"${report[@]}" scenarios/harbour-bank --trials 1000 --advisory -o html="$here/out/bank.html"
"${report[@]}" tests/it/reports/results.json -o html="$here/out/town.html"
node "$here/hostile.mjs" tests/it/reports/results.json "$here/out/hostile.json"
"${report[@]}" "$here/out/hostile.json" -o html="$here/out/hostile.html"

cd "$here"
[ -d node_modules/playwright-core ] || npm ci --ignore-scripts --no-audit --no-fund
node run.mjs out/hello.html out/bank.html out/town.html out/hostile.html
