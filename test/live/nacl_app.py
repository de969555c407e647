"""A Pyramid application with encrypted sessions and the pages of ours.ts. Prints its port, then serves until it is killed."""
import json
import os
from wsgiref.simple_server import WSGIRequestHandler, make_server

from nacl_sessions import session_factory
from pyramid.config import Configurator
from pyramid.csrf import check_csrf_token
from pyramid.response import Response
from times import text_of, time_of

PAGES = {}


def page(view):
    def answer(request):
        text = view(request.session, request)
        return Response(text, status=400 if text == "refused" else 200)

    PAGES[view.__name__] = answer
    return view


@page
def sign_in(session, request):
    session["user"] = request.POST["user"]
    return "signed in"


@page
def sign_out(session, request):
    session.invalidate()
    return "signed out"


@page
def who(session, request):
    return session.get("user", "nobody")


@page
def count(session, request):
    session["count"] = session.get("count", 0) + 1
    return str(session["count"])


@page
def keep(session, request):
    session["value"] = json.loads(request.POST["json"])
    return "kept"


@page
def kept(session, request):
    return json.dumps(session.get("value"))


@page
def keep_date(session, request):
    session["value"] = time_of(request.POST["iso"])
    return "kept"


@page
def date(session, request):
    return text_of(session.get("value"))


@page
def flash(session, request):
    session.flash(request.POST["message"])
    return "flashed"


@page
def messages(session, request):
    return "|".join(session.pop_flash())


@page
def token(session, request):
    return session.get_csrf_token()


@page
def protected(session, request):
    return "done" if check_csrf_token(request, raises=False) else "refused"


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass

    def get_stderr(self):
        """Some tests are of what cannot be written."""
        return open(os.devnull, "w")


SECRET = bytes.fromhex(os.environ["SESSION_KEY"])
with Configurator(session_factory=session_factory(SECRET, os.environ["SERIALIZER"])) as config:
    for name, view in PAGES.items():
        config.add_route(name, "/there/" + name)
        config.add_view(view, route_name=name)
    app = config.make_wsgi_app()
server = make_server("127.0.0.1", 0, app, handler_class=QuietHandler)
print(server.server_port, flush=True)
server.serve_forever()
