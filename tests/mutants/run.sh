#!/usr/bin/env bash
# Tests the tests: changes src/engine and src/results in one place at a time with cargo-mutants, and sees whether the
# fast tests of these rooms notice. Not part of CI: a mutant costs a build and, if nobody notices, all of the tests.
#
#   cargo install cargo-mutants --locked
#   tests/mutants/run.sh [SHARD/SHARDS]     goes on where it was stopped; 1/1 unless said otherwise
#   tests/mutants/run.sh report             counts, the share caught with its 95 % Wilson interval, and the survivors
#
# SAMPLE (320; `all`) mutants are tried in the order of the SHA-256 of "SEED name" (SEED: 1): an order drawn once for
# all, so that what was tried is a fair sample whenever it is stopped. OUT (target/mutants-out) keeps the outcomes.
# Most are noticed by the rooms up to `results` and their tests alone, which build in a fraction of the time; what
# nobody notices there, with few random cases, is open (and counts as missed) until all others of the shard have been
# tried: then it is tried again in the whole of the program with as many cases as CI has.
# Tests that use more than CPU_SECONDS (240) of the processor do not end: such a mutant counts as caught.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
out=${OUT:-$root/target/mutants-out}
sample=${SAMPLE:-320}
seed=${SEED:-1}
# Shrinking a case is for people, a failed test is enough, and what one mutant failed on is not for the next to try.
export PROPTEST_MAX_SHRINK_ITERS=0 PROPTEST_DISABLE_FAILURE_PERSISTENCE=true RUSTC_BOOTSTRAP=1
build=(--cargo-arg=--locked --cargo-arg=--lib --cargo-arg=--test=it)
# Those that notice most in least time and those that take more; of the whole program those that few rooms have not,
# then all of them with as many cases as CI has.
first=(engine:: results:: exact:: projects:: properties:: --skip long_streams)
then=(long_streams analytic::)
beyond=(campaign:: results_file studies::footprint studies::pairs studies::whatif)
whole=(engine:: results:: exact:: projects:: properties:: analytic:: "${beyond[@]}")
rooms='analytic|exact|play|projects|properties|random'
mkdir -p "$out"

# The sample, by the digest of each name.
names() {
    if [ ! -s "$out/sample.txt" ]; then
        git rev-parse HEAD >"$out/commit.txt"
        cargo mutants --list -f 'src/engine/**' -f 'src/results/**' >"$out/all.txt"
        while IFS= read -r name; do
            printf '%s %s\n' "$(printf '%s %s' "$seed" "$name" | sha256sum | cut -c1-16)" "$name"
        done <"$out/all.txt" | sort | cut -d' ' -f2- >"$out/order.txt"
        if [ "$sample" = all ]; then cp "$out/order.txt" "$out/sample.txt"
        else sed -n "1,${sample}p" "$out/order.txt" >"$out/sample.txt"; fi
    fi
    cat "$out/sample.txt"
}

# A name as a regular expression that nothing else matches.
pattern() {
    printf '^%s$' "$(printf '%s' "$1" | sed 's/[][\\.^$*+?(){}|]/\\&/g')"
}

# Tries one mutant in the tree of a shard with some tests and prints what became of it: caught, missed, unviable.
try() {
    local name=$1 log=$2 found
    shift 2
    (
        ulimit -t "${CPU_SECONDS:-240}"
        cargo mutants --in-place --baseline skip --colors never --profile mutants --timeout 7200 --build-timeout 7200 \
            "${build[@]}" -o "$log" -f "${name%%:*}" -F "$(pattern "$name")" \
            -- -- -Zunstable-options --fail-fast "$@"
    ) >"$log/said.txt" 2>&1 </dev/null || true
    # Whatever is asked for, those that delete a field are tried beside any other of their file.
    for found in caught missed unviable; do
        if grep -qxF -e "$name" "$log/mutants.out/$found.txt"; then echo "$found"; return; fi
    done
    if grep -qxF -e "$name" "$log/mutants.out/timeout.txt"; then echo caught; else echo failed; fi
}

# A tree of a shard at the commit of the sample; `rooms` has the rooms up to `results` and their tests alone.
grow() {
    local tree=$1 kind=$2
    [ -d "$tree" ] || git clone --quiet "$root" "$tree"
    git -C "$tree" fetch --quiet "$root" HEAD
    git -C "$tree" checkout --quiet --force --detach "$(cat "$out/commit.txt")"
    if [ "$kind" = rooms ]; then
        sed -i '/^pub mod results;/q' "$tree/src/lib.rs"
        sed -i -E "/^mod /{/^mod ($rooms);/!d}" "$tree/tests/it/main.rs"
        # This one reads what stands in a results file.
        sed -i '/^mod estimates;/d' "$tree/tests/it/properties/mod.rs"
        rm "$tree/src/main.rs"
        git -C "$tree" -c user.name=mutants -c user.email=mutants@localhost commit --quiet --all --message "Rooms alone"
    fi
    # Without a mutant all tests pass: the first build, and the proof that a failure means something.
    (cd "$tree" && PROPTEST_CASES=32 cargo test --locked --profile mutants --lib --test it -- "${whole[@]}") >"$tree.txt" 2>&1 </dev/null ||
        { tail -50 "$tree.txt"; exit 1; }
}

# Tries one mutant in a tree, which is as it was afterwards, with some tests.
try_in() {
    local tree=$1 name=$2 log=$3
    shift 3
    mkdir -p "$log"
    (cd "$tree" && try "$name" "$log" "$@")
    git -C "$tree" checkout --quiet --force
}

# Whether a mutant has one of these outcomes.
has() {
    local name=$1 outcome
    shift
    for outcome in "$@"; do
        if grep -qxF -e "$outcome $name" "$done"; then return; fi
    done
    return 1
}

# Calls a function with each mutant of a shard.
each() {
    local at=0 name
    while IFS= read -r name; do
        at=$((at + 1))
        if [ $((at % shards)) -eq $((shard % shards)) ]; then "$1" "$name"; fi
    done <"$out/names-$shard.txt"
}

in_few_rooms() {
    local name=$1 outcome
    if has "$name" caught missed unviable open; then return; fi
    outcome=$(PROPTEST_CASES=32 try_in "$out/rooms-$shard" "$name" "$out/log-rooms-$shard" "${first[@]}")
    if [ "$outcome" = missed ]; then
        outcome=$(PROPTEST_CASES=32 try_in "$out/rooms-$shard" "$name" "$out/log-rooms-$shard" "${then[@]}")
    fi
    printf '%s %s\n' "${outcome/missed/open}" "$name" | tee -a "$done"
}

in_the_whole() {
    local name=$1 outcome
    if ! has "$name" open || has "$name" caught missed; then return; fi
    outcome=$(try_in "$out/tree-$shard" "$name" "$out/log-$shard" "${beyond[@]}")
    if [ "$outcome" = missed ]; then
        outcome=$(try_in "$out/tree-$shard" "$name" "$out/log-$shard" "${whole[@]}")
    fi
    printf '%s %s\n' "$outcome" "$name" | tee -a "$done"
}

run() {
    shard=$1 shards=$2 done="$out/outcomes-$1-of-$2.txt"
    names >"$out/names-$shard.txt"
    touch "$done"
    grow "$out/rooms-$shard" rooms
    each in_few_rooms
    grow "$out/tree-$shard" all
    each in_the_whole
}

report() {
    # What was open and is tried again has two outcomes: the later counts.
    awk '{ name = substr($0, length($1) + 2); of[name] = $1 } END { for (name in of) print of[name], name }' \
        "$out"/outcomes-*.txt | sort >"$out/outcomes.txt"
    awk '{ count[$1]++ }
        END {
            for (word in count) printf "%s %d\n", word, count[word]
            n = count["caught"] + count["missed"] + count["open"]; z = 1.959964
            if (n == 0) exit
            p = count["caught"] / n; mid = (p + z * z / (2 * n)) / (1 + z * z / n)
            half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
            printf "caught of the viable: %.1f %% (%.1f to %.1f)\n", 100 * p, 100 * (mid - half), 100 * (mid + half)
        }' "$out/outcomes.txt"
    grep -E '^(missed|open) ' "$out/outcomes.txt" || true
}

# Read as a whole before it runs, so that the file may change meanwhile.
{
    set -- "${1:-1/1}"
    case $1 in
    report) report ;;
    */*) run "${1%/*}" "${1#*/}" ;;
    *) echo "usage: tests/mutants/run.sh [SHARD/SHARDS | report]" >&2; exit 2 ;;
    esac
    exit
}
