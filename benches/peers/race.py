"""Races SimPy and NumPy against what `cargo bench --bench floor` has printed, and blackstart on the core of the bank."""

import functools
import json
import math
import pathlib
import platform
import resource
import statistics
import subprocess
import sys
import time

import numpy
import simpy

import bank
import networks

PEOPLE = 3
ROOT = pathlib.Path(__file__).resolve().parents[2]


def agree(name, values, mean, error):
    """Stops the race where a mean is more than four standard errors from the others'."""
    own = values.std(ddof=1) / math.sqrt(len(values))
    apart = abs(values.mean() - mean) / math.hypot(own, error)
    if apart > 4:
        sys.exit(f"{name}: {values.mean():.3f} h, others {mean:.3f} h: {apart:.1f} standard errors apart")
    return f"{values.mean():8.3f} h, {apart:3.1f} standard errors apart"


def rate(play, trials, clock=time.process_time):
    """Trials per second of processor time: the median of five after one warm-up."""
    play(trials, 0)
    seconds = []
    for seed in range(1, 6):
        start = clock()
        play(trials, seed)
        seconds.append(clock() - start)
    return trials / statistics.median(seconds)


def children():
    """Seconds of processor time of the processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def floor(path):
    """Rates and means that the bench printed, by contestant and model."""
    rates, means = {}, {}
    for line in path.read_text().splitlines():
        words = line.split()
        if not line.startswith(("by hand", "blackstart")):
            continue
        *contestant, model, jobs, _, per_second, mean, error = words
        rates[" ".join(contestant), model + jobs] = float(per_second)
        means[model + jobs] = float(mean), float(error.strip("()"))
    return rates, means


def race_networks(work):
    rates, means = floor(work / "floor.txt")
    for jobs, simpy_trials in ((50, 2_000), (1_000, 100)):
        network = json.loads((work / f"network-{jobs}.json").read_text())
        free = {"SimPy": (functools.partial(networks.simpy_free, network), simpy_trials)}
        for batch in (256, 1_024, 4_096, 16_384):
            play = functools.partial(networks.numpy_free, network, batch=batch)
            free[f"NumPy, batches of {batch}"] = play, max(batch, 400_000 // jobs)
        crew = functools.partial(networks.simpy_crew, network, PEOPLE)
        for model, contestants in (("a", free), ("b", {"SimPy": (crew, simpy_trials)})):
            report(f"{model}{jobs}", contestants, rates, means[f"{model}{jobs}"])


def report(model, contestants, rates, mean):
    print(f"\n{model}: mean {mean[0]:.3f} h, standard error {mean[1]:.3f}")
    for name, (play, trials) in contestants.items():
        word = agree(f"{model} {name}", play(trials, 99), *mean)
        rates[name, model] = rate(play, trials)
        print(f"  {name:26} {word}")
    own = rates["blackstart", model]
    for (name, of), per_second in sorted(rates.items(), key=lambda item: -item[1]):
        if of == model:
            print(f"  {name:26} {per_second:12,.0f} trials/s   blackstart is {own / per_second:8.2f} times as fast")


def race_bank(trials=100_000, simpy_trials=1_000):
    scenario = ROOT / "benches/peers/bank-night.ron"
    command = [ROOT / "target/release/blackstart", "run", scenario, "--jobs", "1", "--format", "json", "--seed", "7", "--trials"]

    def play(count, _):
        done = subprocess.run([*map(str, command), str(count)], capture_output=True, text=True, check=False)
        return json.loads(done.stdout)

    services = {service["id"]: service for service in play(trials, 0)["services"]}
    hours = bank.hours(4 * simpy_trials, 99)
    print("\nc: the core of the bank")
    for position, service in enumerate(bank.SERVICES):
        mean, error = mean_of(services[service])
        print(f"  SimPy, {service:10} {agree(service, hours[:, position], mean, error)}")
    # The time of the process less that of one with a single trial: without starting and reading.
    start = rate(play, 1, children)
    own = trials / (trials / rate(play, trials, children) - 1 / start)
    peer = rate(bank.hours, simpy_trials)
    print(f"  blackstart {own:19,.0f} trials/s\n  SimPy {peer:24,.0f} trials/s, {own / peer:.0f} times slower")


def mean_of(service):
    """Mean and standard error in hours; the interval is the 99 % one."""
    recovery = service["recovery"]
    low, high = recovery["mean_interval_s"]
    return recovery["mean_s"] / 3600, (high - low) / 3600 / 2 / statistics.NormalDist().inv_cdf(0.995)


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, SimPy {simpy.__version__}, NumPy {numpy.__version__}")
    race_networks(pathlib.Path(sys.argv[1]))
    race_bank()
