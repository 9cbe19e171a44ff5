#!/usr/bin/env bash
# Shows that what `check` writes is taken by readers that others wrote: SARIF by sarif-tools, JUnit by junitparser, both
# from PyPI, installed in a folder of their own. Not part of CI: it needs the network.
#
#   tests/readers/run.sh            after `cargo build`; BLACKSTART names another binary, OUT another folder
set -euo pipefail
cd "$(dirname "$0")/../.."
blackstart=${BLACKSTART:-target/debug/blackstart}
out=${OUT:-target/readers}
mkdir -p "$out"
if [ ! -x "$out/venv/bin/sarif" ]; then
    python3 -m venv "$out/venv"
    "$out/venv/bin/pip" install --quiet 'sarif-tools==3.0.5' 'junitparser==5.0.3'
fi

# A file that cannot be used, and names that would break out of markup.
mkdir -p "$out/hostile"
cat >"$out/hostile/model.ron" <<'RON'
(
    systems: { "till": (name: "<till> & \"co\" ]]> '\t'") },
    services: { "sales": (name: "</failure>", needs: ["till"], rto: "1h", mtpd: "30m") },
    allow: [(code: "W0103", on: "sales", because: "<b>says</b> the \"owner\"", owner: "A & B")],
)
RON
mkdir -p "$out/broken"
echo '(systems: { "a": (needs: ["<b>"]) })' >"$out/broken/model.ron"

status() { set +e; "$@"; status=$?; set -e; }
for plan in scenarios "$out/hostile" "$out/broken"; do
    name=$(basename "$plan")
    status "$blackstart" check "$plan" --as-of 2026-11-21 --format json >"$out/$name.json" 2>/dev/null
    status "$blackstart" check "$plan" --as-of 2026-11-21 --format sarif >"$out/$name.sarif" 2>/dev/null
    status "$blackstart" check "$plan" --as-of 2026-11-21 --format junit --deny high >"$out/$name.xml" 2>/dev/null
    "$out/venv/bin/sarif" summary "$out/$name.sarif" >/dev/null
    "$out/venv/bin/sarif" csv "$out/$name.sarif" --output "$out/$name.csv"
    "$out/venv/bin/python" tests/readers/compare.py "$out/$name" "$status"
done
