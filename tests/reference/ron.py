"""Writes the JSON form of a model and a scenario as the RON files that blackstart reads."""

MAPS = {"sites", "suppliers", "teams", "resources", "gates", "tasks", "systems", "services", "rides_out", "copies",
        "instead", "slower_without"}
WORDS = {"when", "waves_are", "clock", "class", "since", "along"}  # written bare; `since` only if it is no event's id
SINCE = {"Onset", "Detected", "Assessed", "Declared"}


def text(value):
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(value, field=None):
    """One value in RON; `field` tells structures from maps and names from words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        bare = field in WORDS and (field != "since" or value in SINCE) or field == "onset" and value == "Any"
        return value if bare else text(value)
    if isinstance(value, list):
        if field == "only_for":
            return "[" + ", ".join(value) + "]"
        if field == "impact":
            return "[" + ", ".join(f"({text(at)}, {loss})" for at, loss in value) + "]"
        return "[" + ", ".join(write(entry) for entry in value) + "]"
    if field in ("along", "onset"):
        (word, argument), = value.items()
        return f"{word}({text(argument)})"
    if field in MAPS:
        return "{" + ", ".join(f"{text(key)}: {member(key, entry, field)}" for key, entry in value.items()) + "}"
    return structure(value)


def member(key, entry, field):
    if field == "sites":
        kind = entry.get("kind")
        rest = {name: value for name, value in entry.items() if name != "kind"}
        inner = structure(rest)
        return inner if kind is None else f"(kind: {kind}{', ' if rest else ''}{inner[1:]}"
    return structure(entry) if isinstance(entry, dict) else write(entry)


def structure(value):
    value = dict(value)
    kind = value.pop("kind", "")
    return kind + "(" + ", ".join(f"{field}: {write(entry, field)}" for field, entry in value.items()) + ")"


def model_file(model):
    return _lines(model)


def scenario_file(scenario, model_name="model.ron"):
    return _lines({"title": "Random", "model": model_name, **scenario})


def _lines(fields):
    """One line for each node, event and other field."""
    out = ["("]
    for field, value in fields.items():
        if field in MAPS:
            out.append(f"    {field}: {{")
            out += [f"        {text(key)}: {member(key, entry, field)}," for key, entry in value.items()]
            out.append("    },")
        elif field == "events":
            out += ["    events: ["] + [f"        {write(entry)}," for entry in value] + ["    ],"]
        else:
            out.append(f"    {field}: {write(value, field)},")
    return "\n".join(out + [")", ""])
