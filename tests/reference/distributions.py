"""Plays random models with random durations and chances many times with blackstart and with the reference, whose draws
are its own, and reports every figure whose distributions differ.

    python3 tests/reference/distributions.py --models 20 --seed 1 [--trials 1500] [--binary target/release/blackstart]

A mean may be 4 standard errors off; a share, and the share of trials up to a quantile, must have a tail of at least
3.2e-5, which is as much. What differs is played again with other draws, and reported if it differs again.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

from compare import HERE, PLAYED, ms
from generate import Generator
from play import play
from ron import model_file, scenario_file

TRIALS_OF_BLACKSTART = 60_000
ERRORS_MAX = 4.0
TAIL_MIN = 3.2e-5
DIFFERENT_MIN = 20
QUANTILE_GRAIN = 0.001  # blackstart's quantiles are within 0.1 %


class RandomGenerator(Generator):
    """Models whose durations and chances are drawn."""

    def drawn(self):
        r = self.r
        a, m, b = sorted(r.sample([5, 10, 20, 30, 45, 60, 90, 120], 3))
        return r.choice([
            super().drawn(), f"pert({a}m, {m}m, {b}m)", f"triangular({a}m, {m}m, {b}m)", f"uniform({a}m, {b}m)",
            f"exponential(mean {m}m)", f"exponential(mean {m}m) max {b}m", f"lognormal(p50 {m}m, p95 {b}m) max 10h",
            f"weibull(scale {m}m, shape 1.5)", f"gamma(mean {m}m, shape {r.choice([0.7, 3])})",
            f"observed({a}m, {m}m, {m}m, {b}m)", f"{m * 10}GB at pert(200, 400, 900)GB/h",
            f"uniform(10, {b}) at triangular(1, 2, 4)/m"])

    def chance(self):
        return self.r.choice([0.2, 0.5, 0.8])

    def copies(self):
        copies = super().copies()
        for copy in copies.values():
            if copy["kind"] == "Backup":
                if self.r.random() < 0.6:
                    del copy["starts"]
                if self.r.random() < 0.5:
                    copy["success"] = self.r.choice([0.3, 0.7, 0.9])
        return copies

    def events(self):
        events = super().events()
        for event in events:
            if event["kind"] == "Absence":
                event["share"] = self.r.choice([0.3, 0.6, "uniform(0.2, 0.8)", "pert(0.1, 0.4, 0.9)"])
            if event["kind"] == "Delay":
                event["factor"] = self.r.choice([1.5, "uniform(1, 3)", "triangular(0.5, 1, 2)"])
            if event["kind"] == "Spread":
                event["chance"] = self.chance()
        return events

    def whole(self):
        written = super().whole()
        written["scenario"]["onset"] = self.r.choice(["Any", {"Within": "Mon-Fri 08:00-18:00"}, "Mon 00:00"])
        return written


def binomial_tails(k, n, p):
    """P(at most k) and P(at least k) of n with chance p."""
    if p <= 0 or p >= 1:
        return (1.0, 1.0) if k == round(n * p) else (0.0, 0.0)
    logs = [math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1) + i * math.log(p) + (n - i) * math.log1p(-p)
            for i in range(n + 1)]
    terms = [math.exp(term) for term in logs]
    return min(1.0, sum(terms[: k + 1])), min(1.0, sum(terms[k:]))


def share_differs(k, n, theirs, of):
    """Whether k of n is unlikely where blackstart had `theirs` of `of`; its own error counts, too."""
    p = theirs / of
    error = math.sqrt(max(p * (1 - p), 1 / of) / of)
    low, _ = binomial_tails(k, n, max(p - 3 * error, 0.0))
    _, high = binomial_tails(k, n, min(p + 3 * error, 1.0))
    above = k / n > p
    return (high if above else low) < TAIL_MIN if 0 < p < 1 or k != round(n * p) else False


def mean_differs(values, mean):
    """Whether the mean of a sample is unlikely far from blackstart's; a sample in which hardly any value differs from
    the rest says nothing of its error."""
    n = len(values)
    if n < 100 or mean is None or n - max(Counter(values).values()) < DIFFERENT_MIN:
        return False
    own = sum(values) / n
    variance = sum((value - own) ** 2 for value in values) / (n - 1)
    error = math.sqrt(variance / n * (1 + n / TRIALS_OF_BLACKSTART))
    return abs(own - mean) > ERRORS_MAX * error + 1


def estimates(name, values, estimate):
    """The differences of a recovery time or data loss: share recovered, mean, quantiles. None is not recovered."""
    n = len(values)
    done = [value for value in values if value is not None]
    if estimate["n"] == 0 and n:
        yield f"{name}.n", n, 0
    if estimate["n"] == 0 or n == 0:
        return
    if share_differs(len(done), n, estimate["recovered"], estimate["n"]):
        yield f"{name}.recovered", len(done) / n, estimate["recovered"] / estimate["n"]
    if mean_differs(done, estimate["mean_s"] and estimate["mean_s"] * 1000):
        yield f"{name}.mean", sum(done) / len(done), estimate["mean_s"] * 1000
    for quantile, at in estimate["quantiles_s"].items():
        share = int(quantile[1:]) / 100
        limit = math.inf if at is None else at * 1000
        up_to = sum(value is not None and value <= limit * (1 + QUANTILE_GRAIN) + 1 for value in values)
        below = sum(value is not None and value < limit * (1 - QUANTILE_GRAIN) - 1 for value in values)
        error = math.sqrt(share * (1 - share) / estimate["n"])
        too_few = at is not None and binomial_tails(up_to, n, share - 3 * error)[0] < TAIL_MIN
        if too_few or binomial_tails(below, n, share + 3 * error)[1] < TAIL_MIN:
            yield f"{name}.{quantile}", (below / n, up_to / n), at and at * 1000


def differences(results, trials):
    """(path, the reference's figure, blackstart's figure) of what is unlikely to have one distribution."""
    of = results["run"]["trials"]
    for group, counted in (("services", ("touched", "interrupted", "relapsed", "reduced")), ("systems", ("interrupted",)),
                           ("tasks", ("begun", "done")), ("teams", ("called",))):
        for entry in results[group]:
            if "alike" in entry:
                continue
            id = entry["id"]
            played = [trial[group][id] for trial in trials]
            path = f"{group}.{id}"
            for name in counted:
                k = sum(one[name] for one in played)
                if share_differs(k, len(played), entry[name], of):
                    yield f"{path}.{name}", k / len(played), entry[name] / of
            yield from of_entry(path, group, entry, played, of)


def of_entry(path, group, entry, played, of):
    if group == "teams":
        for name in ("busy", "queued"):
            if mean_differs([one[name] for one in played], entry[f"{name}_mean_s"] * 1000):
                yield f"{path}.{name}", sum(one[name] for one in played) / len(played), entry[f"{name}_mean_s"] * 1000
        mobilised = [one["mobilised"] for one in played if one["mobilised"] is not None]
        if mean_differs(mobilised, entry["mobilised_mean_s"] and entry["mobilised_mean_s"] * 1000):
            yield f"{path}.mobilised", sum(mobilised) / len(mobilised), entry["mobilised_mean_s"] * 1000
        return
    yield from estimates(f"{path}.recovery", [one["recovery"] for one in played], entry["recovery"])
    if group != "tasks":
        yield from estimates(f"{path}.data_loss", [one["data_loss"] for one in played], entry["data_loss"])
    for objective in entry["objectives"]:
        k = sum(one["objectives"][objective["kind"]] for one in played)
        if share_differs(k, len(played), objective["held"], objective["n"]):
            yield f"{path}.{objective['kind']}", k / len(played), objective["held"] / objective["n"]
    if group == "services":
        yield from estimates(f"{path}.full", [one["recovery_full"] for one in played], entry["recovery_full"])
        first = [one["first_return"] for one in played if one["interrupted"]]
        yield from estimates(f"{path}.first_return", first, entry["first_return"])
        for clock, estimate in entry["recovery_by_clock"].items():
            yield from estimates(f"{path}.{clock}", [one["clocks"][clock] for one in played], estimate)
        downtime = [one["downtime"] for one in played]
        if mean_differs(downtime, entry["downtime"]["mean_s"] * 1000):
            yield f"{path}.downtime", sum(downtime) / len(downtime), entry["downtime"]["mean_s"] * 1000
        yield from ledgers(path, entry, played)
    for strategy in entry.get("strategies", []):
        for position, name in enumerate(("chosen", "completed", "failed")):
            k = sum(one["strategies"][strategy["id"]][position] for one in played)
            if share_differs(k, len(played), strategy[name], of):
                yield f"{path}.{strategy['id']}.{name}", k / len(played), strategy[name] / of


def ledgers(path, entry, played):
    """The mean of each entry of the two ledgers, over the trials that were interrupted and recovered."""
    for name, recovery in (("ledger", "recovery"), ("ledger_full", "recovery_full")):
        if not entry.get(name):
            continue
        over = [one for one in played if one[recovery] not in (None, 0)]
        theirs = {f"{found['cause']}: {found['who']}": ms(found["mean_s"]) for found in entry[name]["entries"]}
        for key in sorted(set(theirs).union(*[one[name] for one in over])):
            values = [one[name].get(key, 0) for one in over]
            if any(values) and mean_differs(values, theirs.get(key, 0)):
                yield f"{path}.{name}.{key}", sum(values) / len(values), theirs.get(key, 0)


def blackstart(binary, written, folder):
    (folder / "model.ron").write_text(model_file(written["model"]))
    (folder / "scenario.ron").write_text(scenario_file(written["scenario"]))
    command = [binary, "run", folder / "scenario.ron", "--trials", str(TRIALS_OF_BLACKSTART), "--seed", "1", "--format",
               "json", "--progress", "none", "--jobs", "1", "-q"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode == 3:
        return None
    if run.returncode not in PLAYED:
        raise RuntimeError(f"exit status {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trials", type=int, default=1500, help="of the reference, for each model")
    parser.add_argument("--systems", type=int)
    parser.add_argument("--binary", default=str(HERE.parents[1] / "target/release/blackstart"))
    asked = parser.parse_args()
    played = differ = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seed, asked.seed + asked.models):
            written = RandomGenerator(seed, asked.systems).whole()
            results = blackstart(asked.binary, written, pathlib.Path(folder))
            if results is None:
                continue
            played += 1
            found = list(differences(results, [play(written, 1, trial) for trial in range(asked.trials)]))
            if found:
                others = differences(results, [play(written, 2, trial) for trial in range(2 * asked.trials)])
                again = {path for path, _, _ in others}
                found = [difference for difference in found if difference[0] in again]
            if found:
                differ += 1
                print(f"seed {seed}:")
                for path, mine, theirs in found:
                    print(f"    {path}: reference {mine}, blackstart {theirs}", flush=True)
    print(f"{played} models played, {asked.trials} and {TRIALS_OF_BLACKSTART} trials: {played - differ} agree, {differ} differ.")
    return 0 if differ == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
