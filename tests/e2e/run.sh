#!/usr/bin/env bash
# Plays what is shipped, makes HTML reports of it, of one scenario and of several, one of hostile texts, and one with every
# kind of study beside its results, and opens them in headless Chromium (run.mjs). Needs cargo, node, npm and Chromium; .ci/run installs them.
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

study() {
  local name="$1"
  shift
  target/debug/blackstart "$@" --quiet --force --format text -o json="$here/out/$name.json" > "$here/out/$name.txt"
}
bank=scenarios/harbour-bank
study results run "$bank/ransomware.ron" --trials 500 --advisory
study whatif whatif "$bank/ransomware.ron" --trials 500 --name "two more people" --set teams.dba.people=4 --set teams.dba.off_hours.people=3
study before run scenarios/hello/outage.ron --trials 500 --advisory
study after run scenarios/hello/outage.ron --trials 500 --advisory --set teams.operations.off_hours.people=2 --set response.assess=1h
study compare compare "$here/out/before.json" "$here/out/after.json"
study sensitivity sensitivity "$bank/ransomware.ron" --trials 200
study sweep sweep "$bank/model.ron" --kind site,supplier,team --trials 200
study ladder ladder "$bank/ransomware.ron" --along dwell --trials 200
study frontier ladder "$bank/ransomware.ron" --along dwell=1d,8d,32d --along absence=0,0.3,0.6 --trials 200
study week ladder "$bank/main-data-centre-loss.ron" --along onset --trials 64
study delay delay "$bank/ransomware.ron" --trials 200
study advise advise "$bank/ransomware.ron" --budget 20 --trials 1024
studies=(whatif sensitivity sweep ladder frontier week delay advise)
"${report[@]}" "$here/out/results.json" $(printf "$here/out/%s.json " "${studies[@]}") -o html="$here/out/studies.html"
target/debug/blackstart report --force "$here/out/compare.json" -o html="$here/out/compare.html"

cd "$here"
[ -d node_modules/playwright-core ] || npm ci --ignore-scripts --no-audit --no-fund
node run.mjs out/hello.html out/bank.html out/town.html out/hostile.html out/studies.html out/compare.html
