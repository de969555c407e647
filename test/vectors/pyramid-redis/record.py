"""Records what pyramid_redis_sessions and pyramid_session_redis do, against a real redis-server.

    PYTHONPATH=package:pyramid python record.py scenarios 1.7 > scenarios/1.7-py311.json
    PYTHONPATH=package:pyramid python record.py read 1.7 < written.json > read/1.7-py311.json

The first makes the requests of SCENARIOS, and tells of each what was in Redis before and after it, which commands
were sent, what the session said and which cookies were set. The second puts sessions that cartouche wrote into Redis,
and tells what the package reads of them. Runs on Python 2.7 and 3; the package that can be imported is the one that
is recorded. Its clock is set by hand: Redis's is not, so that nothing expires there while it is recorded.
"""
import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import warnings

import redis
from pyramid.request import Request
from pyramid.registry import Registry
from pyramid.response import Response

warnings.simplefilter("ignore")
try:
    import pyramid_session_redis as package
    from pyramid_session_redis import session as session_module, util as util_module
except ImportError:
    import pyramid_redis_sessions as package
    from pyramid_redis_sessions import session as session_module, util as util_module

PY2 = sys.version_info[0] == 2
SECRET = "a secret of both services, which is longer than the hash of either signature"
START = 1700000000.25
VERSION = sys.argv[2]
IS_LATER = package.__name__ == "pyramid_session_redis"
HAS_PAYLOAD = VERSION not in ("0.9", "1.0", "1.2")


class Clock(object):
    now = START

    def time(self):
        return self.now


clock = Clock()
for module in (session_module, util_module):
    if hasattr(module, "time"):
        module.time = clock
    if hasattr(module, "time_time"):
        module.time_time = clock.time


# Redis

commands = []
pack_command = redis.connection.Connection.pack_command


def noted(self, *args):
    commands.append([text_of(arg) for arg in args])
    return pack_command(self, *args)


def text_of(arg):
    """Text as it is, bytes in base64: only values are bytes."""
    if isinstance(arg, bytes):
        try:
            text = arg.decode("ascii")
            if text.isalnum() or all(c.isalnum() or c in "-_:." for c in text):
                return text
        except UnicodeDecodeError:
            pass
        return {"base64": base64.b64encode(arg).decode("ascii")}
    return arg if isinstance(arg, (int, float)) else "%s" % (arg,)


def start_redis():
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    folder = tempfile.mkdtemp()
    silent = open(os.devnull, "w")
    args = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""]
    process = subprocess.Popen(args, stdout=silent, stderr=silent)
    client = redis.StrictRedis(port=port)
    for _ in range(100):
        try:
            client.ping()
            return process, port
        except redis.exceptions.ConnectionError:
            time.sleep(0.05)
    raise Exception("redis-server did not start")


def state_of(client):
    """All that Redis holds: key to value in base64 and seconds to live (None: for good)."""
    state = {}
    for key in client.keys("*"):
        left = client.ttl(key)
        value = base64.b64encode(client.get(key)).decode("ascii")
        # A second may have passed since it was set.
        state[key.decode("utf-8")] = [value, None if left is None or left < 0 else left]
    return state


# What is done with a session: an operation's name, and its arguments

def op_touch(session):
    pass


def op_get(session, key, default=None):
    return session.get(key, default)


def op_has(session, key):
    return key in session


def op_keys(session):
    return sorted(session.keys())


def op_reprs(session):
    return dict((key, repr(session[key])) for key in session.keys())


def op_set(session, key, value):
    session[key] = value


def op_set_python(session, key, expression):
    """Only Python has such a value."""
    import collections
    import datetime
    import decimal
    session[key] = eval(expression)


def op_delete(session, key):
    del session[key]


def op_append(session, key, value):
    session.get(key).append(value)


def op_adjust_timeout(session, seconds):
    session.adjust_timeout_for_session(seconds)


def op_delegated(name):
    return lambda session, *args: getattr(session, name)(*args)


OPS = {
    "touch": op_touch, "get": op_get, "has": op_has, "keys": op_keys, "reprs": op_reprs, "set": op_set,
    "set_python": op_set_python, "delete": op_delete, "append": op_append, "adjust_timeout": op_adjust_timeout,
}
for name in ("clear", "pop", "popitem", "setdefault", "update", "changed", "invalidate", "flash", "pop_flash",
             "peek_flash", "get_csrf_token", "new_csrf_token"):
    OPS[name] = op_delegated(name)


def scenario(name, *requests, **options):
    return {"name": name, "requests": requests, "options": options}


def request_of(*ops, **rest):
    """after: seconds since the last request; cookie: another than the last that was set; raises: the view fails;
    drop: what was in Redis is lost before it."""
    return dict(rest, ops=[list(op) for op in ops])


R = request_of
VALUES = [("set", "text", u"Zo\xeb \u20ac"), ("set", "float", 2.0), ("set", "int", 7), ("set", "none", None),
          ("set", "list", [1, {"a": [True, 2.5]}]), ("set", "large", 2 ** 70)]
PYTHON_VALUES = [("set_python", "tuple", "(1, 2.0, (3,))"), ("set_python", "bytes", "b'\\xff\\x00a'"),
                 ("set_python", "set", "{1, 2}"), ("set_python", "when", "datetime.datetime(2024, 1, 2, 3, 4, 5, 6)"),
                 ("set_python", "price", "decimal.Decimal('1.50')"),
                 ("set_python", "ordered", "collections.OrderedDict([('b', 1), ('a', 2.0)])"),
                 ("set_python", "keys", "{1: 'one', (2, 3): 'two'}")]

SCENARIOS = [
    scenario("a new session that is only looked at", R(("touch",)), R(("get", "a"), after=3)),
    scenario("a new session that is read", R(("get", "a")), R(("has", "a"), after=1), R(("keys",))),
    scenario("set, and read later", R(("set", "a", 1)), R(("get", "a")), R(("get", "a"), after=5), R(("touch",), after=5),
             R(("set", "a", 1), after=5), R(("set", "b", "two"))),
    scenario("values", R(*VALUES), R(("keys",), ("get", "text"), ("get", "list"), after=1), R(("set", "new", 1))),
    scenario("values of Python", R(*PYTHON_VALUES, python=True), R(("set", "new", 1), after=1), R(("delete", "new"))),
    scenario("a change inside a value", R(("set", "list", [])), R(("append", "list", 1)), R(("get", "list")),
             R(("append", "list", 2), ("changed",)), R(("get", "list"))),
    scenario("dict methods", R(("update", {"a": 1, "b": 2}), ("setdefault", "c", 3), ("setdefault", "a", 4)),
             R(("pop", "a"), ("pop", "none", "default"), ("delete", "b")), R(("popitem",)),
             R(("set", "d", 1), ("clear",)), R(("set", "e", 1), after=9)),
    scenario("flash messages", R(("flash", "one"), ("flash", "one"), ("flash", "one", "", False), ("flash", "two", "q")),
             R(("peek_flash",), ("pop_flash",), ("pop_flash",)), R(("pop_flash", "q"), ("peek_flash", "q"))),
    scenario("CSRF tokens", R(("get_csrf_token",)), R(("get_csrf_token",)), R(("new_csrf_token",))),
    scenario("sign-out", R(("set", "a", 1)), R(("invalidate",)), R(("get", "a"))),
    scenario("sign-out of a session that was read", R(("set", "a", 1)), R(("get", "a"), ("invalidate",))),
    scenario("sign-out, then writing", R(("set", "a", 1)), R(("invalidate",), ("set", "b", 2)), R(("get", "b"))),
    scenario("sign-out of a new session", R(("invalidate",)), R(("set", "a", 1), ("invalidate",)),
             R(("set", "a", 1), ("invalidate",), ("set", "b", 2))),
    scenario("a cookie that nobody signed", R(("get", "a"), cookie="session=made-up")),
    scenario("a session that Redis has lost", R(("set", "a", 1)), R(("get", "a"), drop=True), R(("set", "a", 2), drop=True)),
    scenario("the end of a time limit", R(("set", "a", 1)), R(("get", "a"), after=1200), R(("get", "a"), after=1201)),
    scenario("a view that fails", R(("set", "a", 1), raises=True), R(("set", "a", 2), raises=True)),
    scenario("a view that fails, without a cookie", R(("set", "a", 1), raises=True), R(("set", "a", 1)),
             R(("set", "a", 2), raises=True), R(("invalidate",), ("set", "b", 2), raises=True), cookie_on_exception=False),
    scenario("attributes of the cookie", R(("set", "a", 1)), R(("invalidate",)), cookie_name="sid", cookie_max_age=3600,
             cookie_path="/shop", cookie_domain="shop.example", cookie_secure=True, cookie_httponly=True),
    scenario("a time limit of its own", R(("set", "a", 1), ("adjust_timeout", 300), python=True), R(("set", "b", 2), after=1),
             R(("get", "b"), after=1), R(("get", "a"), after=301)),
    scenario("another time limit", R(("set", "a", 1)), R(("get", "a"), after=1), timeout=60),
]
if VERSION != "0.9":
    SCENARIOS.append(scenario("a prefix", R(("set", "a", 1)), R(("get", "a")), prefix="session:"))
if IS_LATER:
    SCENARIOS += [
        scenario("no time limit", R(("set", "a", 1)), R(("get", "a"), after=5), R(("set", "a", 2), after=5), timeout=None),
        scenario("no time limit in Redis", R(("set", "a", 1)), R(("get", "a"), after=5), set_redis_ttl=False),
        scenario("changes that are not looked for", R(("set", "list", [])), R(("append", "list", 1), after=5),
                 R(("append", "list", 1), ("changed",)), detect_changes=False),
    ]
if VERSION == "1.2":
    SCENARIOS.append(scenario("whole seconds", R(("set", "a", 1)), R(("set", "a", 2)), use_int_time=True))
if HAS_PAYLOAD:
    SCENARIOS += [
        scenario("a trigger", R(("set", "a", 1)), R(("get", "a"), after=599), R(("get", "a"), after=1), R(("set", "a", 2)),
                 timeout=1200, timeout_trigger=600),
        scenario("no time limit in Python", R(("set", "a", 1)), R(("get", "a"), after=5), R(("set", "a", 2), after=1201),
                 python_expires=False),
    ]
if VERSION in ("1.5", "1.7", "1.8"):
    SCENARIOS.append(scenario("SameSite", R(("set", "a", 1)), cookie_samesite="Strict"))
if VERSION == "1.8":
    SCENARIOS.append(scenario("empty sessions stay", R(("set", "a", 1)), R(("delete", "a"), after=1), R(("get", "a"), after=1),
                              invalidate_empty_session=False))
if VERSION in ("1.7", "1.8"):
    SCENARIOS.append(scenario("empty sessions end", R(("touch",)), R(("set", "a", 1)), R(("get", "a"), after=1),
                              R(("delete", "a"), after=1), invalidate_empty_session=True))


class Application(object):
    def __init__(self, port, options):
        self.client = redis.StrictRedis(port=port)
        settings = dict(options, client_callable=lambda *args, **kw: self.client)
        if VERSION in ("1.7", "1.8"):
            settings["redis_client_callable"] = settings.pop("client_callable")
        prefix = settings.pop("prefix", None)
        if prefix is not None:
            settings["id_generator"] = lambda: util_module.prefixed_id(prefix)
        self.factory = package.RedisSessionFactory(SECRET, **settings)

    def request(self, cookie, ops, raises=False):
        request = Request.blank("/", headers={"Cookie": cookie} if cookie else {})
        request.registry = Registry()
        request.exception = ValueError() if raises else None
        request.session = session = self.factory(request)
        seen = {"new": session.new, "created": session.created, "timeout": getattr(session, "timeout", None)}
        results = [result_of(OPS[op[0]](session, *op[1:])) for op in ops]
        response = Response()
        request._process_response_callbacks(response)
        request._process_finished_callbacks()
        return dict(seen, results=results, set_cookie=response.headers.getall("Set-Cookie"))


def result_of(value):
    return sorted(value) if type(value).__name__ == "dict_keys" else value


def record_scenarios(process_port):
    raw = redis.StrictRedis(port=process_port)
    return [record(described, process_port, raw) for described in SCENARIOS]


def record(described, port, raw):
    raw.flushdb()
    clock.now = START
    application = Application(port, described["options"])
    cookie, recorded = "", []
    for wanted in described["requests"]:
        wanted = dict(wanted)
        clock.now += wanted.pop("after", 0)
        if wanted.pop("drop", False):
            raw.flushdb()
        cookie = wanted.pop("cookie", cookie)
        before = state_of(raw)
        del commands[:]
        redis.connection.Connection.pack_command = noted
        try:
            seen = application.request(cookie, wanted["ops"], wanted.get("raises", False))
        finally:
            redis.connection.Connection.pack_command = pack_command
        recorded.append(dict(wanted, now=clock.now, cookie=cookie, before=before, after=state_of(raw),
                             commands=list(commands), **seen))
        for line in seen["set_cookie"]:
            pair = line.split(";")[0]
            cookie = pair if "Max-Age=0" not in line else ""
    return {"name": described["name"], "options": described["options"], "requests": recorded}


def record_reading(port):
    raw = redis.StrictRedis(port=port)
    read = []
    for written in json.load(sys.stdin)[VERSION]:
        raw.flushdb()
        clock.now = written["now"]
        value = base64.b64decode(written["value"])
        raw.setex(written["key"], written["seconds"], value)
        application = Application(port, {})
        # WebOb for Python 2 takes str.
        seen = application.request(str(written["cookie"]), [["reprs"]])
        read.append(dict(written=written, new=seen["new"], created=seen["created"], timeout=seen["timeout"],
                         data=seen["results"][0]))
    return read


def main():
    process, port = start_redis()
    try:
        made = record_scenarios(port) if sys.argv[1] == "scenarios" else record_reading(port)
    finally:
        process.kill()
    print(json.dumps({"package": package.__name__, "version": VERSION, "python": sys.version.split()[0],
                      "secret": SECRET, "vectors": made}, sort_keys=True))


main()
