"""Times Pyramid's signed_serialize and signed_deserialize in CPython: C pickle, C HMAC, C base64.

Reads one command a line, answers in one line:

    load NAME PROTOCOL TEXT    keeps a signed text and the data in it; answers the data, signed again
    read NAME MILLISECONDS     answers the nanoseconds that deserializing it takes
    write NAME MILLISECONDS    answers the nanoseconds that serializing it takes
"""

import base64
import hashlib
import hmac
import pickle
import sys
import time
from functools import partial
from itertools import repeat

SECRET = sys.argv[1].encode('latin-1')


# The two functions are Pyramid 1.10's, for bytes as the secret; it has no argument for the protocol.
def signed_serialize(data, secret, protocol=pickle.HIGHEST_PROTOCOL):
    pickled = pickle.dumps(data, protocol)
    signature = hmac.new(secret, pickled, hashlib.sha1).hexdigest()
    return signature + base64.b64encode(pickled).decode('ascii')


def signed_deserialize(serialized, secret):
    signature, pickled = serialized[:40].encode('ascii'), base64.b64decode(serialized[40:])
    expected = hmac.new(secret, pickled, hashlib.sha1).hexdigest().encode('ascii')
    if not hmac.compare_digest(expected, signature):
        raise ValueError('Invalid signature')
    return pickle.loads(pickled)


def nanoseconds(call, milliseconds):
    """A call's time: the median of samples of twenty calls, over as many as take so long."""
    samples = []
    now = time.perf_counter_ns()
    end = now + milliseconds * 1e6
    while not samples or now < end:
        start = now
        for _ in repeat(None, 20):
            call()
        now = time.perf_counter_ns()
        samples.append((now - start) / 20)
    return sorted(samples)[len(samples) // 2]


loaded = {}
print(sys.version.split()[0], flush=True)
for line in sys.stdin:
    command, name, argument, *rest = line.split()
    if command == 'load':
        protocol, text = int(argument), rest[0]
        data = signed_deserialize(text, SECRET)
        loaded[name] = {
            'read': partial(signed_deserialize, text, SECRET),
            'write': partial(signed_serialize, data, SECRET, protocol),
        }
        print(loaded[name]['write'](), flush=True)
    else:
        print(nanoseconds(loaded[name][command], float(argument)), flush=True)
