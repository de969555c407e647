"""Records what Django signs and reads: sessions in signed cookies, messages, CSRF tokens.

    PYTHONHASHSEED=0 /usr/bin/python3 django.py | gzip -9n > ../languages/django.json.gz

Needs Django 3.2 to 5.2; nothing else. `django.json.gz` is of Django 3.2.25 on Python 3.11.2 (Debian's python3-django),
`django-5.2.json.gz` of Django 5.2.17 on Python 3.11.7. The clock is set by hand, the random numbers by a seed: the same
Django on the same zlib gives the same file.
"""
import datetime
import decimal
import json
import logging
import pickle
import random
import struct
import sys
import types
import uuid
import zlib

# The folder of this file, whose name is that of the package.
del sys.path[0]

import django
from django.conf import settings

IS_OLD = django.VERSION < (4, 0)
HAS_FALLBACKS = django.VERSION >= (4, 1)
KEY = "the SECRET_KEY of these vectors, wéll beyond the fifty characters of a new project"
OTHER = "another SECRET_KEY, that of somebody else, of some more than fifty characters"
BYTES_KEY = bytes(range(128, 192))
NOW = 1_700_000_000.5
AGE = 1_209_600  # seconds: SESSION_COOKIE_AGE

settings.configure(
    SECRET_KEY=KEY,
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    ALLOWED_HOSTS=["shop.example"],
    MESSAGE_LEVEL=1,
    USE_TZ=True,
    USE_I18N=False,
    LOGGING_CONFIG=None,
    DATABASES={},
    CACHES={},
)
django.setup()
logging.disable()

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.http import HttpResponse
from django.middleware import csrf
from django.test import RequestFactory
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy

CLOCK = [NOW]
signing.time = types.SimpleNamespace(time=lambda: CLOCK[0])
SEED = random.Random(20_261_127)
RANDOM_TEXT = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
csrf.get_random_string = lambda length, allowed_chars=RANDOM_TEXT: "".join(
    SEED.choice(allowed_chars) for _ in range(length)
)


class PickleSerializer:
    """That of Django up to 4.2."""

    protocol = pickle.HIGHEST_PROTOCOL

    def dumps(self, obj):
        return pickle.dumps(obj, self.protocol)

    def loads(self, data):
        return pickle.loads(data)


class OldPickleSerializer(PickleSerializer):
    protocol = 2


SERIALIZERS = {
    "json": signing.JSONSerializer,
    "pickle": PickleSerializer,
    "pickle2": OldPickleSerializer,
}


# ---- values, tagged as in the vectors of Pyramid

def tag(value):
    kind = type(value)
    if value is None:
        return {"t": "none"}
    # Each lazy function has a class of its own.
    return tag_reduced(value) if kind.__name__ == "__proxy__" else TAGS[kind](value)


def tag_text(value):
    if any(0xD800 <= ord(character) < 0xE000 for character in value):
        return {"t": "str", "cps": ["%x" % ord(character) for character in value]}
    return {"t": "str", "v": value}


def tag_moment(name, fields):
    def tagged(value):
        moment = {"t": name, "v": [getattr(value, field) for field in fields]}
        if getattr(value, "fold", 0):
            moment["fold"] = 1
        if getattr(value, "tzinfo", None) is not None:
            moment["tz"] = tag(value.tzinfo)
        return moment

    return tagged


DATE = ["year", "month", "day"]
TIME = ["hour", "minute", "second", "microsecond"]


def tag_delta(value):
    return [value.days, value.seconds, value.microseconds]


def tag_timezone(value):
    offset, *name = value.__getinitargs__()
    return {"t": "timezone", "offset": tag_delta(offset), "name": name[0] if name else None}


def named(function):
    return {"t": "global", "module": function.__module__, "name": function.__qualname__}


def tag_reduced(value):
    """What is called to make it, and with what, as the pickle has it."""
    function, args = value.__reduce__()[:2]
    return {
        "t": "object",
        "module": function.__module__,
        "name": function.__qualname__,
        "args": [named(arg) if callable(arg) else tag(arg) for arg in args],
    }


TAGS = {
    bool: lambda value: {"t": "bool", "v": value},
    int: lambda value: {"t": "int", "v": str(value)},
    float: lambda value: {"t": "float", "v": repr(value), "bits": struct.pack(">d", value).hex()},
    str: tag_text,
    bytes: lambda value: {"t": "bytes", "hex": value.hex()},
    list: lambda value: {"t": "list", "v": [tag(item) for item in value]},
    tuple: lambda value: {"t": "tuple", "v": [tag(item) for item in value]},
    set: lambda value: {"t": "set", "v": [tag(item) for item in sorted(value)]},
    frozenset: lambda value: {"t": "frozenset", "v": [tag(item) for item in sorted(value)]},
    dict: lambda value: {"t": "dict", "v": [[tag(key), tag(item)] for key, item in value.items()]},
    datetime.datetime: tag_moment("datetime", DATE + TIME),
    datetime.date: tag_moment("date", DATE),
    datetime.time: tag_moment("time", TIME),
    datetime.timedelta: lambda value: {"t": "timedelta", "v": tag_delta(value)},
    datetime.timezone: tag_timezone,
    decimal.Decimal: lambda value: {"t": "Decimal", "v": str(value)},
    uuid.UUID: lambda value: {"t": "UUID", "v": str(value)},
    SafeString: lambda value: {
        "t": "object",
        "module": SafeString.__module__,
        "name": "SafeString",
        "args": [tag_text(str.__str__(value))],
    },
}


# ---- sessions

VECTORS = []


def key_json(key):
    return {"hex": key.hex()} if isinstance(key, bytes) else {"text": key}


class Using:
    """Django with other settings for a while."""

    def __init__(self, keys=(KEY,), algorithm="sha256", now=NOW):
        self.changed = {"SECRET_KEY": keys[0]}
        if HAS_FALLBACKS:
            self.changed["SECRET_KEY_FALLBACKS"] = list(keys[1:])
        if IS_OLD:
            self.changed["DEFAULT_HASHING_ALGORITHM"] = algorithm
        self.now = now

    def __enter__(self):
        self.before = {name: getattr(settings, name) for name in self.changed}
        for name, value in self.changed.items():
            setattr(settings, name, value)
        CLOCK[0] = self.now

    def __exit__(self, *_):
        for name, value in self.before.items():
            setattr(settings, name, value)
        CLOCK[0] = NOW


def write(data, serializer="json", keys=(KEY,), algorithm="sha256", now=NOW):
    with Using(keys, algorithm, now):
        store = SessionStore()
        store.serializer = SERIALIZERS[serializer]
        store._session_cache = data
        store.save()
        return store._get_session_key()


def add(name, cookie, serializer="json", keys=(KEY,), now=NOW, algorithm="sha256", **more):
    """Records what Django makes of a cookie."""
    vector = {
        "name": name,
        "secretKeys": [key_json(key) for key in keys],
        "serializer": serializer,
        "algorithm": algorithm,
        "now": now,
        "cookie": cookie,
    }
    with Using(keys, algorithm, now):
        try:
            value = signing.loads(
                cookie,
                serializer=SERIALIZERS[serializer],
                max_age=AGE,
                salt="django.contrib.sessions.backends.signed_cookies",
            )
        except Exception as error:
            vector.update(accepted=False, error=type(error).__name__)
        else:
            vector.update(accepted=True, data=tag(value))
    vector.update(more)
    VECTORS.append(vector)


def both(name, data, serializer="json", **more):
    """Records what Django writes, and that it reads it."""
    add(name, write(data, serializer, **more), serializer, written=True, **more)


def noise(size):
    return "".join(SEED.choice(RANDOM_TEXT) for _ in range(size))


for size in [0, 1, 2, 3, 5, 8, 13, 20, 21, 22, 23, 24, 25, 40, 100, 300, 1000, 2000, 2900, 3000]:
    both("%d random characters" % size, {"a": noise(size)})
for size in [1, 10, 20, 30, 50, 100, 500, 1000, 4000, 10_000, 60_000]:
    both("%d characters that compress" % size, {"a": "ab" * (size // 2)})
for count in [1, 2, 10, 60, 200, 900]:
    both("%d keys" % count, {"key %d" % number: number for number in range(count)})

TEXTS = [
    "", " ", "a", "é", "\u00ff", "\u0100", "€", "日本語", "\U0001f600", "\U0010ffff", "e\u0301", "a\u0000b", "\u0000",
    "\u001f", "\u007f", "\u0080", "\u2028", "\u2029", "\ufeff", "\uffff", "\ud800", "\udfff", "a\udc00b",
    "\r\n\t\b\f", "\"", "'", "\\", "\\u0041", "/", "<script>&amp;", "a, b: c", "{\"a\": 1}", "\u200f\u202e", "🏳️‍🌈", "%41+;,=",
]
for number, text in enumerate(TEXTS):
    both("text %d" % number, {"text": text})
    both("text %d as a key" % number, {text: number})
    both("text %d in a pickle" % number, {"text": text}, "pickle")

NUMBERS = [
    0, 1, -1, 255, 256, 65_535, 65_536, 2**31 - 1, 2**31, -(2**31), 2**53 - 1, 2**53, -(2**53), 2**63, 2**64, 10**30,
    -(10**40), 0.0, -0.0, 1.0, -1.0, 0.1, 1.5, 1e16, 1e15, 1e-5, 1e-4, 1e22, 1e300, 5e-324, 123456789.125, 2.0**53,
    1700000000.123456,
]
for value in NUMBERS:
    both("number %r" % value, {"number": value, "list": [value]})
    both("number %r in a pickle" % value, {"number": value, "list": [value]}, "pickle")
for name in ["nan", "inf", "-inf"]:
    both(name, {"number": float(name)})
both("an int of 4,000 bits", {"number": 2**4000})

VALUES = {
    "nothing": {},
    "none": {"a": None},
    "booleans": {"yes": True, "no": False},
    "lists": {"a": [], "b": [[]], "c": [1, "two", [3.0, [None]]]},
    "dicts": {"a": {}, "b": {"c": {"d": {"e": "f"}}}},
    "order": {"z": 1, "a": 2, "m": 3},
    "keys that look like indices": {"10": "a", "9": "b", "x": "c", "0": "d"},
    "dangerous keys": {"__proto__": {"a": 1}, "constructor": 1, "toString": [], "hasOwnProperty": None},
    "sixty levels": {"a": __import__("functools").reduce(lambda inner, _: [inner], range(60), "deep")},
    "as Django's login": {
        "_auth_user_id": "42",
        "_auth_user_backend": "django.contrib.auth.backends.ModelBackend",
        "_auth_user_hash": "7fcf5f8e3b1dd0c2c0d9bc7a3a8e0a4d6a2bb0f8e6f7e5b1a0c8e2d4f6a8b0c2",
    },
    "an expiry of its own": {"_session_expiry": 300, "a": 1},
    "tests of cookies": {"testcookie": "worked"},
    "a cart": {"cart": [{"sku": "é-1", "price": 12.5, "count": 2}, {"sku": "b", "price": 3.0, "count": 1}]},
}
for name, data in VALUES.items():
    both(name, data)
    both(name + " in a pickle", data, "pickle")
    both(name + " in a pickle of protocol 2", data, "pickle2")
both("keys that are no text", {1: "int", 2.5: "float", True: "bool", None: "none"})

UTC = datetime.timezone.utc
EAST = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
PICKLED = {
    "keys that are no text": {1: "int", 2.5: "float", None: "none", (1, "a"): "tuple"},
    "tuples": {"a": (), "b": (1,), "c": (1, (2, 3))},
    "sets": {"a": {1, 2}, "b": frozenset({"x", "y"}), "c": set()},
    "bytes": {"a": b"", "b": b"\x00\xff\x80", "c": bytes(range(256))},
    "moments": {
        "naive": datetime.datetime(2026, 11, 27, 1, 2, 3, 456789),
        "UTC": datetime.datetime(2026, 11, 27, tzinfo=UTC),
        "east": datetime.datetime(2026, 11, 27, 5, 30, tzinfo=EAST),
        "folded": datetime.datetime(2026, 10, 25, 2, 30, fold=1),
        "date": datetime.date(1, 1, 1),
        "time": datetime.time(23, 59, 59, 999999),
    },
    "an expiry that is a moment": {"_session_expiry": datetime.datetime(2026, 12, 1, tzinfo=UTC)},
    "durations": {"a": datetime.timedelta(days=-1, seconds=5), "b": datetime.timedelta(microseconds=1)},
    "decimals": {"a": decimal.Decimal("12.50"), "b": decimal.Decimal("-1E+30")},
    "a UUID": {"a": uuid.UUID(int=2**127 + 5)},
    "safe text": {"html": mark_safe("<b>é</b>"), "list": [mark_safe("a")]},
    "lazy text": {"label": gettext_lazy("Saved"), "list": [gettext_lazy("a")]},
    "one value twice": (lambda shared: {"a": shared, "b": [shared]})([1, 2]),
}
for name, data in PICKLED.items():
    both(name + " in a pickle", data, "pickle")
    both(name + " in a pickle of protocol 2", data, "pickle2")

# ---- times

DATA = {"user": "ada", "count": 1}
for time in [0, 1, 61, 62, 3843, 3844, 1_000_000_000.999, NOW, 2**31, 253_402_300_799]:
    both("signed at %r" % time, DATA, now=time)
for passed in [0, 0.4, 1, 60, AGE - 1, AGE - 0.6]:
    add("read after %r seconds" % passed, write(DATA), now=NOW + passed)
for passed in [AGE - 0.4, AGE, AGE + 1, AGE * 2, AGE * 1000]:
    add("read after %r seconds" % passed, write(DATA), now=NOW + passed)
add("read at the very age", write(DATA), now=float(int(NOW) + AGE))
add("signed 59 seconds ahead", write(DATA, now=NOW + 59))
for ahead in [120, 86_400, AGE * 10]:
    add("signed %r seconds ahead" % ahead, write(DATA, now=NOW + ahead), stricter=True)
add("signed before 1970", write(DATA, now=-5.0), now=1.0)

# ---- keys

for name, keys in {"bytes": (BYTES_KEY,), "one character": ("k",), "long": ("long " * 60,), "emoji": ("🔑" * 20,)}.items():
    both("a key: %s" % name, DATA, keys=keys)
add("another key", write(DATA), keys=(OTHER,))
add("the key with a blank", write(DATA), keys=(KEY + " ",))
if HAS_FALLBACKS:
    for place, keys in enumerate([(KEY, OTHER), (OTHER, KEY), (BYTES_KEY, OTHER, KEY)]):
        add("%d keys, number %d signed" % (len(keys), place + 1), write(DATA), keys=keys)
        both("%d keys, the first signs: %d" % (len(keys), place), DATA, keys=keys)
    add("fallbacks that did not sign", write(DATA), keys=(OTHER, BYTES_KEY))
if IS_OLD:
    for name, data in VALUES.items():
        both("SHA-1: " + name, data, algorithm="sha1")
    add("SHA-1, where SHA-256 is written", write(DATA, algorithm="sha1"), legacy=True)
    add("SHA-1 of another key", write(DATA, algorithm="sha1", keys=(OTHER,)), legacy=True)

# ---- what somebody changed

GOOD = write(DATA)
LARGE = write({"a": "ab" * 500})
for kind, text in {"plain": GOOD, "compressed": LARGE}.items():
    payload, time, signature = text.split(":")
    regions = {"payload": (0, len(payload)), "time": (len(payload) + 1, len(time)), "signature": (len(text) - 43, 43)}
    for region, (start, size) in regions.items():
        for part in range(4):
            at = start + (size - 1) * part // 3
            changed = "B" if text[at] == "A" else "A"
            add("%s: %s changed at %d" % (kind, region, at), text[:at] + changed + text[at + 1 :])
    for end in [0, 1, 5, len(payload), len(payload) + 1, len(text) - 44, len(text) - 43, len(text) - 1]:
        add("%s: cut off at %d" % (kind, end), text[:end])
    add("%s: without its beginning" % kind, text[1:])
    add("%s: more at its end" % kind, text + "A")
    add("%s: a blank at its end" % kind, text + " ")
    add("%s: a line end" % kind, text + "\n")
    add("%s: padded" % kind, text + "=")
    add("%s: another mark" % kind, text[1:] if text[0] == "." else "." + text)
    add("%s: parts exchanged" % kind, ":".join([time, payload, signature]))
    add("%s: without time" % kind, payload + ":" + signature)
    add("%s: another time" % kind, ":".join([payload, signing.dumps("").split(":")[1] + "1", signature]))
    add("%s: two signatures" % kind, text + ":" + signature)
    add("%s: without signature" % kind, payload + ":" + time + ":")
    add("%s: beyond ASCII" % kind, text.replace(":", "：", 1))
    add("%s: standard base64" % kind, text.replace("-", "+").replace("_", "/") + "+")
add("the signature of another payload", GOOD.rsplit(":", 1)[0] + ":" + LARGE.rsplit(":", 1)[1])
add("signed for another purpose", signing.dumps(DATA, compress=True))
add("signed for messages", signing.dumps(DATA, salt="django.contrib.messages"))
for text in ["", ":", "::", ":::", ".", "a", "a:b", "a:b:c", "null", "{}", "{}:1:2"]:
    add("%r" % text, text)


# ---- what who has the key could sign

def sign(base64d, now=NOW):
    with Using(now=now):
        return signing.TimestampSigner(salt="django.contrib.sessions.backends.signed_cookies").sign(base64d)


def packed(data, compress=False):
    return ("." if compress else "") + signing.b64_encode(zlib.compress(data) if compress else data).decode()


RAW = {
    "no JSON": b"hello",
    "half a JSON": b'{"a":',
    "empty": b"",
    "blanks around": b' {"a" : 1 } ',
    "a key twice": b'{"a":1,"b":2,"a":3}',
    "Latin-1": b'{"a":"\xe9"}',
    "UTF-8": '{"a":"é"}'.encode(),
    "more behind": b'{"a":1}x',
    "a comma too many": b'{"a":1,}',
    "single quotes": b"{'a':1}",
    "a control character": b'{"a":"\n"}',
    "escapes": b'{"\\u0061":"\\/\\ud83d\\ude00\\ud83d"}',
    "NaN and infinities": b'{"a":[NaN,Infinity,-Infinity]}',
    "numbers": b'{"a":[-0,-0.0,1E5,1e+5,0.10,123456789012345678901234567890]}',
    "150 levels": b'{"a":' + b"[" * 150 + b"]" * 150 + b"}",
}
for name, data in RAW.items():
    add("signed: %s" % name, sign(packed(data)))
    add("signed: %s, compressed" % name, sign(packed(data, True)))
for data in [b"null", b"1", b'"text"', b"[]", b"[1,2]", b'[["a",1]]', b"true"]:
    add("signed: %s, which is no dict" % data.decode(), sign(packed(data)), stricter=True)
add("signed: 100,000 levels", sign(packed(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", True)))
add("signed: a bomb", sign(packed(b'{"a":"' + b"a" * 3_000_000 + b'"}', True)), stricter=True, data=None)
add("signed: an int of 5,000 digits", sign(packed(b'{"a":' + b"9" * 5000 + b"}", True)))
add("signed: no zlib", sign("." + packed(b'{"a":1}')))
add("signed: zlib cut off", sign(packed(b'{"a":"%s"}' % (b"ab" * 90), True)[:-8]))
add("signed: zlib without mark", sign(packed(b'{"a":"%s"}' % (b"ab" * 90), True)[1:]))
add("signed: padded", sign(packed(b'{"a":12}') + "=="), stricter=True)
add("signed: a blank in base64", sign(packed(b'{"a":1}')[:4] + " " + packed(b'{"a":1}')[4:]), stricter=True)
add("signed: an incomplete group", sign("A"))
for name, data in {
    "no pickle": b"hello",
    "a pickle cut off": pickle.dumps(DATA)[:-3],
    "a pickle of a list": pickle.dumps([1, 2]),
    "a pickle that names os.system": b"cos\nsystem\n(S'true'\ntR.",
}.items():
    if name.endswith("list"):
        add("signed: " + name, sign(packed(data)), "pickle", stricter=True)
    elif not name.endswith("system"):
        add("signed: " + name, sign(packed(data)), "pickle")


# ---- messages

MESSAGES = {
    "one": [(20, "Hello", "")],
    "beyond ASCII": [(25, "Gespeichert: Zoë € 😀 \"\\/<&>", "")],
    "each level": [(10, "d", ""), (20, "i", ""), (25, "s", ""), (30, "w", ""), (40, "e", "")],
    "levels in turn": [(20, "a", ""), (40, "b", ""), (20, "c", ""), (40, "d", ""), (25, "e", "")],
    "the same twice": [(20, "a", ""), (20, "a", "")],
    "safe": [(20, mark_safe("<b>x</b>"), ""), (40, "<b>", "")],
    "extra tags": [(20, "x", "fade sticky"), (30, mark_safe("y"), "a"), (20, "z", "")],
    "no extra tags": [(20, "x", None)],
    "levels of one's own": [(50, "critical", ""), (21, "notice", ""), (35, "é", "tag")],
    "controls": [(20, "a\u0000b\n\u2028", "")],
    "half a pair": [(20, "\ud800", "")],
    "long": [(20, "m" * 1500, "")],
    "many": [(10 * (number % 4 + 1), "message %d" % number, "") for number in range(30)],
    "lazy": [(20, gettext_lazy("Saved"), "")],
    "more than a cookie takes": [(20, noise(900), ""), (40, noise(900), ""), (25, noise(900), "")],
}
TAG_OF = {10: "debug", 20: "", 25: "success", 30: "warning", 40: "error"}


def shown(level, text, extra_tags):
    return [level, str(text), isinstance(text, SafeString), extra_tags or ""]


def queues(messages):
    found = {}
    for level, *message in messages:
        found.setdefault(TAG_OF.get(level, str(level)), []).append(message)
    return found


def request_with(session=None, cookies=()):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    request.session = session
    return request


LAYOUTS = []
for name, messages in MESSAGES.items():
    store = SessionStore()
    store["before"] = 1
    storage = SessionStorage(request_with(store))
    for message in messages:
        storage.add(*message)
    storage.update(HttpResponse())
    store["after"] = [2]
    text = store["_messages"]
    again = SessionStorage(request_with(store))
    read = [shown(message.level, message.message, message.extra_tags) for message in again]
    LAYOUTS.append({
        "name": name,
        "cookie": write(dict(store.items())),
        "text": text,
        "queues": queues(read),
    })

COOKIES = []
for name, messages in MESSAGES.items():
    storage = CookieStorage(request_with())
    for message in messages:
        storage.add(*message)
    response = HttpResponse()
    unstored = storage.update(response) or []
    morsel = response.cookies["messages"]
    reader = CookieStorage(request_with(cookies={"messages": morsel.value}))
    read = [shown(message.level, message.message, message.extra_tags) for message in reader]
    COOKIES.append({
        "name": name,
        "cookie": morsel.value,
        "line": morsel.OutputString(),
        "given": [shown(*message) for message in messages],
        "isFinished": not unstored,
        "accepted": True,
        "messages": read,
    })


def add_cookie(name, cookie, **more):
    try:
        reader = CookieStorage(request_with(cookies={"messages": cookie}))
        read = [shown(message.level, message.message, message.extra_tags) for message in reader]
        accepted = not reader.used or reader._decode(cookie) is not None
    except Exception:
        read, accepted = [], False
    COOKIES.append({"name": name, "cookie": cookie, "accepted": accepted, "messages": read, **more})


ONE = COOKIES[0]["cookie"]
add_cookie("a changed payload", "A" + ONE[1:])
add_cookie("a changed signature", ONE[:-1] + ("A" if ONE[-1] != "A" else "B"))
add_cookie("cut off", ONE[:-4])
add_cookie("nothing", "")
add_cookie("a word", "messages")
add_cookie("the session's signature", write([["__json_message", 0, 20, "x"]]))
add_cookie("no JSON", signing.get_cookie_signer("django.contrib.messages").sign(packed(b"hello")), accepted=False)
for text in [b'{"a":1}', b"1", b"null", b'"x"']:
    signer = signing.get_cookie_signer("django.contrib.messages")
    add_cookie("signed: %s" % text.decode(), signer.sign(packed(text)), accepted=False)
add_cookie("an empty list", signing.get_cookie_signer("django.contrib.messages").sign(packed(b"[]")))

# ---- CSRF

CSRF = []


def checked(stored, supplied, in_header=False, in_session=False):
    settings.CSRF_USE_SESSIONS = in_session
    more = {"HTTP_X_CSRFTOKEN": supplied} if in_header else {}
    form = {} if in_header else {"csrfmiddlewaretoken": supplied}
    request = RequestFactory().post("/", form, **more)
    request.session = SessionStore()
    if in_session and stored is not None:
        request.session["_csrftoken"] = stored
    elif stored is not None:
        request.COOKIES["csrftoken"] = stored
    middleware = csrf.CsrfViewMiddleware(lambda request: HttpResponse())
    middleware.process_request(request)
    try:
        refused = middleware.process_view(request, lambda request: None, (), {})
    except Exception:
        refused = True
    CSRF.append({
        "stored": stored,
        "supplied": supplied,
        "inHeader": in_header,
        "inSession": in_session,
        "accepted": refused is None,
    })


for number in range(12):
    secret = csrf._get_new_csrf_string()
    stored = csrf._mask_cipher_secret(secret)
    tokens = [
        csrf._mask_cipher_secret(secret),
        stored,
        secret,
        csrf._mask_cipher_secret(csrf._get_new_csrf_string()),
        secret[:-1],
        stored + "a",
        stored[:-1] + "-",
        stored[32:] + stored[:32],
        "",
    ]
    for in_session in [False, True]:
        for token in tokens:
            checked(stored, token, number % 2 == 1, in_session)
            if not in_session or not IS_OLD:
                checked(secret, token, number % 2 == 1, in_session)
for stored in [None, "", "short", "a" * 40, "é" * 32, "a" * 31 + "-"]:
    checked(stored, stored or "")
    checked(stored, "a" * 64)

json.dump(
    {
        "django": django.get_version(),
        "python": sys.version.split()[0],
        "vectors": VECTORS,
        "layouts": LAYOUTS,
        "cookies": COOKIES,
        "csrf": CSRF,
    },
    sys.stdout,
    indent=0,
)
