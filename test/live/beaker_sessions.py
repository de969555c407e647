"""Pyramid's sessions over Beaker's, as pyramid_beaker has them: what changes a session also says that it is to be saved."""
import binascii
import os

from beaker.session import SessionObject


class BeakerSession(SessionObject):
    cookie_on_exception = True

    def __init__(self, request, **options):
        SessionObject.__init__(self, request.environ, **options)
        request.add_response_callback(self.finish)

    def finish(self, request, response):
        failed = getattr(request, "exception", None) is not None
        if self.accessed() and (self.cookie_on_exception or not failed):
            self.persist()
            headers = self.__dict__["_headers"]
            if headers.get("set_cookie") and headers["cookie_out"]:
                response.headerlist.append(("Set-Cookie", headers["cookie_out"].strip()))

    @property
    def new(self):
        return self.last_accessed is None

    def changed(self):
        self.save()

    def flash(self, msg, queue="", allow_duplicate=True):
        messages = self.setdefault("_f_" + queue, [])
        if allow_duplicate or msg not in messages:
            messages.append(msg)

    def pop_flash(self, queue=""):
        return self.pop("_f_" + queue, [])

    def peek_flash(self, queue=""):
        return self.get("_f_" + queue, [])

    def new_csrf_token(self):
        self["_csrft_"] = binascii.hexlify(os.urandom(20)).decode("ascii")
        return self["_csrft_"]

    def get_csrf_token(self):
        return self.get("_csrft_") or self.new_csrf_token()


def saved(name):
    def method(self, *args, **kw):
        result = getattr(self._session(), name)(*args, **kw)
        self.save()
        return result

    return method


for name in ("__setitem__", "__delitem__", "clear", "update", "setdefault", "pop", "popitem"):
    setattr(BeakerSession, name, saved(name))


class LessOnException(BeakerSession):
    cookie_on_exception = False


def session_factory(secret, client, cookie_on_exception=True, **options):
    """client: of Redis, or its address."""
    kind = BeakerSession if cookie_on_exception else LessOnException
    return lambda request: kind(request, type="ext:redis", url=client, secret=secret, **options)
