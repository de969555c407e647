"""A Flask application with the pages of ours.ts. Prints its port, then serves until it is killed."""
import json
import logging
import os
from werkzeug.serving import make_server

from flask import Flask, flash, get_flashed_messages, request, session
from times import text_of, time_of

app = Flask(__name__)
app.config.update(SECRET_KEY=os.environ["SESSION_SECRET"], SESSION_COOKIE_NAME="session")
logging.getLogger("werkzeug").disabled = True


def page(view):
    return app.route("/there/" + view.__name__, methods=["GET", "POST"])(view)


@page
def sign_in():
    session["user"] = request.form["user"]
    return "signed in"


@page
def sign_out():
    session.clear()
    return "signed out"


@page
def who():
    return session.get("user", "nobody")


@page
def count():
    session["count"] = session.get("count", 0) + 1
    return str(session["count"])


@page
def keep():
    session["value"] = json.loads(request.form["json"])
    return "kept"


@page
def kept():
    return json.dumps(session.get("value"))


@page
def keep_date():
    session["value"] = time_of(request.form["iso"])
    return "kept"


@page
def date():
    return text_of(session.get("value"))


@page
def flash_():
    flash(request.form["message"])
    return "flashed"


@page
def messages():
    return "|".join(get_flashed_messages())


@page
def token():
    """As Flask-WTF keeps it."""
    return session.setdefault("csrf_token", os.urandom(20).hex())


@page
def protected():
    good = request.form["csrf_token"] == session.get("csrf_token")
    return ("done", 200) if good else ("refused", 400)


app.add_url_rule("/there/flash", view_func=flash_, methods=["POST"])
server = make_server("127.0.0.1", 0, app, threaded=True)
print(server.server_port, flush=True)
server.serve_forever()
