"""A Django application with the pages of ours.ts. Prints its port, then serves until it is killed."""
import json
import logging
import os
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings

settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    SESSION_SERIALIZER="django.contrib.sessions.serializers.%s" % os.environ["SERIALIZER"],
    MESSAGE_STORAGE="django.contrib.messages.storage.%s" % os.environ["MESSAGES"],
    CSRF_USE_SESSIONS=os.environ["CSRF"] == "session",
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    USE_I18N=False,
    USE_TZ=True,
)
django.setup()
logging.disable()

from django.contrib import messages
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.urls import path
from django.utils.safestring import SafeData, mark_safe
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from times import text_of, time_of

PAGES = {}


def page(view):
    PAGES[view.__name__] = csrf_exempt(lambda request: HttpResponse(view(request)))
    return view


@page
def sign_in(request):
    request.session["user"] = request.POST["user"]
    return "signed in"


@page
def sign_out(request):
    request.session.flush()
    return "signed out"


@page
def who(request):
    return request.session.get("user", "nobody")


@page
def count(request):
    request.session["count"] = request.session.get("count", 0) + 1
    return str(request.session["count"])


@page
def keep(request):
    request.session["value"] = json.loads(request.POST["json"])
    return "kept"


@page
def kept(request):
    return json.dumps(request.session.get("value"))


@page
def keep_date(request):
    request.session["value"] = time_of(request.POST["iso"])
    return "kept"


@page
def date(request):
    return text_of(request.session.get("value"))


@page
def flash(request):
    messages.info(request, request.POST["message"])
    return "flashed"


@page
def flash_all(request):
    messages.warning(request, "watch <out>", extra_tags="sticky")
    messages.success(request, mark_safe("<b>saved</b>"))
    messages.info(request, "é")
    return "flashed"


def shown(message):
    return [message.level, str(message), isinstance(message.message, SafeData), message.extra_tags or ""]


@page
def levels(request):
    return json.dumps([shown(message) for message in messages.get_messages(request)])


@page
def messages_page(request):
    return "|".join(str(message) for message in messages.get_messages(request))


PAGES["messages"] = PAGES.pop("messages_page")


@page
def token(request):
    """What is stored: a form has it under a mask."""
    get_token(request)
    return request.META["CSRF_COOKIE"]


@page
def masked(request):
    return get_token(request)


@page
def protected(request):
    """As csrf_protect does it, with the field of the other backends."""
    request.POST = request.POST.copy()
    request.POST["csrfmiddlewaretoken"] = request.POST.get("csrf_token", "")
    request.csrf_processing_done = False
    refused = CsrfViewMiddleware(HttpResponse).process_view(request, shown, (), {})
    return "done" if refused is None else "refused"


# The decorator itself, as an application has it.
PAGES["form"] = csrf_protect(lambda request: HttpResponse("done"))

urlpatterns = [path("there/" + name, view) for name, view in PAGES.items()]


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=QuietHandler)
    print(server.server_port, flush=True)
    server.serve_forever()
