"""Pyramid's sessions encrypted by PyNaCl, as pyramid_nacl_session 1.0 has them.

That package is in no Debian. This is its format by its documentation, in words of our own: around the bytes of another
serializer, by default pickle, a SecretBox under a random nonce, in URL-safe base64 whose padding is left out.
"""
import base64
import warnings

import nacl.utils
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

with warnings.catch_warnings():
    # Pyramid 2.0 would rather nobody used pickle.
    warnings.simplefilter("ignore")
    from pyramid.session import BaseCookieSessionFactory, JSONSerializer, PickleSerializer

SERIALIZERS = {"pickle": PickleSerializer, "pickle 2": lambda: PickleSerializer(2), "json": JSONSerializer}


class EncryptedSerializer:
    def __init__(self, secret, serializer):
        self.box = SecretBox(secret)
        self.inner = serializer

    def dumps(self, value):
        sealed = self.box.encrypt(self.inner.dumps(value), nacl.utils.random(SecretBox.NONCE_SIZE))
        return base64.urlsafe_b64encode(sealed).rstrip(b"=")

    def loads(self, text):
        # What is no base64 raises a ValueError by itself.
        sealed = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
        try:
            return self.inner.loads(self.box.decrypt(sealed))
        except CryptoError as error:
            raise ValueError("no box of this secret") from error


def session_factory(secret, serializer="pickle", **options):
    return BaseCookieSessionFactory(EncryptedSerializer(secret, SERIALIZERS[serializer]()), **options)
