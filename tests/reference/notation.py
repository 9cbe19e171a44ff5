"""The little languages of a model: durations, distributions, needs, hours, targets (the page `language.md`)."""

import math
import re

WEEK = 7 * 24 * 3_600_000
NEVER = 1 << 53  # "above 2^53 ms it is never"

UNITS = {"w": WEEK, "d": 86_400_000, "h": 3_600_000, "m": 60_000, "min": 60_000, "s": 1_000, "ms": 1}
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def half_up(x):
    """Rounds to an integer, halves upwards."""
    return math.floor(x + 0.5)


def duration(text):
    """`"2h30m"` in milliseconds."""
    parts = re.findall(r"([0-9.]+)\s*([a-z]+)", text.lower())
    return half_up(sum(float(number) * UNITS[unit] for number, unit in parts))


# --- needs ---------------------------------------------------------------------------------------------------------
#
# An expression is ("is", node) or ("of", k, [expressions]): `a and b` is 2 of 2, `a or b` is 1 of 2.


def needs(text, lookup):
    """Reads an expression. `lookup(name)` gives the expression that a name stands for (a gate, a group) or None;
    `lookup("tag:x")` gives the list of the ids that have the tag."""
    tokens = re.findall(r"[(),]|[^\s(),]+", text)
    expression, rest = _either(tokens, lookup)
    assert not rest, f"{text!r}: {rest} is left over"
    return expression


def everything(texts, lookup):
    """A list of needs means all of them."""
    return every_of([needs(text, lookup) for text in texts])


def every_of(expressions):
    return ("of", len(expressions), list(expressions))


def _either(tokens, lookup):
    alternatives, tokens = _separated("or", _both, tokens, lookup)
    return (alternatives[0] if len(alternatives) == 1 else ("of", 1, alternatives)), tokens


def _both(tokens, lookup):
    parts, tokens = _separated("and", _single, tokens, lookup)
    return (parts[0] if len(parts) == 1 else every_of(parts)), tokens


def _separated(word, read, tokens, lookup):
    first, tokens = read(tokens, lookup)
    found = [first]
    while tokens and tokens[0] == word:
        following, tokens = read(tokens[1:], lookup)
        found.append(following)
    return found, tokens


def _single(tokens, lookup):
    if tokens[0] == "(":
        expression, tokens = _either(tokens[1:], lookup)
        assert tokens[0] == ")"
        return expression, tokens[1:]
    if len(tokens) > 1 and tokens[1] == "of":
        return _some_of(tokens[0], tokens[2:], lookup)
    name = tokens[0]
    return lookup(name) or ("is", name), tokens[1:]


def _some_of(count, tokens, lookup):
    if tokens[0] == "(":
        members = []
        while tokens[0] != ")":
            member, tokens = _either(tokens[1:], lookup)
            members.append(member)
    else:
        found = lookup(tokens[0])
        members = [("is", id) for id in found] if isinstance(found, list) else found[2]
    k = {"all": len(members), "any": 1}.get(count) or int(count)
    return ("of", k, members), tokens[1:]


def names(expression):
    """The nodes an expression names."""
    if expression[0] == "is":
        return {expression[1]}
    return set().union(*[names(part) for part in expression[2]])


def exchanged(expression, instead):
    """The expression with the exchanges of a strategy's `instead`."""
    if expression[0] == "is":
        return instead.get(expression[1], expression)
    return ("of", expression[1], [exchanged(part, instead) for part in expression[2]])


def holds(expression, is_up):
    """Whether an expression holds, `is_up(node)` telling of single nodes."""
    if expression[0] == "is":
        return is_up(expression[1])
    return sum(holds(part, is_up) for part in expression[2]) >= expression[1]


# --- hours ---------------------------------------------------------------------------------------------------------


def week_instant(text):
    """`"Fri 22:40"` (or `"22:40"`, a time of day) in milliseconds since Monday 00:00."""
    words = text.lower().split()
    day = DAYS.index(words[0]) if len(words) == 2 else 0
    hour, minute = words[-1].split(":")
    return (day * 24 + int(hour)) * 3_600_000 + int(minute) * 60_000


def hours(text):
    """`"Mon-Fri 08:00-18:00"`: intervals [start, end) of the week in milliseconds, an end perhaps beyond the week."""
    if text == "24x7":
        return [(0, WEEK)]
    found = []
    for stretch in text.lower().split(";"):
        stretch = stretch.strip()
        if " to " in stretch:
            start, end = (week_instant(part) for part in stretch.split(" to "))
            found.append((start, end if end > start else end + WEEK))
            continue
        days, times = stretch.split()
        start, end = (week_instant(part) for part in times.split("-"))
        for day in _days(days):
            begin = day * 86_400_000 + start
            found.append((begin, begin + (end - start if end > start else end - start + 86_400_000)))
    return found


def _days(text):
    ends = [DAYS.index(day) for day in text.split("-")]
    first, last = ends[0], ends[-1]
    return [(first + i) % 7 for i in range((last - first) % 7 + 1)]


def within(intervals, instant):
    """Whether an instant of the organisation's clock lies in one of the intervals of the week."""
    instant %= WEEK
    return any(start <= instant < end or start <= instant + WEEK < end for start, end in intervals)


def next_boundary(intervals, instant):
    """The first instant after this one at which an interval starts or ends."""
    base = instant - instant % WEEK
    edges = {edge % WEEK for interval in intervals for edge in interval}
    return min(base + week + edge for edge in edges for week in (0, WEEK) if base + week + edge > instant)


# --- people, units, targets ----------------------------------------------------------------------------------------


def amounts(value):
    """`["dba: 2", "network"]`, or a single text, as {"dba": 2, "network": 1}."""
    found = {}
    for text in [value] if isinstance(value, str) else value or []:
        name, _, number = text.partition(":")
        name = name.strip()
        found[name] = found.get(name, 0) + int(number or 1)
    return found
