"""The other side of the differential test: builds, describes, pickles and unpickles values.

Reads one JSON request a line, writes one JSON answer a line. A value is described as description.ts has it.
"""

import collections
import datetime
import decimal
import json
import math
import pickle
import random
import struct
import sys
import uuid

sys.setrecursionlimit(10_000)

# One object for each single byte, as CPython itself has it almost everywhere.
BYTES = bytes(range(256))


def shared_text(text):
    """The one object for equal texts; of single characters of Latin-1 CPython has its own."""
    return chr(ord(text)) if len(text) == 1 and text <= '\xff' else sys.intern(text)


def bytes_of(hexadecimal):
    data = bytes.fromhex(hexadecimal)
    return BYTES[data[0]:data[0] + 1] if len(data) == 1 else data


MAKERS = {
    'datetime': lambda *parts: datetime.datetime(*parts[:8], fold=parts[8]),
    'date': datetime.date,
    'time': lambda *parts: datetime.time(*parts[:5], fold=parts[5]),
    'timedelta': datetime.timedelta,
    'timezone': datetime.timezone,
    'Decimal': decimal.Decimal,
    'UUID': lambda number: uuid.UUID(int=number),
    'complex': complex,
    'range': range,
    'deque': lambda maxlen, *items: collections.deque(items, maxlen),
    'frozenset': lambda *items: frozenset(items),
    'tuple': lambda *items: items,
}

clock = ('hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold')
fields = lambda *names: lambda value: [getattr(value, name) for name in names]
PARTS = {
    datetime.datetime: fields('year', 'month', 'day', *clock),
    datetime.date: fields('year', 'month', 'day'),
    datetime.time: fields(*clock),
    datetime.timedelta: fields('days', 'seconds', 'microseconds'),
    datetime.timezone: lambda value: value.__getinitargs__(),
    decimal.Decimal: lambda value: [str(value)],
    uuid.UUID: fields('int'),
    complex: fields('real', 'imag'),
    range: fields('start', 'stop', 'step'),
    collections.deque: lambda value: [value.maxlen, *value],
    list: iter,
    tuple: iter,
    set: iter,
    frozenset: iter,
    dict: lambda value: (part for pair in value.items() for part in pair),
    collections.OrderedDict: lambda value: (part for pair in value.items() for part in pair),
}


class Builder:
    """Builds a value. Equal strings are one object, as they are in JavaScript."""

    def __init__(self):
        self.made = {}
        self.late = []

    def root(self, description):
        value = self.build(description)
        for container, place, number in self.late:
            container[place] = self.made[number]
        return value

    def build(self, description):
        if isinstance(description, str):
            return shared_text(description)
        if not isinstance(description, dict):
            return description
        kind, content = description['t'], description['v']
        if kind == 'ref':
            return self.made[content]
        value = self.plain(kind, content) if isinstance(content, str) else self.container(description)
        if 'id' in description:
            self.made[description['id']] = value
        return value

    def plain(self, kind, text):
        if kind == 'int':
            return int(text)
        if kind == 'float':
            return struct.unpack('>d', bytes.fromhex(text))[0]
        if kind == 'str':
            return shared_text(''.join(chr(int(point, 16)) for point in text.split(' ')))
        return bytes_of(text) if kind == 'bytes' else bytearray.fromhex(text)

    def container(self, description):
        kind, parts = description['t'], description['v']
        if kind == 'list':
            return self.fill_list(description, parts)
        if kind in ('dict', 'OrderedDict'):
            return self.fill_dict(description, parts)
        if kind == 'set':
            return {self.build(part) for part in parts}
        return MAKERS[kind](*[self.build(part) for part in parts])

    def fill_list(self, description, parts):
        value = self.made[description['id']] = []
        for part in parts:
            value.append(self.item(value, len(value), part))
        return value

    def fill_dict(self, description, parts):
        value = {} if description['t'] == 'dict' else collections.OrderedDict()
        self.made[description['id']] = value
        for key, part in zip(parts[::2], parts[1::2]):
            key = self.build(key)
            value[key] = None
            value[key] = self.item(value, key, part)
        return value

    def item(self, container, place, part):
        """An item, or for now None where it is a tuple that is not yet made."""
        if isinstance(part, dict) and part['t'] == 'ref' and part['v'] not in self.made:
            self.late.append((container, place, part['v']))
            return None
        return self.build(part)


def describe(value, numbers):
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return {'t': 'int', 'v': decimal_text(value)}
    if kind is float:
        return {'t': 'float', 'v': struct.pack('>d', math.nan if value != value else value).hex()}
    if kind is str:
        if any('\ud800' <= char <= '\udfff' for char in value):
            return {'t': 'str', 'v': ' '.join(f'{ord(char):x}' for char in value)}
        return value
    if (kind is bytes and len(value) < 2) or value == () and kind is tuple:
        return {'t': 'bytes', 'v': value.hex()} if kind is bytes else {'t': 'tuple', 'v': []}
    if id(value) in numbers:
        return {'t': 'ref', 'v': numbers[id(value)][0]}
    number = len(numbers)
    # The value is kept, so that its id stays its own.
    numbers[id(value)] = (number, value)
    if kind in (bytes, bytearray):
        return {'t': kind.__name__, 'id': number, 'v': value.hex()}
    parts = [describe(part, numbers) for part in PARTS[kind](value)]
    return {'t': kind.__name__, 'id': number, 'v': parts}


def decimal_text(value):
    # Python limits the length of decimal texts; Decimal does not.
    return str(value) if value.bit_length() < 10_000 else str(decimal.Decimal(value))


class Maker:
    """Makes values of its own accord, with strings that are shared here and equal there."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.words = [''.join(self.random.choices('abcé€\U0001f600\\\n\x00', k=size)) for size in range(9)]
        self.made = []

    def value(self, depth, is_key=False):
        kinds = ['none', 'bool', 'int', 'float', 'str', 'str', 'bytes']
        if not is_key:
            kinds += ['bytearray', 'again']
        if depth > 0:
            kinds += ['tuple', 'frozenset']
            if not is_key:
                kinds += ['list', 'list', 'dict', 'dict', 'dict', 'set', 'deque', 'OrderedDict', 'datetime']
        kind = self.random.choice(kinds)
        known = self.made
        # No circle through an object: one could not be read as a value before it is complete.
        if kind in ('deque', 'OrderedDict'):
            self.made = []
        value = getattr(self, 'make_' + kind)(depth - 1, is_key)
        if self.made is not known:
            self.made = known + self.made
        if not is_key and not isinstance(value, (collections.deque, collections.OrderedDict)):
            self.made.append(value)
        return value

    def make_none(self, depth, is_key):
        return None

    def make_bool(self, depth, is_key):
        return self.random.random() < 0.5

    def make_int(self, depth, is_key):
        return self.random.randint(-2, 2) + self.random.choice([1, -1]) * 2 ** self.random.choice(
            [0, 0, 3, 7, 8, 15, 16, 31, 32, 53, 63, 64, 127, 700, 2039]
        )

    def make_float(self, depth, is_key):
        return self.random.choice([0.0, -0.0, 1.0, 0.1, 1e300, math.inf, math.nan, self.random.gauss(0, 1e6)])

    def make_str(self, depth, is_key):
        word = self.random.choice(self.words)
        # Built anew it is an equal string, but another object; no longer word is shared by chance.
        return ''.join(list(word)) if self.random.random() < 0.4 else word

    def make_bytes(self, depth, is_key):
        size = self.random.choice([0, 1, 2, 5, 255, 256])
        return bytes_of(self.random.randbytes(size).hex())

    def make_bytearray(self, depth, is_key):
        return bytearray(self.random.randbytes(self.random.choice([0, 1, 9])))

    def make_again(self, depth, is_key):
        return self.random.choice(self.made) if self.made else None

    def make_tuple(self, depth, is_key):
        return tuple(self.value(depth, is_key) for _ in range(self.random.randrange(5)))

    def make_frozenset(self, depth, is_key):
        return frozenset(self.value(depth, True) for _ in range(self.random.randrange(1, 5)))

    def make_set(self, depth, is_key):
        return {self.value(depth, True) for _ in range(self.random.randrange(5))}

    def make_list(self, depth, is_key):
        value = []
        self.made.append(value)
        for _ in range(self.random.randrange(6)):
            value.append(self.value(depth))
        return value

    def make_dict(self, depth, is_key):
        value = {}
        self.made.append(value)
        for _ in range(self.random.randrange(6)):
            value[self.value(min(depth, 1), True)] = self.value(depth)
        return value

    def make_OrderedDict(self, depth, is_key):
        return collections.OrderedDict(self.make_dict(depth, False))

    def make_deque(self, depth, is_key):
        maxlen = self.random.choice([None, 7])
        return collections.deque((self.value(depth) for _ in range(self.random.randrange(5))), maxlen)

    def make_datetime(self, depth, is_key):
        offset = datetime.timedelta(minutes=self.random.randrange(1, 800))
        zone = self.random.choice([None, datetime.timezone.utc, datetime.timezone(offset)])
        return datetime.datetime.fromtimestamp(self.random.randrange(2**31), zone)


def check(request):
    built = Builder().root(request['value'])
    loaded = pickle.loads(bytes.fromhex(request['ours']))
    answer = {
        'theirs': pickle.dumps(built, request['protocol']).hex(),
        'loaded': describe(loaded, {}),
    }
    if request['hasSets']:
        answer['built'] = describe(built, {})
    return answer


def make(request):
    value = [Maker(request['seed']).value(request['depth'])]
    return {'theirs': pickle.dumps(value, request['protocol']).hex(), 'value': describe(value, {})}


REQUESTS = {'check': check, 'make': make}

for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = REQUESTS[request['do']](request)
    except Exception as error:
        answer = {'error': repr(error)}
    print(json.dumps(answer), flush=True)
