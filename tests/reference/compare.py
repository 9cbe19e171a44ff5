"""Plays random models with blackstart and with the reference, and reports every figure on which they differ.

    python3 tests/reference/compare.py --models 1000 --seed 1 [--systems 30] [--binary target/release/blackstart]
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

from generate import generate
from play import play
from ron import model_file, scenario_file

HERE = pathlib.Path(__file__).resolve().parent
PLAYED = (0, 10, 11)  # exit statuses of a run


def ms(seconds):
    return None if seconds is None else round(seconds * 1000)


def blackstart(binary, written, folder):
    """The results of one trial; None if the files are refused."""
    (folder / "model.ron").write_text(model_file(written["model"]))
    (folder / "scenario.ron").write_text(scenario_file(written["scenario"]))
    command = [binary, "run", folder / "scenario.ron", "--trials", "1", "--seed", "1", "--format", "json",
               "--progress", "none", "--jobs", "1", "-q"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode == 3:
        return None
    if run.returncode not in PLAYED:
        raise RuntimeError(f"exit status {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def time_of(estimate):
    """A recovery time of the only trial; None: not recovered."""
    return ms(estimate["mean_s"]) if estimate["recovered"] else None


def objectives(entry):
    return {found["kind"]: bool(found["held"]) for found in entry["objectives"]}


def ledger(entry):
    return {f"{found['cause']}: {found['who']}": ms(found["mean_s"]) for found in entry["entries"]}


def figures(results):
    """The figures of blackstart in the shape of the reference's."""
    services, systems, tasks, teams = {}, {}, {}, {}
    for entry in results["services"]:
        found = services[entry["id"]] = {
            "touched": bool(entry["touched"]), "interrupted": bool(entry["interrupted"]),
            "relapsed": bool(entry["relapsed"]), "reduced": bool(entry["reduced"]),
            "first_return": time_of(entry["first_return"]) if entry["interrupted"] else None,
            "recovery": time_of(entry["recovery"]), "recovery_full": time_of(entry["recovery_full"]),
            "clocks": {clock: time_of(value) for clock, value in entry["recovery_by_clock"].items()},
            "downtime": ms(entry["downtime"]["mean_s"]), "data_loss": time_of(entry["data_loss"]),
            "objectives": objectives(entry)}
        if entry["loss"] is not None:
            found["loss"] = round(entry["loss"]["mean"] * 100)
        if entry["work_recovery"] is not None:
            found["work_recovery"] = ms(entry["work_recovery"]["mean_s"])
        for name in ("ledger", "ledger_full"):
            if entry.get(name) is not None:
                found[name] = ledger(entry[name])
    for entry in results["systems"]:
        found = systems[entry["id"]] = {
            "interrupted": bool(entry["interrupted"]), "data_loss": time_of(entry["data_loss"]),
            "recovery": time_of(entry["recovery"]), "objectives": objectives(entry),
            "strategies": {one["id"]: (bool(one["chosen"]), bool(one["completed"]), bool(one["failed"]))
                           for one in entry["strategies"]}}
        if "alike" in entry:
            found["alike"] = entry["alike"]
    for entry in results["tasks"]:
        tasks[entry["id"]] = {"begun": bool(entry["begun"]), "done": bool(entry["done"]),
                              "recovery": time_of(entry["recovery"]), "objectives": objectives(entry)}
    for entry in results["teams"]:
        teams[entry["id"]] = {"called": bool(entry["called"]), "mobilised": ms(entry["mobilised_mean_s"]),
                              "busy": ms(entry["busy_mean_s"]), "queued": ms(entry["queued_mean_s"])}
    return {"services": services, "systems": systems, "tasks": tasks, "teams": teams}


def differences(theirs, ours):
    """(path, blackstart's figure, the reference's figure) of each figure that differs."""
    for group, nodes in theirs.items():
        for id, entry in nodes.items():
            mine = ours[group].get(id)
            if mine is None:  # a group of alike systems is one entry
                continue
            for name, value in entry.items():
                if name == "touched" or name in mine and mine[name] != value:
                    if mine[name] != value:
                        yield f"{group}.{name}", id, value, mine[name]


def compared(written, binary, folder):
    """None if the files are refused; else (how many figures were compared, the differences)."""
    results = blackstart(binary, written, folder)
    if results is None:
        return None
    theirs = figures(results)
    try:
        ours = play(written)
    except (AssertionError, RuntimeError) as error:
        return 0, [("reference", "itself", "no error", error)]
    count = sum(len(entry) for nodes in theirs.values() for entry in nodes.values())
    return count, list(differences(theirs, ours))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--models", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1, help="of the first model; each further model has the next")
    parser.add_argument("--systems", type=int, help="how many systems; by default from 1 to 12")
    parser.add_argument("--binary", default=str(HERE.parents[1] / "target/release/blackstart"))
    parser.add_argument("--show", type=int, default=20, help="how many models that differ are shown")
    asked = parser.parse_args()
    played = refused = agreed = figures_compared = 0
    kinds, shown = Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seed, asked.seed + asked.models):
            found = compared(generate(seed, asked.systems), asked.binary, pathlib.Path(folder))
            if found is None:
                refused += 1
                continue
            played += 1
            figures_compared += found[0]
            if not found[1]:
                agreed += 1
                continue
            kinds.update({difference[0] for difference in found[1]})
            if shown < asked.show:
                shown += 1
                print(f"seed {seed}:")
                for path, id, theirs, mine in found[1]:
                    print(f"    {path} of {id}: blackstart {theirs}, reference {mine}")
    print(f"{played} models played ({refused} more refused as mistaken), {figures_compared} figures compared: "
          f"{agreed} models agree in all, {played - agreed} differ.")
    for kind, number in kinds.most_common():
        print(f"    {number} in {kind}")
    return 0 if played == agreed else 1


if __name__ == "__main__":
    sys.exit(main())
