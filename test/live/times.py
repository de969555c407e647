"""The times of the applications in Python: see keep_date and date of ours.ts."""
from datetime import datetime, timezone


def time_of(iso):
    return datetime.fromisoformat(iso.replace("Z", "+00:00"))


def text_of(value):
    if not isinstance(value, datetime):
        return "text %s" % value
    return value.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
