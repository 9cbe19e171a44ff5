"""The values of the uncertain quantities of one trial (section 1).

A value depends on the seed, the name of the variable and the trial, and on nothing else. A fixed duration draws
nothing, so a model of fixed durations and of chances 0 and 1 is played without any chance.
"""

import math
import random
import re
from statistics import NormalDist

from notation import NEVER, UNITS, duration, half_up

_CALL = re.compile(r"^(pert|triangular|uniform|exponential|lognormal|weibull|gamma|observed)\((.*)\)$")
_SIZES = {"kB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "PB": 1e15}


class Draws:
    """The draws of one trial, made when they are first asked for."""

    def __init__(self, seed=0, trial=0):
        self._seed, self._trial = seed, trial
        self._kept = {}

    def _chance(self, name):
        return random.Random(f"{self._seed}|{self._trial}|{name}")

    def uniform(self, name):
        """The u in (0, 1) of a variable."""
        return self._chance(name).random() or 0.5

    def happens(self, name, chance):
        """Whether something of this chance happens."""
        return chance >= 1 or chance > 0 and self.uniform(name) < chance

    def time(self, name, distribution):
        """A duration in milliseconds: rounded half up, never negative, above 2^53 never."""
        if name not in self._kept:
            self._kept[name] = min(max(half_up(self._sampled(name, distribution)), 0), NEVER)
        return self._kept[name]

    def number(self, name, distribution):
        """A number such as a share or a factor."""
        if isinstance(distribution, (int, float)):
            return float(distribution)
        return self._shape(name, distribution, float)

    def _sampled(self, name, text):
        if " at " in text:
            size, rate = text.split(" at ")
            rate, per = rate.rsplit("/", 1)
            amount = self._shape(name + "/size", size, _size)
            return amount / self._shape(name + "/rate", _spread_unit(rate), _size) * UNITS[per.strip()]
        return self._shape(name, text, duration)

    def _shape(self, name, text, read):
        text, _, cap = text.partition(" max ")
        found = _CALL.match(text.strip())
        value = read(text.strip()) if not found else self._variate(name, found[1], found[2], read)
        return min(value, read(cap)) if cap else value

    def _variate(self, name, shape, arguments, read):
        chance = self._chance(name)
        values = [argument.strip() for argument in arguments.split(",")]
        if shape == "observed":
            return read(values[math.floor(chance.random() * len(values))])
        given = [value.split(" ")[-1] for value in values]
        if shape == "weibull":
            return chance.weibullvariate(read(given[0]), float(given[1]))
        if shape == "gamma":
            return chance.gammavariate(float(given[1]), read(given[0]) / float(given[1]))
        a, *more = [read(value) for value in given]
        if shape == "exponential":
            return chance.expovariate(1 / a)
        if shape == "lognormal":
            sigma = math.log(more[0] / a) / NormalDist().inv_cdf(0.95)
            return chance.lognormvariate(math.log(a), sigma)
        if shape == "uniform":
            return chance.uniform(a, more[0])
        mode, b = more
        if shape == "triangular":
            return chance.triangular(a, b, mode)
        if a == b:
            return a
        return a + (b - a) * chance.betavariate(1 + 4 * (mode - a) / (b - a), 1 + 4 * (b - mode) / (b - a))


def _size(text):
    """A number with or without a unit of size."""
    found = re.match(r"^([0-9.]+)\s*([kMGTP]B)?$", text.strip())
    return float(found[1]) * _SIZES.get(found[2], 1.0)


def _spread_unit(rate):
    """`pert(1, 2, 3)GB` as `pert(1GB, 2GB, 3GB)`."""
    found = re.match(r"^(.*)\((.*)\)\s*([kMGTP]B)$", rate.strip())
    if not found:
        return rate
    return f"{found[1]}({', '.join(part + found[3] for part in found[2].split(','))})"


def binomial_quantile(trials, chance, u):
    """The smallest k with P(at most k of `trials` happen) >= u."""
    below = 0.0
    for k in range(trials + 1):
        below += math.comb(trials, k) * chance**k * (1 - chance) ** (trials - k)
        if below >= u:
            return k
    return trials
