"""
Makes the vectors of Starlette's sessions, by its SessionMiddleware:

    python3 starlette.py | gzip -9n > ../languages/starlette-0.26.json.gz    Debian 12: Starlette 0.26.1, itsdangerous 2.1.2
    python3 starlette.py | gzip -9n > ../languages/starlette-1.7.json.gz     Starlette 1.7.0, itsdangerous 2.2.0

Its clock stands still, so that a run makes the same bytes. Each vector says what the middleware was set to, the text
of the cookie, and what the application finds in its session; `writes` is there where the middleware has written it.
"""
import asyncio
import base64
import importlib.metadata
import json
import os
import random
import sys
import time as clock
from unittest.mock import patch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != HERE]

from itsdangerous import BadSignature, TimestampSigner
from starlette.datastructures import Secret
from starlette.middleware.sessions import SessionMiddleware

sys.path.append(HERE)
from python_values import tagged

NOW = 1_700_000_000
DAY = 86_400
MAX_AGE = 14 * DAY
KEY = "the key of the recorded sessions, long enough"
draw = random.Random(20_260_101)
vectors = []


def middleware(do, now, cookie=None, key=KEY, max_age=MAX_AGE):
    """What one request does, and the cookie that the answer sets."""
    sent = []

    async def app(scope, receive, send):
        do(scope["session"])
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message):
        sent.append(message)

    headers = [] if cookie is None else [(b"cookie", b"session=" + cookie.encode("latin-1"))]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers}
    with patch.object(clock, "time", lambda: now + 0.25):
        asyncio.run(SessionMiddleware(app, key, max_age=max_age)(scope, None, send))
    lines = [value.decode("latin-1") for name, value in sent[0]["headers"] if name.lower() == b"set-cookie"]
    return lines[0].split(";")[0].split("=", 1)[1] if lines else None


def dumps(data, now=NOW, key=KEY):
    return middleware(lambda session: session.update(data), now, key=key)


def outcome(text, now, key=KEY, max_age=MAX_AGE):
    """The session that the application finds; none where the text is not taken."""
    found = []
    try:
        middleware(found.append, now, text, key, max_age)
    except Exception as error:
        return {"accepted": False, "error": "raises " + type(error).__name__}
    try:
        with patch.object(clock, "time", lambda: now + 0.25):
            TimestampSigner(str(key)).unsign(text, max_age=max_age)
    except BadSignature as error:
        assert not found[0]
        return {"accepted": False, "error": type(error).__name__}
    if not isinstance(found[0], dict):
        return {"accepted": True, "data": None, "was": type(found[0]).__name__}
    return {"accepted": True, "data": tagged(dict(found[0]))}


def add(name, text, now=NOW, writes=False, key=KEY, max_age=MAX_AGE):
    shown = {"hex": key.hex()} if isinstance(key, bytes) else str(key)
    known = {"name": name, "keys": [shown], "maxAge": max_age, "now": now, "cookie": text, "writes": writes}
    vectors.append({**known, **outcome(text, now, key, max_age)})


def written(name, data, now=NOW, key=KEY):
    add(name, dumps(data, now, key), now, True, key)


def signed(payload, now=NOW):
    with patch.object(clock, "time", lambda: now + 0.25):
        return TimestampSigner(KEY).sign(payload).decode("latin-1")


VALUES = {
    "none": None,
    "true": True,
    "false": False,
    "zero": 0,
    "one": 1,
    "negative": -1,
    "largest safe integer": 2**53 - 1,
    "beyond safe integers": 2**53,
    "64 bits": 2**64,
    "negative 70 bits": -(2**70) - 1,
    "300 digits": 10**300 + 7,
    "float zero": 0.0,
    "float negative zero": -0.0,
    "float one": 1.0,
    "half": 0.5,
    "float of 17 digits": 0.1 + 0.2,
    "large float": 1e16,
    "larger float": 1.5e300,
    "small float": 1e-5,
    "smallest float": 5e-324,
    "nan": float("nan"),
    "infinity": float("inf"),
    "negative infinity": float("-inf"),
    "empty text": "",
    "text": "plain text",
    "empty list": [],
    "list": [1, 1.0, "1", None, True],
    "nested lists": [[[[[]], 1.0]]],
    "tuple, which is a list": (1, (2, 3.0)),
    "empty dict": {},
    "dict": {"b": 1, "a": {"c": [2, {"d": 3.0}]}},
    "dict with keys of numbers, which are text": {1: "a", 2.5: "b", None: "c", True: "d"},
    "keys like numbers": {"10": "a", "9": "b", "01": "c", "-1": "d", "1.0": "e"},
    "dangerous keys": {"__proto__": {"a": 1}, "constructor": 1, "toString": 2, "hasOwnProperty": None},
    "empty key": {"": 1},
    "keys of the library": {"_f_": ["a"], "_csrft_": "token", "_flashes": [1]},
    "text that looks like a date": "2023-11-14T22:13:20Z",
    "everything": [None, {"a": [True, -1.5e-7, {"é": "😀"}]}, [], ""],
}
for name, value in VALUES.items():
    written("type: " + name, {"value": value})
    written("type: " + name + ", in a list", {"value": [value, [value]]})
written("type: several keys, in their order", {"z": 1, "a": 2, "é": 3.0, "10": None, "9": True})

TEXTS = {
    "latin-1": "Zoë ÿ",
    "beyond": "日本語 Ελληνικά",
    "astral": "😀𝒳🏳️‍🌈",
    "combining": "e\u0301 n\u0303",
    "NUL": "a\0b",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "quotes": "\"'\\/<>&;,=",
    "line separators": "\u2028\u2029\u0085",
    "byte order mark": "\ufeffa",
    "half a pair": "\ud83d",
    "other half": "x\ude00y",
    "halves in the wrong order": "\ude00\ud83d",
    "not characters": "\ufffe\uffff\U0010ffff",
    "right to left": "שלום \u202e x",
}
for name, text in TEXTS.items():
    written("unicode: " + name, {"value": text, "in": [text, {text: text}]})
    written("unicode: " + name + " as a key", {text: 1})

for size in (1, 2, 3, 10, 50, 63, 64, 65, 100, 200, 500, 1000, 2000, 2800, 20_000, 45_000):
    letters = "".join(draw.choice("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP-_") for _ in range(size))
    written("size: %d letters" % size, {"value": letters})
for depth in (10, 50, 100, 180):
    value = []
    for _ in range(depth):
        value = [value]
    written("size: %d levels" % depth, {"value": value})
for count in (10, 100, 300):
    written("size: %d keys" % count, {"key %d" % number: number for number in range(count)})
    written("size: %d items" % count, {"value": [[number, float(number)] for number in range(count)]})

DATA = {"user": "ada", "n": [1, 2]}
for time in (0, 1, 255, 256, 65_535, 65_536, 2**31 - 1, 2**31, 2**32, 2**32 + 1, 253_402_300_799):
    written("time: %d" % time, DATA, time)
for age in (0, 1, 60, MAX_AGE - 1, MAX_AGE):
    add("time: %d seconds old" % age, dumps(DATA, NOW - age))
for age in (MAX_AGE + 1, MAX_AGE + 60, 10 * MAX_AGE, NOW):
    add("expired: %d seconds old" % age, dumps(DATA, NOW - age))
for ahead in (1, 60, DAY):
    add("expired: %d seconds ahead" % ahead, dumps(DATA, NOW + ahead))
for age in (0, 3600, 3601):
    add("time: %d seconds old of 3600" % age, dumps(DATA, NOW - age), max_age=3600)
for age in (0, 100 * MAX_AGE, NOW):
    add("time: %d seconds old, and it never ends" % age, dumps(DATA, NOW - age), max_age=None)

KEYS = {
    "of one byte": "k",
    "longer than a block": "k" * 100 + "!",
    "beyond latin-1": "Schlüssel € 😀 lang genug",
    "with blanks": " a key with blanks around it ",
    "that is a Secret": Secret("a key that is kept from logs, long enough"),
    "of bytes": b"a key of bytes, long enough",
    "of all bytes": bytes(range(256)),
    "of bytes with an apostrophe": b"it's long enough to be a key",
    "of bytes with both quotes": b"it's \"long\" enough to be a key\\",
}
for name, key in KEYS.items():
    written("key " + name, DATA, key=key)
text = dumps(DATA)
for key in ("an older key of the recorded sessions, long too", KEY + "\0", KEY + " ", KEY.encode(), "b'" + KEY + "'"):
    add("wrong: %r" % (key,), text, key=key)

for name, data in {"short": DATA, "long": {"value": "x?" * 200}}.items():
    text = dumps(data)
    places = {0, 1, 2, len(text) // 4, len(text) // 2} | {at for at in range(len(text)) if text[at] in ".="}
    for position in sorted(places | set(range(len(text) - 35, len(text) - 1, 3))):
        for put in ("A", "-", ".", "=", " ", "é"):
            if text[position] != put and (position % 2 == 0 or put in "A."):
                add("tampered: %s, %r at %d" % (name, put, position), text[:position] + put + text[position + 1 :])
    for length in (0, 1, 5, len(text) // 2, text.rindex("."), text.rindex(".") + 1, len(text) - 10, len(text) - 2, len(text) - 1):
        add("truncated: %s, to %d" % (name, length), text[:length])
    add("truncated: %s, its beginning" % name, text[1:])
    add("tampered: %s, twice" % name, text + text)
    add("tampered: %s, another payload" % name, dumps({"user": "eve"}).split(".")[0] + text[text.index(".") :])
    add("tampered: %s, another time" % name, ".".join([text.split(".")[0], dumps(data, NOW - 9).split(".")[1], text.split(".")[2]]))
    add("tampered: %s, without its time" % name, ".".join([text.split(".")[0], text.split(".")[2]]))
    add("lenient: %s, with padding" % name, text + "=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    add("lenient: %s, with a spare bit" % name, text[:-1] + alphabet[alphabet.index(text[-1]) ^ 1])
for name, text in {"nothing": "", "dots": "..", "a word": "session", "what a cleared session leaves": "null", "JSON": '{"a":1}', "beyond latin-1": "\u00e9.\u00e9.\u00e9"}.items():
    add("none: " + name, text)

for name, text in {
    "null": "null",
    "a list": "[1]",
    "a list of pairs": '[["a",1]]',
    "text": '"a"',
    "a number": "1",
    "nothing": "",
    "blanks": ' { "a" : 1 } ',
    "no JSON": "{",
    "more than JSON": '{"a":1}x',
    "single quotes": "{'a':1}",
    "NaN": '{"a":NaN}',
    "a key twice": '{"a":1,"a":2}',
    "UTF-8": '{"é":"€😀"}',
    "byte order mark": "\ufeff{}",
    "deep": '{"a":' + "[" * 450 + "]" * 450 + "}",
    "too deep": '{"a":' + "[" * 20_000 + "]" * 20_000 + "}",
    "many digits": '{"a":' + "9" * 4300 + "}",
    "too many digits": '{"a":' + "9" * 5000 + "}",
}.items():
    add("odd: " + name, signed(base64.b64encode(text.encode("utf-8"))))
add("odd: bad UTF-8", signed(base64.b64encode(b'{"a":"\xff"}')))
add("odd: UTF-16", signed(base64.b64encode('{"a":1}'.encode("utf-16"))))
add("odd: no base64", signed(b"!"))
add("odd: base64 without padding", signed(base64.b64encode(b'{"a":1}').rstrip(b"=")))
add("odd: base64 with more padding", signed(base64.b64encode(b'{"a":12}') + b"="))
add("odd: base64 with blanks", signed(b"eyJh IjoxfQ=="))
add("odd: base64url", signed(base64.urlsafe_b64encode(b'{"a":"??????>"}')))
add("odd: no payload", signed(b""))

names = ("starlette", "itsdangerous")
versions = {name: importlib.metadata.version(name) for name in names}
json.dump({"versions": {**versions, "python": sys.version.split()[0]}, "vectors": vectors}, sys.stdout)
