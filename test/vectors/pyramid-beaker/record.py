"""Records what Beaker does with sessions in Redis, in a Pyramid application and against a real redis-server.

    python3 record.py | gzip -9n > beaker.json.gz

`scenarios`: requests, and of each what was in Redis before and after it, what the session said and which cookies were
set. `values`: a session for each of VALUES, as Redis has it. `cookies`: whether a session is found by each. The clock is
set by hand: Redis's is not, so that nothing expires there while it is recorded. Needs Debian's python3-beaker,
python3-redis, python3-pyramid and redis-server.
"""
import base64
import collections
import datetime
import decimal
import hashlib
import hmac
import json
import math
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "live"))

import beaker
import beaker.session
import redis
from beaker_sessions import session_factory
from pyramid.registry import Registry
from pyramid.request import Request
from pyramid.response import Response

SECRET = "a s\xe9cret of both services \u20ac, which is longer than the hash of the signature"
START = 1700000000.25


class Clock:
    now = START
    strftime = staticmethod(time.strftime)

    def time(self):
        return self.now


clock = Clock()
beaker.session.time = clock


def start_redis():
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    args = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", tempfile.mkdtemp(), "--save", ""]
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    client = redis.StrictRedis(port=port)
    for _ in range(100):
        try:
            client.ping()
            return process, client
        except redis.exceptions.ConnectionError:
            time.sleep(0.05)
    raise Exception("redis-server did not start")


def state_of(client):
    """All that Redis holds: key to value in base64 and seconds to live (None: for good)."""
    state = {}
    for key in client.keys("*"):
        left = client.pttl(key)
        value = base64.b64encode(client.get(key)).decode("ascii")
        state[key.decode("utf-8")] = [value, None if left < 0 else math.ceil(left / 1000)]
    return state


def own(key):
    return key in ("_creation_time", "_accessed_time", "_domain", "_path")


OPS = {
    "get": lambda session, key, default=None: session.get(key, default),
    "has": lambda session, key: key in session,
    "keys": lambda session: sorted(key for key in session.keys() if not own(key)),
    "set": lambda session, key, value: session.__setitem__(key, value),
    "delete": lambda session, key: session.__delitem__(key),
    "append": lambda session, key, value: session.get(key).append(value),
}
for name in ("clear", "pop", "setdefault", "update", "changed", "invalidate", "flash", "pop_flash", "peek_flash",
             "get_csrf_token", "new_csrf_token"):
    OPS[name] = lambda session, *args, name=name: getattr(session, name)(*args)
OPS["delete_session"] = lambda session: session.delete()


def scenario(name, *requests, **options):
    return {"name": name, "requests": requests, "options": options}


def R(*ops, **rest):
    """after: seconds since the last request; raises: the view fails; drop: what was in Redis is lost before it."""
    return dict(rest, ops=[list(op) for op in ops])


SCENARIOS = [
    scenario("a new session that is only looked at", R(("keys",)), R(("get", "a"), after=3)),
    scenario("set, and read later", R(("set", "a", 1)), R(("get", "a")), R(("get", "a"), after=5.5), R(("keys",), after=5),
             R(("set", "a", 1), after=5), R(("set", "b", "two")), R(("keys",), ("has", "b"), ("has", "c"))),
    scenario("a time limit", R(("set", "a", 1)), R(("get", "a"), after=60), R(("get", "a"), after=59.75), R(("get", "a"), after=60.25),
             timeout=60),
    scenario("writing after the time limit", R(("set", "a", 1)), R(("set", "b", 2), after=61), timeout=60),
    scenario("another time limit", R(("set", "a", 1)), R(("set", "b", 1), after=1), timeout=86400),
    scenario("reading that stores nothing", R(("set", "a", 1)), R(("get", "a"), after=5), R(("set", "b", 2), after=5),
             save_accessed_time=False),
    scenario("values", R(("set", "text", "Zo\xeb \u20ac \U0001f600"), ("set", "list", [1, {"a": [True, 2.5, None]}]), ("set", "cl\xe9", "")),
             R(("get", "text"), ("get", "list"), ("get", "cl\xe9"), after=1)),
    scenario("a change inside a value", R(("set", "list", [])), R(("append", "list", 1), after=1), R(("get", "list"), after=1),
             R(("append", "list", 2), ("changed",)), R(("get", "list"))),
    scenario("dict methods", R(("update", {"a": 1, "b": 2}), ("setdefault", "c", 3), ("setdefault", "a", 4)),
             R(("pop", "a"), ("pop", "none", "default"), ("delete", "b"), after=1), R(("keys",))),
    scenario("flash messages", R(("flash", "one"), ("flash", "one"), ("flash", "one", "", False), ("flash", "two", "q")),
             R(("peek_flash",), ("pop_flash",), ("pop_flash",), after=1), R(("pop_flash", "q"), ("peek_flash", "q"))),
    scenario("CSRF tokens", R(("set", "a", 1), ("get_csrf_token",)), R(("get_csrf_token",), after=1)),
    scenario("a session that Redis has lost", R(("set", "a", 1)), R(("get", "a"), drop=True), R(("set", "a", 2), after=1)),
    scenario("sign-out", R(("set", "a", 1)), R(("invalidate",), after=1), R(("get", "a"))),
    scenario("delete()", R(("set", "a", 1)), R(("delete_session",), after=1)),
    scenario("a view that fails", R(("set", "a", 1), raises=True), R(("set", "a", 2), raises=True, after=1)),
    scenario("a view that fails, without a cookie", R(("set", "a", 1), raises=True), cookie_on_exception=False),
    scenario("attributes of the cookie", R(("set", "a", 1)), R(("get", "a"), after=1), key="sid", cookie_path="/shop",
             cookie_domain="shop.example", secure=True, httponly=True, samesite="Strict"),
    scenario("no SameSite", R(("set", "a", 1)), samesite=None),
]

Point = collections.namedtuple("Point", "x y")
VALUES = [
    "None", "True", "False", "0", "-1", "255", "256", "65536", "2147483648", "-2147483649", "2 ** 53 + 1", "2 ** 70", "-2 ** 70",
    "0.0", "-0.0", "1.0", "2.5", "1e300", "float('inf')", "float('nan')", "1700000000.25", "''", "'ana'", "'Zo\\xeb'", "'\\u20ac'",
    "'\\U0001f600'", "'a\\x00b'", "'x' * 300", "'\\xe9' * 70000", "b''", "b'\\xff\\x00a'", "b'x' * 300", "bytearray(b'ab')", "[]", "[1, [2, [3.0]]]",
    "()", "(1,)", "(1, 2.0, (3,), 'four', 5)", "{}", "{'a': {'b': []}}", "{1: 'one', (2, 3): 'two'}", "{'b': 1, 'a': 2.0}", "set()", "{1}",
    "frozenset([1])", "datetime.datetime(2024, 1, 2, 3, 4, 5, 6)", "datetime.date(2024, 2, 29)", "datetime.time(1, 2, 3)",
    "datetime.timedelta(days=-1, seconds=5)", "datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc)", "decimal.Decimal('1.50')",
    "uuid.UUID(int=7)", "collections.OrderedDict([('b', 1), ('a', 2.0)])", "collections.defaultdict(int, {'a': 1})", "collections.deque([1, 2])",
    "complex(1, 2)", "range(3)", "slice(1, 2)",
]


def request_of(factory, cookie, ops, raises=False):
    request = Request.blank("/", headers={"Cookie": cookie} if cookie else {})
    request.registry = Registry()
    request.exception = ValueError() if raises else None
    session = factory(request)
    seen = {"new": session.new, "created": session.created}
    results = [OPS[op[0]](session, *op[1:]) for op in ops]
    response = Response()
    request._process_response_callbacks(response)
    return dict(seen, results=results, set_cookie=response.headers.getall("Set-Cookie"))


def record(described, client):
    client.flushdb()
    clock.now = START
    factory = session_factory(SECRET, client, **described["options"])
    cookie, recorded = "", []
    for wanted in described["requests"]:
        wanted = dict(wanted)
        clock.now += wanted.pop("after", 0)
        if wanted.pop("drop", False):
            client.flushdb()
        before = state_of(client)
        seen = request_of(factory, cookie, wanted["ops"], wanted.get("raises", False))
        recorded.append(dict(wanted, now=clock.now, cookie=cookie, before=before, after=state_of(client), **seen))
        for line in seen["set_cookie"]:
            cookie = line.split(";")[0]
    return {"name": described["name"], "options": described["options"], "requests": recorded}


def record_value(expression, client):
    client.flushdb()
    clock.now = START
    factory = session_factory(SECRET, client, timeout=1200)
    value = eval(expression)
    seen = request_of(factory, "", [("set", "value", value), ("set", "other", "kept")])
    return {"expression": expression, "repr": repr(value), "now": START, "cookie": seen["set_cookie"][0].split(";")[0],
            "redis": state_of(client)}


def signed(text, secret=SECRET, digest=hashlib.sha1):
    return hmac.new(secret.encode("utf-8"), text.encode("utf-8"), digest).hexdigest() + text


def record_cookies(client):
    client.flushdb()
    factory = session_factory(SECRET, client)
    line = request_of(factory, "", [("set", "user", "ana")])["set_cookie"][0]
    name, good = line.split(";")[0].split("=")
    sig, id = good[:40], good[40:]
    other = id[:-1] + ("0" if id[-1] != "0" else "1")
    client.set("beaker_cache:%s:session" % other, client.get("beaker_cache:%s:session" % id))
    texts = {
        "as it was set": good, "in quotes": '"%s"' % good, "of another id": sig + other, "of another secret": signed(id, "x" * 40),
        "of the secret in latin-1": hmac.new(b"a s\xe9cret", id.encode(), hashlib.sha1).hexdigest() + id,
        "without a signature": id, "with its signature alone": sig, "empty": "", "with an upper-case signature": sig.upper() + id,
        "with an upper-case id": sig + id.upper(), "cut at the end": good[:-1], "cut at the beginning": good[1:], "longer": good + "0",
        "with a digit changed": ("0" if good[0] != "0" else "1") + good[1:], "by SHA-256": signed(id, digest=hashlib.sha256),
        "of an id that is not there": signed("0" * 32), "of a text that is no id": signed("made-up"), "with a space before": " " + good,
    }
    headers = {what: "%s=%s" % (name, text) for what, text in texts.items()}
    headers["behind a forged one"] = "%s=%s; %s=%s" % (name, sig + other, name, good)
    headers["before a forged one"] = "%s=%s; %s=%s" % (name, good, name, sig + other)
    headers["among others"] = "a=1; %s=%s; b=2" % (name, good)
    headers["of another name"] = "session=%s" % good
    return {"redis": state_of(client), "now": clock.now, "cookies": [
        {"name": what, "cookie": header, "user": request_of(factory, header, [("get", "user")])["results"][0]}
        for what, header in headers.items()]}


def main():
    process, client = start_redis()
    try:
        made = {"scenarios": [record(described, client) for described in SCENARIOS],
                "values": [record_value(expression, client) for expression in VALUES], "cookies": record_cookies(client)}
    finally:
        process.kill()
    print(json.dumps(dict(made, beaker=beaker.__version__, python=sys.version.split()[0], secret=SECRET), sort_keys=True))


main()
