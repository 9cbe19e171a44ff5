#!/usr/bin/env bash
# Opens a gap register in LibreOffice and reads it back: every sheet is there, times are times, and no text has become a
# formula. Needs cargo and `apt-get install libreoffice-calc --no-install-recommends`; no part of .ci/run, since that is
# half a gigabyte. docs/verification.md records the last outcome.
set -euo pipefail
cd "$(dirname "$0")/../.."
out="$(mktemp -d)"
trap 'rm -rf "$out"' EXIT

if [ $# -gt 0 ]; then
    cp "$1" "$out/register.xlsx"
else
    cargo build --locked --quiet
    target/debug/blackstart report tests/it/reports/results.json --as-of 2026-11-21 -o "xlsx=$out/register.xlsx"
fi

# Every sheet as a CSV of its own.
soffice "-env:UserInstallation=file://$out/profile" --headless \
    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1' \
    --outdir "$out" "$out/register.xlsx" >/dev/null 2>&1

wrong=0
for sheet in Summary Gaps "Improvement plan" Evidence Objectives "Where the time went" Teams Assumptions Inputs Clauses; do
    file="$out/register-$sheet.csv"
    if [ ! -s "$file" ]; then
        echo "no sheet $sheet" >&2
        wrong=1
    elif grep -qE '(^|,)"?(#NAME\?|#REF!|#VALUE!|Err:[0-9]+)' "$file"; then
        echo "a cell of $sheet is a formula that fails" >&2
        wrong=1
    fi
done
# The RTO of eight hours is a length of time, shown as one.
if ! grep -qE ',0?8:00(:00 AM)?,' "$out/register-Objectives.csv"; then
    echo "no time in the objectives" >&2
    wrong=1
fi
[ "$wrong" = 0 ] && echo "LibreOffice reads the gap register: ten sheets, times as times, no formula"
exit "$wrong"
