"""Records what Pyramid writes and reads where pyramid_nacl_session encrypts its sessions.

    PYTHONHASHSEED=0 /usr/bin/python3 nacl.py | gzip -9n > ../languages/nacl.json.gz

`nacl.json.gz` is of Pyramid 2.0 and PyNaCl 1.5.0 on Python 3.11.2 (Debian's python3-pyramid and python3-nacl). The
serializer around PyNaCl is that of test/live/nacl_sessions.py, for pyramid_nacl_session is in no Debian. The clock is
set by hand and nonces come from a seed: a run makes the same bytes.
"""
import base64
import datetime
import decimal
import json
import os
import pickle
import random
import struct
import sys
import types
import uuid

# The folder of this file, whose name is that of the package.
HERE = sys.path.pop(0)
sys.path.append(os.path.join(HERE, "../../live"))
sys.dont_write_bytecode = True

import nacl.utils
import pyramid.session
from nacl.secret import SecretBox
from nacl_sessions import SERIALIZERS, EncryptedSerializer, session_factory
from pyramid.request import Request
from pyramid.response import Response

SEED = random.Random(20_261_127)
nacl.utils.random = SEED.randbytes
CLOCK = [0]
pyramid.session.time = types.SimpleNamespace(time=lambda: CLOCK[0])
NOW = 1_700_000_000
SECRET, OLD, OTHER = (SEED.randbytes(32) for _ in range(3))


# ---- values, tagged as in the vectors of Pyramid

def tag_text(value):
    if any(0xD800 <= ord(character) < 0xE000 for character in value):
        return {"t": "str", "cps": ["%x" % ord(character) for character in value]}
    return {"t": "str", "v": value}


def tag_moment(name, fields):
    return lambda value: {"t": name, "v": [getattr(value, field) for field in fields]}


def tag(value):
    return {"t": "none"} if value is None else TAGS[type(value)](value)


def tag_items(name, order=list):
    return lambda value: {"t": name, "v": [tag(item) for item in order(value)]}


DATE = ["year", "month", "day"]
TIME = ["hour", "minute", "second", "microsecond"]
TAGS = {
    bool: lambda value: {"t": "bool", "v": value},
    int: lambda value: {"t": "int", "v": str(value)},
    float: lambda value: {"t": "float", "v": repr(value), "bits": struct.pack(">d", value).hex()},
    str: tag_text,
    bytes: lambda value: {"t": "bytes", "hex": value.hex()},
    list: tag_items("list"),
    tuple: tag_items("tuple"),
    set: tag_items("set", sorted),
    frozenset: tag_items("frozenset", sorted),
    dict: lambda value: {"t": "dict", "v": [[tag(key), tag(item)] for key, item in value.items()]},
    datetime.datetime: tag_moment("datetime", DATE + TIME),
    datetime.date: tag_moment("date", DATE),
    datetime.time: tag_moment("time", TIME),
    datetime.timedelta: lambda value: {"t": "timedelta", "v": [value.days, value.seconds, value.microseconds]},
    decimal.Decimal: lambda value: {"t": "Decimal", "v": str(value)},
    uuid.UUID: lambda value: {"t": "UUID", "v": str(value)},
}

# ---- sessions

VECTORS = []


def write(data, serializer="pickle", secret=SECRET, now=NOW, created=None):
    """The cookie of a session that is written `now`."""
    CLOCK[0] = now
    session = session_factory(secret, serializer)(Request.blank("/"))
    dict.update(session, data)
    if created is not None:
        session.created = created
    response = Response()
    session._set_cookie(response)
    return response.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]


def read(cookie, serializer, secret, now, timeout):
    """The session that Pyramid makes of a cookie."""
    CLOCK[0] = now
    request = Request.blank("/")
    request.cookies["session"] = cookie
    return session_factory(secret, serializer, timeout=timeout)(request)


def add(name, cookie, serializer="pickle", secrets=(SECRET,), now=NOW, timeout=1200, **more):
    """Records what Pyramid makes of a cookie. It takes one secret: of several, that which opens the box."""
    vector = {
        "name": name,
        "secrets": [secret.hex() for secret in secrets],
        "serializer": serializer,
        "timeout": timeout,
        "now": now,
        "cookie": cookie,
        "accepted": False,
    }
    for secret in secrets:
        try:
            session = read(cookie, serializer, secret, now, timeout)
        except Exception as error:
            vector["error"] = type(error).__name__
            continue
        if not session.new:
            vector.update(accepted=True, created=session.created, renewed=session.renewed, data=tag(dict(session)))
            break
    vector.update(more)
    VECTORS.append(vector)


def both(name, data, serializer="pickle", now=NOW, **more):
    """Records what Pyramid writes, and that it reads it."""
    add(name, write(data, serializer, now=now, **more), serializer, now=now, written=True)


SIZES = [0, 1, 2, 3, 5, 8, 13, 21, 100, 300, 1000, 2000, 2800]
for size in SIZES:
    for serializer in SERIALIZERS:
        both("%d characters, %s" % (size, serializer), {"a": "x" * size}, serializer)
for size in range(16):
    both("padding %d" % size, {"a": "y" * size}, "json")

TEXTS = [
    "", " ", "é", "\u00ff", "\u0100", "€", "日本語", "\U0001f600", "\U0010ffff", "e\u0301", "a\u0000b", "\u001f", "\u007f",
    "\u2028", "\ufeff", "\uffff", "\r\n\t\b\f", "\"", "'", "\\", "<script>&amp;", "🏳️‍🌈", "%41+;,=",
]
LONE = ["\ud800", "a\udc00b"]
for number, text in enumerate(TEXTS + LONE):
    both("text %d" % number, {"text": text, text: number})
    both("text %d, json" % number, {"text": text, text: number}, "json")

NUMBERS = [
    0, 1, -1, 255, 65_536, 2**31 - 1, -(2**31), 2**53 - 1, 2**53, 2**63, -(10**40), 0.0, -0.0, 1.0, 0.1, 1e16, 1e-5, 1e300,
    5e-324, 1700000000.123456, float("nan"), float("inf"), float("-inf"),
]
for value in NUMBERS:
    both("number %r" % value, {"number": value, "list": [value]})
    both("number %r, json" % value, {"number": value, "list": [value]}, "json")

VALUES = {
    "nothing": {},
    "none and booleans": {"a": None, "yes": True, "no": False},
    "lists": {"a": [], "b": [[]], "c": [1, "two", [3.0, [None]]]},
    "dicts": {"a": {}, "b": {"c": {"d": {"e": "f"}}}},
    "order": {"z": 1, "a": 2, "m": 3},
    "keys that look like indices": {"10": "a", "9": "b", "x": "c", "0": "d"},
    "dangerous keys": {"__proto__": {"a": 1}, "constructor": 1, "toString": []},
    "flash messages": {"_f_": ["one", "two"], "_f_errors": ["three"]},
    "a token": {"_csrft_": "0123456789abcdef0123456789abcdef01234567"},
    "as an application": {"user": 42, "cart": [{"sku": "é-1", "price": 12.5, "count": 2}]},
    "a hundred keys": {"key %d" % number: number for number in range(100)},
}
PICKLED = {
    "keys that are no text": {1: "int", 2.5: "float", None: "none", (1, "a"): "tuple"},
    "tuples": {"a": (), "b": (1,), "c": (1, (2, 3))},
    "sets": {"a": {1, 2}, "b": frozenset({"x"}), "c": set()},
    "bytes": {"a": b"", "b": b"\x00\xff\x80", "c": bytes(range(256))},
    "moments": {"a": datetime.datetime(2026, 11, 27, 1, 2, 3, 456789), "b": datetime.date(1, 1, 1)},
    "times": {"a": datetime.time(23, 59, 59, 999999), "b": datetime.timedelta(days=-1, seconds=5)},
    "decimals": {"a": decimal.Decimal("12.50"), "b": decimal.Decimal("-1E+30")},
    "a UUID": {"a": uuid.UUID(int=2**127 + 5)},
}
for name, data in VALUES.items():
    for serializer in SERIALIZERS:
        both("%s, %s" % (name, serializer), data, serializer)
for name, data in PICKLED.items():
    for serializer in ["pickle", "pickle 2"]:
        both("%s, %s" % (name, serializer), data, serializer)

# ---- times

DATA = {"user": "ada", "count": 1}
for time in [0, 1, 1_000_000_000, NOW, NOW + 0.5, 1700000000.123456, 2**31, 253_402_300_799]:
    both("written at %r" % time, DATA, now=time)
both("made long ago", DATA, created=1_000_000_000.25)
for passed in [0, 1, 1199, 1199.9, 1200, 1200.1, 1201, 86_400, 10**9]:
    add("read after %r seconds" % passed, write(DATA), now=NOW + passed)
    add("read after %r seconds, without timeout" % passed, write(DATA), now=NOW + passed, timeout=None)
for ahead in [1, 60, 3600, 86_000]:
    add("written %r seconds ahead" % ahead, write(DATA, now=NOW + ahead))
add("written two days ahead", write(DATA, now=NOW + 172_800), stricter=True)

# ---- secrets

for place, secrets in enumerate([(SECRET, OLD), (OLD, SECRET), (OTHER, OLD, SECRET)]):
    add("rotation %d" % place, write(DATA), secrets=secrets)
    add("rotation %d, json" % place, write(DATA, "json"), "json", secrets=secrets)
add("another secret", write(DATA), secrets=(OTHER,))
add("secrets that did not seal it", write(DATA), secrets=(OTHER, OLD))
add("another serializer", write(DATA), "json")
add("another serializer, the other way", write(DATA, "json"), "pickle")

# ---- what somebody changed

GOOD, OTHERS = write(DATA), write({"user": "eve"})
REGIONS = {"nonce": (0, 32), "tag": (32, 21), "ciphertext": (54, len(GOOD) - 54)}
for region, (start, size) in REGIONS.items():
    for part in range(6):
        at = start + (size - 1) * part // 6
        changed = "B" if GOOD[at] == "A" else "A"
        add("%s changed at %d" % (region, at), GOOD[:at] + changed + GOOD[at + 1 :])
for end in [0, 1, 2, 3, 31, 32, 33, 52, 53, 54, 55, 56, len(GOOD) - 4, len(GOOD) - 1]:
    add("cut off at %d" % end, GOOD[:end])
add("without its beginning", GOOD[1:])
add("without its nonce", GOOD[32:])
add("the nonce of another", OTHERS[:32] + GOOD[32:])
add("another's box", GOOD[:32] + OTHERS[32:])
add("twice", GOOD + GOOD)
add("more at its end", GOOD + "AAAA")
add("beyond ASCII", GOOD[:-1] + "é")
for text in ["A", "-", "====", "null", "{}", "A" * 53, "A" * 54, "A" * 400]:
    add("%r" % text, text)

# ---- what Python reads in another way of writing, which nobody writes

for size in range(3):
    text = write({"a": "z" * size}, "json")
    padded = text + "=" * (-len(text) % 4)
    add("padding, %d" % size, padded, "json", **({"stricter": True} if padded != text else {}))
    add("spaces, %d" % size, text[:40] + "    " + text[40:], "json", stricter=True)
    standard = text.replace("-", "+").replace("_", "/")
    add("standard alphabet, %d" % size, standard, "json", **({"stricter": True} if standard != text else {}))
    add("a full stop, %d" % size, text + "....", "json", stricter=True)


# ---- what who has the secret could seal

def seal(payload):
    return base64.urlsafe_b64encode(SecretBox(SECRET).encrypt(payload, SEED.randbytes(24))).rstrip(b"=").decode()


JSON = {
    "empty": b"",
    "half a JSON": b"[1700000000, 17",
    "no triple": b'{"a":1}',
    "two items": b"[1700000000,1700000000]",
    "four items": b"[1700000000,1700000000,{},1]",
    "a time that is text": b'["1700000000","1700000000.5",{"a":1}]',
    "a time that is no number": b'["soon",1700000000,{"a":1}]',
    "a time that is null": b'[null,1700000000,{"a":1}]',
    "data that are a number": b"[1700000000,1700000000,7]",
    "data that are null": b"[1700000000,1700000000,null]",
    "data that are pairs": b'[1700000000,1700000000,[["a",1]]]',
    "blanks around": b' [ 1700000000 , 1700000000.0, {"a" : 1} ] ',
    "a key twice": b'[1700000000,1700000000,{"a":1,"b":2,"a":3}]',
}
for name, payload in JSON.items():
    add("sealed JSON: " + name, seal(payload), "json")
for name, value in {
    "a list": [NOW, NOW, {"a": 1}],
    "no triple": {"a": 1},
    "floats": (float(NOW), float(NOW), {"a": 1}),
    "a boolean as time": (True, NOW, {"a": 1}),
    "data that are pairs": (NOW, NOW, [("a", 1)]),
    "data that are a number": (NOW, NOW, 7),
}.items():
    add("sealed pickle: " + name, seal(pickle.dumps(value)), timeout=None)
add("sealed pickle: cut off", seal(pickle.dumps((NOW, NOW, {}))[:-1]))
add("sealed pickle: empty", seal(b""))

print(json.dumps({"vectors": VECTORS}, ensure_ascii=True, separators=(",", ":")))
