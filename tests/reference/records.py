"""The ledger of section 9: records of changes, and the one chain that binds the end of an outage."""

CAUSES = ["event", "detection", "assessment", "declaration", "decision", "policy", "mobilisation", "waiting-for-people",
          "waiting-for-units", "work", "rework", "restart", "workaround"]


class Record:
    """Why something changed: (instant, cause, who, the record before it). The stretch from the record before to the
    instant is charged to (cause, who); without a record before, the whole rest of the outage is."""

    def __init__(self, t, cause, who, before=None, attempt=None):
        self.t, self.cause, self.who, self.before, self.attempt = t, cause, who, before, attempt

    def key(self):
        """The order of changes of one instant; in ties work counts as work, also where it is later rework."""
        return order(self.cause, self.who)

    def charged(self):
        if self.attempt is not None and self.attempt.is_rework():
            return "rework", self.who
        return self.cause, self.who


def order(cause, who):
    return CAUSES.index(cause), who


def latest(records):
    """The chain goes on with the latest of these; equal instants: first by (cause, who)."""
    known = [record for record in records if record is not None]
    return min(known, key=lambda record: (-record.t, record.key())) if known else None


def ledger(record, start, end):
    """{(cause, who): milliseconds} of an outage [start, end] that ended with this record. The entries sum to its length."""
    entries, upper = {}, end
    while upper > start:
        lower = start if record.before is None else min(max(record.before.t, start), upper)
        cause, who = record.charged()
        if upper > lower:
            entries[cause, who] = entries.get((cause, who), 0) + upper - lower
        upper, record = lower, record.before
    return entries
