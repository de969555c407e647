"""
Makes the vectors of Flask's sessions, from Flask itself:

    python3 flask.py | gzip -9n > ../languages/flask-2.2.json.gz     Debian 12: Flask 2.2.2, itsdangerous 2.1.2
    python3 flask.py | gzip -9n > ../languages/flask-3.1.json.gz     Flask 3.1.3, itsdangerous 2.2.0

(`cd` to this folder, and call it by another path than `./flask.py` or with `-P`: it has the name of the package.)

Its clock stands still, so that a run makes the same bytes wherever zlib is the same. Each vector says what the
cookie's reader was set to, its text, and what Flask reads of it; `writes` is there where Flask has written it
from the data.
"""
import datetime
import importlib.metadata
import json
import os
import random
import sys
import uuid
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:] = [path for path in sys.path if os.path.abspath(path or ".") != HERE]

import time as clock
from unittest.mock import patch

import flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadData, BadSignature
from itsdangerous.encoding import base64_encode
from markupsafe import Markup

sys.path.append(HERE)
from python_values import tagged

NOW = 1_700_000_000
LIFETIME = 31 * 86_400
KEY = "the key of the recorded sessions, long enough"
OLD = "an older key of the recorded sessions, long too"
HAS_FALLBACKS = "SECRET_KEY_FALLBACKS" in flask.Flask("x").config

draw = random.Random(20_260_101)
vectors = []


def app_of(key=KEY, fallbacks=(), salt=None, derivation=None, digest=None, sort_keys=True):
    app = flask.Flask("recorded")
    app.secret_key = key
    if fallbacks:
        app.config["SECRET_KEY_FALLBACKS"] = list(fallbacks)
    app.json.sort_keys = sort_keys
    interface = SecureCookieSessionInterface()
    if salt is not None:
        interface.salt = salt
    if derivation is not None:
        interface.key_derivation = derivation
    if digest is not None:
        interface.digest_method = getattr(__import__("hashlib"), digest)
    app.session_interface = interface
    return app


def options_of(key=KEY, fallbacks=(), salt=None, derivation=None, digest=None, sort_keys=True):
    options = {}
    if salt is not None:
        options["salt"] = salt if isinstance(salt, str) else {"hex": salt.hex()}
    if derivation is not None:
        options["keyDerivation"] = derivation
    if digest is not None:
        options["digestMethod"] = digest
    if not sort_keys:
        options["sortKeys"] = False
    keys = [key if isinstance(key, str) else {"hex": key.hex()} for key in (key, *fallbacks)]
    return {"keys": keys, "options": options}


def at(now, do):
    with patch.object(clock, "time", lambda: now + 0.25):
        return do()


def serializer(app):
    return app.session_interface.get_signing_serializer(app)


def dumps(data, now=NOW, **settings):
    app = app_of(**settings)
    with app.app_context():
        return at(now, lambda: serializer(app).dumps(data))


def outcome(text, now, **settings):
    """What `open_session` makes of it: a session, none, or an exception that nobody catches."""
    app = app_of(**settings)
    with app.app_context():
        try:
            data = at(now, lambda: serializer(app).loads(text, max_age=LIFETIME))
        except BadSignature as error:
            return {"accepted": False, "error": type(error).__name__}
        except Exception as error:
            return {"accepted": False, "error": "raises " + type(error).__name__}
        try:
            session = app.session_interface.session_class(data)
        except Exception as error:
            return {"accepted": False, "error": "raises " + type(error).__name__}
    if not isinstance(data, dict):
        return {"accepted": True, "data": None, "was": type(data).__name__}
    return {"accepted": True, "data": tagged(dict(session))}


def add(name, text, now=NOW, writes=False, **settings):
    vectors.append(
        {"name": name, **options_of(**settings), "now": now, "cookie": text, "writes": writes, **outcome(text, now, **settings)}
    )


def written(name, data, at_time=NOW, **settings):
    add(name, dumps(data, at_time, **settings), at_time, True, **settings)


def signed(payload, now=NOW, **settings):
    """Any payload, signed as Flask signs."""
    signer = serializer(app_of(**settings)).make_signer()
    return at(now, lambda: signer.sign(payload)).decode("latin-1")


def signed_json(text, compress=False):
    raw = text.encode("utf-8") if isinstance(text, str) else text
    return signed(b"." + base64_encode(zlib.compress(raw)) if compress else base64_encode(raw))


# ---- every type

utc = datetime.timezone.utc
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
    "empty dict": {},
    "dict": {"a": 1, "b": {"c": [2, {"d": 3.0}]}},
    "keys like numbers": {"10": "a", "9": "b", "01": "c", "-1": "d", "1.0": "e"},
    "dangerous keys": {"__proto__": {"a": 1}, "constructor": 1, "toString": 2, "hasOwnProperty": None},
    "empty key": {"": 1},
    "keys of many planes": {"\uffff": 1, "😀": 2, "\ue000": 3, "z": 4, "é": 5},
    "empty tuple": (),
    "tuple": (1, 2.0, "three"),
    "nested tuples": ((1, (2, [3, (4,)])), {"a": (5,)}),
    "bytes": b"\x00\xff\x10bytes",
    "empty bytes": b"",
    "all bytes": bytes(range(256)),
    "markup": Markup("<b>bold</b> & é"),
    "empty markup": Markup(""),
    "uuid": uuid.UUID("12345678-1234-5678-1234-567812345678"),
    "uuid of zeros": uuid.UUID(int=0),
    "uuid of ones": uuid.UUID(int=2**128 - 1),
    "datetime": datetime.datetime(2023, 11, 14, 22, 13, 20, tzinfo=utc),
    "datetime with microseconds": datetime.datetime(2023, 11, 14, 22, 13, 20, 999999, tzinfo=utc),
    "naive datetime": datetime.datetime(2001, 2, 3, 4, 5, 6),
    "datetime of another zone": datetime.datetime(2001, 2, 3, 4, 5, 6, tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30))),
    "datetime before 1970": datetime.datetime(1900, 1, 1, tzinfo=utc),
    "datetime of the year 100": datetime.datetime(100, 3, 1, 1, 2, 3, tzinfo=utc),
    "datetime of the year 987": datetime.datetime(987, 12, 31, 23, 59, 59, tzinfo=utc),
    "datetime of the year 99, read as 1999": datetime.datetime(99, 1, 1, tzinfo=utc),
    "datetime of the year 68, read as 2068": datetime.datetime(68, 1, 1, tzinfo=utc),
    "datetime of the year 1, read as 2001": datetime.datetime(1, 1, 1, tzinfo=utc),
    "datetime of the year 9999": datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=utc),
    "leap day": datetime.datetime(2024, 2, 29, 12, 0, 0, tzinfo=utc),
    "dict that looks like a tuple": {" t": [1]},
    "dict that looks like bytes": {" b": 1.0},
    "dict that looks like a tagged dict": {" di": {" di": {" di": (1,)}}},
    "dict that looks like a marked key": {" t__": 1},
    "dict with a tag among others": {" t": [1], "a": 2},
    "dict of a tag of nobody": {" od": [["a", 1]]},
    "tuple in a dict that looks like a tag": {" u": (1, b"2")},
    "text that looks like a date": "Tue, 14 Nov 2023 22:13:20 GMT",
    "everything": [(None, {"a": Markup("m"), "b": (b"b", 1.0)}), uuid.UUID(int=7), datetime.datetime(2020, 1, 1, tzinfo=utc)],
}
for name, value in VALUES.items():
    written("type: " + name, {"value": value})
written("type: the session is empty", {})
written("type: the session looks like a tuple", {" t": [1, 2]})
written("type: the session looks like a date", {" d": "x"})
written("type: several keys", {"z": 1, "a": (2,), "é": 3.0, "B": None, "_": b"4"})
for sort_keys in (True, False):
    written("keys %s" % ("sorted" if sort_keys else "in their order"), {"z": {"y": 1, "x": 2}, "a": 1, "m": [{"b": 1, "a": 2}]}, sort_keys=sort_keys)

# ---- Unicode

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
    written("unicode: %s" % name, {"value": text, "in": [text, {text: text}]})
    written("unicode: %s in Markup" % name, {"value": Markup(text)})

# ---- sizes

for size in (1, 2, 3, 10, 20, 50, 63, 64, 65, 100, 200, 500, 1000, 2000, 2800):
    written("size: %d letters that repeat" % size, {"value": "ab" * (size // 2) + "a" * (size % 2)})
    letters = "".join(draw.choice("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOP-_") for _ in range(size))
    written("size: %d letters that do not" % size, {"value": letters})
for size in (5000, 20_000, 65_000):
    written("size: %d letters that repeat" % size, {"value": "x" * size})
for depth in (10, 50, 100, 180):
    value = []
    for _ in range(depth):
        value = [value]
    written("size: %d levels" % depth, {"value": value})
for count in (10, 100, 300):
    written("size: %d keys" % count, {"key %d" % number: number for number in range(count)})
    written("size: %d tuples" % count, {"value": [(number, float(number)) for number in range(count)]})

# ---- times

DATA = {"user": "ada", "n": (1, 2)}
for time in (0, 1, 255, 256, 65_535, 65_536, 2**31 - 1, 2**31, 2**32, 2**32 + 1, 253_402_300_799):
    written("time: %d" % time, DATA, time)
for age in (0, 1, 60, LIFETIME - 1, LIFETIME):
    add("time: %d seconds old" % age, dumps(DATA, NOW - age))
for age in (LIFETIME + 1, LIFETIME + 60, 10 * LIFETIME, NOW):
    add("expired: %d seconds old" % age, dumps(DATA, NOW - age))
for ahead in (1, 60, 86_400):
    add("expired: %d seconds ahead" % ahead, dumps(DATA, NOW + ahead))

# ---- keys and how they are derived

for name, key in {"bytes": b"\x00\xff" * 12, "of one byte": "k", "longer than a block": "k" * 100 + "!", "beyond latin-1": "Schlüssel € 😀 lang genug", "with blanks": " a key with blanks around it "}.items():
    written("key %s" % name, DATA, key=key)
for salt in ("", "another salt", "sälz €", b"\x00\xff"):
    written("salt %r" % (salt,), DATA, salt=salt)
for derivation in ("hmac", "django-concat", "concat", "none"):
    for digest in ("sha1", "sha256", "sha512", "md5", "sha3_256"):
        written("derived by %s with %s" % (derivation, digest), DATA, derivation=derivation, digest=digest)
text = dumps(DATA)
for settings in ({"key": OLD}, {"salt": "other"}, {"derivation": "concat"}, {"derivation": "none"}, {"digest": "sha256"}, {"key": KEY + "\0"}, {"key": KEY + " "}, {"key": KEY.encode("utf-16")}):
    add("wrong: %r" % (settings,), text, **settings)
if HAS_FALLBACKS:
    written("rotation: written with the new key", DATA, fallbacks=[OLD])
    add("rotation: the old key is read", dumps(DATA, key=OLD), fallbacks=[OLD])
    add("rotation: two old keys, the first", dumps(DATA, key=OLD), fallbacks=[OLD, "a third key that is long enough"])
    add("rotation: two old keys, the second", dumps(DATA, key="a third key that is long enough"), fallbacks=[OLD, "a third key that is long enough"])
    add("rotation: none of them", dumps(DATA, key="a fourth key that is long enough"), fallbacks=[OLD, "a third key that is long enough"])
    add("rotation: the old key, expired", dumps(DATA, NOW - LIFETIME - 1, key=OLD), fallbacks=[OLD])

# ---- texts that somebody changed

for name, data in {"plain": DATA, "compressed": {"value": "x" * 200}}.items():
    text = dumps(data)
    for position in sorted({0, 1, 2, len(text) // 4, len(text) // 2} | {at for at in range(len(text)) if text[at] == "."} | set(range(len(text) - 35, len(text) - 1, 3))):
        for put in ("A", "-", ".", "=", " ", "é"):
            if text[position] != put and (position % 2 == 0 or put in "A."):
                add("tampered: %s, %r at %d" % (name, put, position), text[:position] + put + text[position + 1 :])
    for length in (0, 1, 5, len(text) // 2, text.rindex("."), text.rindex(".") + 1, len(text) - 10, len(text) - 2, len(text) - 1):
        add("truncated: %s, to %d" % (name, length), text[:length])
    add("truncated: %s, its beginning" % name, text[1:])
    add("tampered: %s, twice" % name, text + text)
    add("tampered: %s, another payload" % name, dumps({"user": "eve"}).split(".")[0] + text[text.rindex(".", 0, text.rindex(".")) :])
    add("tampered: %s, another time" % name, ".".join([*text.rsplit(".", 2)[:1], dumps(data, NOW - 9).rsplit(".", 2)[1], text.rsplit(".", 1)[1]]))
    add("tampered: %s, without its time" % name, ".".join([text.rsplit(".", 2)[0], text.rsplit(".", 1)[1]]))
    add("lenient: %s, with padding" % name, text + "=")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".index(text[-1])
    spare = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last ^ 1]
    add("lenient: %s, with a spare bit" % name, text[:-1] + spare)
    add("lenient: %s, with a blank in its signature" % name, text[:-5] + " " + text[-5:])
for name, text in {"nothing": "", "dots": "..", "three dots": "...", "a word": "session", "JSON": '{"a":1}', "null": "null", "quotes": '"a.b.c"', "beyond latin-1": "€.€.€", "another format": "eyJhIjoxfQ=="}.items():
    add("none: %s" % name, text)

# ---- what only who has the key can make, and Flask does not

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
    "a tuple": '{" t":[1]}',
    "a tuple of pairs": '{" t":[["a",1]]}',
    "a tuple of text": '{"a":{" t":"ab"}}',
    "a tuple of nothing": '{"a":{" t":null}}',
    "bytes of a number": '{"a":{" b":1}}',
    "bytes of bad base64": '{"a":{" b":"a"}}',
    "bytes with spare bits": '{"a":{" b":"AB=="}}',
    "bytes with blanks": '{"a":{" b":"AA AA"}}',
    "markup of a number": '{"a":{" m":1}}',
    "markup of markup": '{"a":{" m":{" m":"x"}}}',
    "uuid with hyphens": '{"a":{" u":"12345678-1234-5678-1234-567812345678"}}',
    "uuid that is none": '{"a":{" u":"x"}}',
    "uuid of a number": '{"a":{" u":1}}',
    "date that is none": '{"a":{" d":"x"}}',
    "date of nothing": '{"a":{" d":null}}',
    "date of a number": '{"a":{" d":1}}',
    "date that does not exist": '{"a":{" d":"Wed, 31 Feb 2024 00:00:00 GMT"}}',
    "date of another weekday": '{"a":{" d":"Mon, 14 Nov 2023 22:13:20 GMT"}}',
    "date of another zone": '{"a":{" d":"Tue, 14 Nov 2023 22:13:20 +0530"}}',
    "tagged dict that is none": '{"a":{" di":1}}',
    "tagged dict without a mark": '{"a":{" di":{"b":1}}}',
    "tagged dict of nothing": '{"a":{" di":{}}}',
    "tagged dict of two keys": '{"a":{" di":{" t__":1," b__":2}}}',
    "deep": '{"a":' + "[" * 450 + "]" * 450 + "}",
    "too deep": '{"a":' + "[" * 100_000 + "]" * 100_000 + "}",
    "many digits": '{"a":' + "9" * 4300 + "}",
    "too many digits": '{"a":' + "9" * 5000 + "}",
}.items():
    add("odd: %s" % name, signed_json(text))
for name, raw in {"bad UTF-8": b'{"a":"\xff"}', "a surrogate in UTF-8": b'{"a":"\xed\xa0\x80"}', "UTF-16": '{"a":1}'.encode("utf-16")}.items():
    add("odd: %s" % name, signed_json(raw))
add("odd: JSON compressed though it is longer", signed_json('{"a":1}', True))
add("odd: compressed twice", signed(b"." + base64_encode(zlib.compress(zlib.compress(b'{"a":1}')))))
add("odd: not compressed", signed(b"." + base64_encode(b'{"a":1}')))
add("odd: compressed, cut off", signed(b"." + base64_encode(zlib.compress(b'{"a":1}')[:-6])))
add("odd: compressed, wrong checksum", signed(b"." + base64_encode(zlib.compress(b'{"a":1}')[:-4] + b"\0\0\0\0")))
add("odd: raw deflate", signed(b"." + base64_encode(zlib.compress(b'{"a":1}')[2:-4])))
add("odd: gzip", signed(b"." + base64_encode(__import__("gzip").compress(b'{"a":1}', mtime=0))))
add("odd: two dots", signed(b".." + base64_encode(zlib.compress(b'{"a":1}'))))
add("odd: no base64", signed(b"!"))
add("odd: base64 with padding", signed(base64_encode(b'{"a":12}') + b"="))
add("odd: standard base64", signed(b"eyJhIjoiPz8/Pz8/In0"))
add("odd: no payload", signed(b""))

# ---- what Flask keeps for itself


def session_of(name, *steps, key="csrf"):
    """The cookie that a whole request sets."""
    app = app_of()
    app.config["SESSION_COOKIE_NAME"] = "session"

    @app.route("/")
    def page():
        for step in steps:
            step()
        return ""

    response = at(NOW, lambda: app.test_client().get("/"))
    text = response.headers["Set-Cookie"].split(";")[0].split("=", 1)[1]
    add(name, text, NOW, True)


def put(key, value):
    return lambda: flask.session.__setitem__(key, value)


def permanent(value):
    return lambda: setattr(flask.session, "permanent", value)


def flash(*given):
    return lambda: flask.flash(*given)


session_of("own: a flash message", flash("Saved é"))
session_of("own: messages of several categories", flash("one"), flash("two", "error"), flash("three"), flash("four", "error"), flash("five", "info"))
session_of("own: messages of markup, numbers and tuples", flash(Markup("<b>")), flash(1), flash(1.0), flash(("a", 2.0), "pair"), flash(None))
session_of("own: messages beside data", put("user", "ada"), flash("one"), put("_a", 1), put("z", 2))
session_of("own: an empty category", flash("one", ""), flash("two"))
session_of("own: a category that is no text", flash("one", 7))
session_of("own: no messages", put("_flashes", []))
session_of("own: something else in the place of messages", put("_flashes", {"a": 1}))
session_of("own: messages as lists", put("_flashes", [["message", "one"]]))
session_of("own: messages of three", put("_flashes", [("message", "one", 2)]))
session_of("own: permanent", permanent(True), put("a", 1))
session_of("own: permanent no more", permanent(False), put("a", 1))
session_of("own: permanent by another value", put("_permanent", 1))
session_of("own: only permanent", permanent(True))
session_of("own: a CSRF token", put("csrf_token", "0123456789abcdef0123456789abcdef01234567"), put("a", 1))
session_of("own: a CSRF token that is none", put("csrf_token", 7))
session_of("own: all of it", permanent(True), put("csrf_token", "0123456789abcdef0123456789abcdef01234567"), flash("one"), put("user_id", 7), put("cart", [("a", 1), ("b", 2)]))

versions = {name: importlib.metadata.version(name) for name in ("flask", "itsdangerous", "werkzeug", "markupsafe")}
json.dump({"versions": {**versions, "python": sys.version.split()[0]}, "lifetime": LIFETIME, "vectors": vectors}, sys.stdout)
