"""Plays a model and a scenario in JSON form: `python3 play.py FILE.json [--trace]`."""

import json
import sys

from draws import Draws
from measures import Observer, measured
from model import Model, Scenario
from trial import Trial


def play(written, seed=0, trial=0, trace=None):
    """The figures of one trial of {"model": ..., "scenario": ...}."""
    model = Model(written["model"])
    world = Trial(model, Scenario(written["scenario"], model), Draws(seed, trial), Observer(trace))
    world.play()
    return measured(world)


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        read = json.load(file)
    told = [] if "--trace" in sys.argv else None
    figures = play(read, trace=told)
    for t, what, who, record in told or []:
        why = record and "{}: {}".format(*record.charged())
        print(f"{t / 1000:>12.3f}  {what:20} {who:40} {why or ''}")
    if told is None:
        print(json.dumps(figures, indent=1))
