"""A Starlette application with the pages of ours.ts. Prints its port, then serves until it is killed."""
import json
import os
import socket

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from times import text_of, time_of


async def form(request):
    from urllib.parse import parse_qs

    fields = parse_qs((await request.body()).decode(), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


async def sign_in(request):
    request.session["user"] = (await form(request))["user"]
    return PlainTextResponse("signed in")


async def sign_out(request):
    request.session.clear()
    return PlainTextResponse("signed out")


async def who(request):
    return PlainTextResponse(request.session.get("user", "nobody"))


async def count(request):
    request.session["count"] = request.session.get("count", 0) + 1
    return PlainTextResponse(str(request.session["count"]))


async def keep(request):
    request.session["value"] = json.loads((await form(request))["json"])
    return PlainTextResponse("kept")


async def kept(request):
    return PlainTextResponse(json.dumps(request.session.get("value")))


async def keep_date(request):
    request.session["value"] = time_of((await form(request))["iso"])
    return PlainTextResponse("kept")


async def date(request):
    return PlainTextResponse(text_of(request.session.get("value")))


pages = (sign_in, sign_out, who, count, keep, kept, keep_date, date)
app = Starlette(
    routes=[Route("/there/" + page.__name__, page, methods=["GET", "POST"]) for page in pages],
    middleware=[Middleware(SessionMiddleware, secret_key=os.environ["SESSION_SECRET"])],
)

listening = socket.socket()
listening.bind(("127.0.0.1", 0))
# Before the port is told: the first request comes at once.
listening.listen()
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listening])
