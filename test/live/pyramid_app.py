"""A Pyramid application with the same pages as app.ts. Prints its port, then serves until it is killed."""
import base64
import hashlib
import hmac
import os
import pickle
from wsgiref.simple_server import WSGIRequestHandler, make_server

from pyramid.config import Configurator
from pyramid.csrf import check_csrf_token
from pyramid.response import Response
from pyramid.session import (
    BaseCookieSessionFactory,
    PickleSerializer,
    SignedCookieSessionFactory,
)

SECRET = os.environ["SESSION_SECRET"]


class FirstFormat:
    """The cookies of Pyramid 1.0: 40 hex digits of HMAC-SHA1, then the pickle in base64."""

    key = SECRET.encode("latin-1")

    def sign(self, body):
        return hmac.new(self.key, body, hashlib.sha1).hexdigest().encode()

    def dumps(self, value):
        body = pickle.dumps(value, 2)
        return self.sign(body) + base64.b64encode(body)

    def loads(self, text):
        body = base64.b64decode(text[40:])
        if not hmac.compare_digest(self.sign(body), text[:40]):
            raise ValueError("Invalid signature")
        return pickle.loads(body)


def in_redis(package):
    """Its client is given, as its options for one changed from version to version."""
    import importlib
    import redis

    client = redis.StrictRedis(port=int(os.environ["REDIS_PORT"]))
    return importlib.import_module(package).RedisSessionFactory(
        SECRET, **{os.environ["CLIENT_OPTION"]: lambda *args, **kw: client}
    )


def over_beaker():
    import redis
    from beaker_sessions import session_factory

    return session_factory(SECRET, redis.StrictRedis(port=int(os.environ["REDIS_PORT"])), timeout=1200)


FACTORIES = {
    "signed, JSON": lambda: SignedCookieSessionFactory(SECRET),
    "signed, pickle": lambda: SignedCookieSessionFactory(SECRET, serializer=PickleSerializer()),
    "pyramid_redis_sessions": lambda: in_redis("pyramid_redis_sessions"),
    "pyramid_session_redis": lambda: in_redis("pyramid_session_redis"),
    "beaker": over_beaker,
    "first format": lambda: BaseCookieSessionFactory(FirstFormat()),
}


def sign_in(request):
    request.session["user"] = request.POST["user"]
    request.session["when"] = 2.0
    return Response("signed in")


def sign_out(request):
    request.session.invalidate()
    return Response("signed out")


def who(request):
    return Response("%s %r" % (request.session.get("user"), request.session.get("when")))


def flash(request):
    request.session.flash(request.POST["message"])
    return Response("flashed")


def messages(request):
    return Response("|".join(request.session.pop_flash()))


def token(request):
    return Response(request.session.get_csrf_token())


def protected(request):
    good = check_csrf_token(request, raises=False)
    return Response("done" if good else "refused", status=200 if good else 400)


def main():
    with Configurator(session_factory=FACTORIES[os.environ["SESSION_FACTORY"]]()) as config:
        for view in (sign_in, sign_out, who, flash, messages, token, protected):
            config.add_route(view.__name__, "/pyramid/" + view.__name__)
            config.add_view(view, route_name=view.__name__)
        app = config.make_wsgi_app()

    class QuietHandler(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    server = make_server("127.0.0.1", 0, app, handler_class=QuietHandler)
    print(server.server_port, flush=True)
    server.serve_forever()


main()
