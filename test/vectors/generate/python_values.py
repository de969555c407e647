"""Values of Python as JSON that tells their types apart: what the generators record, and what tests compare."""
import datetime
import struct
import uuid

try:
    from markupsafe import Markup
except ImportError:
    Markup = ()


def tagged(value):
    if value is None:
        return {"t": "none"}
    if isinstance(value, bool):
        return {"t": "bool", "v": value}
    if isinstance(value, int):
        return {"t": "int", "v": str(value)}
    if isinstance(value, float):
        return {"t": "float", "v": repr(value), "bits": struct.pack(">d", value).hex()}
    if isinstance(value, Markup):
        return {"t": "markup", "v": str(value)}
    if isinstance(value, str):
        return {"t": "str", "v": value}
    if isinstance(value, bytes):
        return {"t": "bytes", "hex": value.hex()}
    if isinstance(value, uuid.UUID):
        return {"t": "uuid", "v": str(value)}
    if isinstance(value, datetime.datetime):
        return {"t": "datetime", "v": value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")}
    if isinstance(value, (list, tuple)):
        return {"t": type(value).__name__, "v": [tagged(item) for item in value]}
    if isinstance(value, dict):
        return {"t": "dict", "v": [[tagged(key), tagged(item)] for key, item in value.items()]}
    raise TypeError(type(value).__name__)
