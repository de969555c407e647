/**
 * What Pythons before 3.11 write: base64 of the pickles of protocols 0, 1, 2 and so on.
 */

interface Old {
  /** The expression that was pickled. */
  readonly python: string
  readonly pickles: readonly string[]
}

/** By CPython 2.7.18: `base64.b64encode(pickle.dumps(value, protocol))`. */
export const PYTHON2: Readonly<Record<string, Old>> = {
  datetime: {
    python: 'datetime(2020, 3, 15, 10, 30, 1, 240)',
    pickles: [
      'Y2RhdGV0aW1lCmRhdGV0aW1lCnAwCihTJ1x4MDdceGU0XHgwM1x4MGZcblx4MWVceDAxXHgwMFx4MDBceGYwJwpwMQp0cDIKUnAzCi4=',
      'Y2RhdGV0aW1lCmRhdGV0aW1lCnEAKFUKB+QDDwoeAQAA8HEBdHECUnEDLg==',
      'gAJjZGF0ZXRpbWUKZGF0ZXRpbWUKcQBVCgfkAw8KHgEAAPBxAYVxAlJxAy4=',
    ],
  },
  date: {
    python: 'date(2020, 2, 29)',
    pickles: [
      'Y2RhdGV0aW1lCmRhdGUKcDAKKFMnXHgwN1x4ZTRceDAyXHgxZCcKcDEKdHAyClJwMwou',
      'Y2RhdGV0aW1lCmRhdGUKcQAoVQQH5AIdcQF0cQJScQMu',
      'gAJjZGF0ZXRpbWUKZGF0ZQpxAFUEB+QCHXEBhXECUnEDLg==',
    ],
  },
  time: {
    python: 'time(1, 2, 3, 4)',
    pickles: [
      'Y2RhdGV0aW1lCnRpbWUKcDAKKFMnXHgwMVx4MDJceDAzXHgwMFx4MDBceDA0JwpwMQp0cDIKUnAzCi4=',
      'Y2RhdGV0aW1lCnRpbWUKcQAoVQYBAgMAAARxAXRxAlJxAy4=',
      'gAJjZGF0ZXRpbWUKdGltZQpxAFUGAQIDAAAEcQGFcQJScQMu',
    ],
  },
  timedelta: {
    python: 'timedelta(1, 2, 3)',
    pickles: [
      'Y2RhdGV0aW1lCnRpbWVkZWx0YQpwMAooSTEKSTIKSTMKdHAxClJwMgou',
      'Y2RhdGV0aW1lCnRpbWVkZWx0YQpxAChLAUsCSwN0cQFScQIu',
      'gAJjZGF0ZXRpbWUKdGltZWRlbHRhCnEASwFLAksDh3EBUnECLg==',
    ],
  },
  decimal: {
    python: "Decimal('1.10')",
    pickles: [
      'Y2RlY2ltYWwKRGVjaW1hbApwMAooUycxLjEwJwpwMQp0cDIKUnAzCi4=',
      'Y2RlY2ltYWwKRGVjaW1hbApxAChVBDEuMTBxAXRxAlJxAy4=',
      'gAJjZGVjaW1hbApEZWNpbWFsCnEAVQQxLjEwcQGFcQJScQMu',
    ],
  },
  fraction: {
    python: 'Fraction(-1, 3)',
    pickles: [
      'Y2ZyYWN0aW9ucwpGcmFjdGlvbgpwMAooUyctMS8zJwpwMQp0cDIKUnAzCi4=',
      'Y2ZyYWN0aW9ucwpGcmFjdGlvbgpxAChVBC0xLzNxAXRxAlJxAy4=',
      'gAJjZnJhY3Rpb25zCkZyYWN0aW9uCnEAVQQtMS8zcQGFcQJScQMu',
    ],
  },
  uuid: {
    python: "uuid.UUID('00112233-4455-6677-8899-aabbccddeeff')",
    pickles: [
      'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnAwCihjdXVpZApVVUlECnAxCmNfX2J1aWx0aW5fXwpvYmplY3QKcDIKTnRwMwpScDQKKGRwNQpTJ2ludCcKcDYKTDg4OTYyNzEwMzA2MTI3NzAyODY2MjQxNzI3NDMzMTQyMDE1TApzYi4=',
      'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnEAKGN1dWlkClVVSUQKcQFjX19idWlsdGluX18Kb2JqZWN0CnECTnRxA1JxBH1xBVUDaW50cQZMODg5NjI3MTAzMDYxMjc3MDI4NjYyNDE3Mjc0MzMxNDIwMTVMCnNiLg==',
      'gAJjdXVpZApVVUlECnEAKYFxAX1xAlUDaW50cQOKD//u3cy7qpmId2ZVRDMiEXNiLg==',
    ],
  },
  uuids: {
    python: '[uuid.UUID(int=2**64), uuid.UUID(int=2**127)]',
    pickles: [
      'KGxwMApjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDEKKGN1dWlkClVVSUQKcDIKY19fYnVpbHRpbl9fCm9iamVjdApwMwpOdHA0ClJwNQooZHA2ClMnaW50JwpwNwpMMTg0NDY3NDQwNzM3MDk1NTE2MTZMCnNiYWcxCihnMgpnMwpOdHA4ClJwOQooZHAxMApnNwpMMTcwMTQxMTgzNDYwNDY5MjMxNzMxNjg3MzAzNzE1ODg0MTA1NzI4TApzYmEu',
      'XXEAKGNjb3B5X3JlZwpfcmVjb25zdHJ1Y3RvcgpxAShjdXVpZApVVUlECnECY19fYnVpbHRpbl9fCm9iamVjdApxA050cQRScQV9cQZVA2ludHEHTDE4NDQ2NzQ0MDczNzA5NTUxNjE2TApzYmgBKGgCaANOdHEIUnEJfXEKaAdMMTcwMTQxMTgzNDYwNDY5MjMxNzMxNjg3MzAzNzE1ODg0MTA1NzI4TApzYmUu',
      'gAJdcQAoY3V1aWQKVVVJRApxASmBcQJ9cQNVA2ludHEEigkAAAAAAAAAAAFzYmgBKYFxBX1xBmgEihEAAAAAAAAAAAAAAAAAAACAAHNiZS4=',
    ],
  },
  ordereddict: {
    python: "OrderedDict([(u'b', 1), (u'a', 2.0)])",
    pickles: [
      'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnAwCigobHAxCihscDIKVmIKcDMKYUkxCmFhKGxwNApWYQpwNQphRjIuMAphYXRwNgpScDcKLg==',
      'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEAKF1xAShdcQIoWAEAAABicQNLAWVdcQQoWAEAAABhcQVHQAAAAAAAAABlZXRxBlJxBy4=',
      'gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQBdcQEoXXECKFgBAAAAYnEDSwFlXXEEKFgBAAAAYXEFR0AAAAAAAAAAZWWFcQZScQcu',
    ],
  },
  ordereddict_empty: {
    python: 'OrderedDict()',
    pickles: [
      'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnAwCigobHAxCnRwMgpScDMKLg==',
      'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEAKF1xAXRxAlJxAy4=',
      'gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQBdcQGFcQJScQMu',
    ],
  },
  defaultdict: {
    python: "defaultdict(list, {u'a': [1]})",
    pickles: [
      'Y2NvbGxlY3Rpb25zCmRlZmF1bHRkaWN0CnAwCihjX19idWlsdGluX18KbGlzdApwMQp0cDIKUnAzClZhCnA0CihscDUKSTEKYXMu',
      'Y2NvbGxlY3Rpb25zCmRlZmF1bHRkaWN0CnEAKGNfX2J1aWx0aW5fXwpsaXN0CnEBdHECUnEDWAEAAABhcQRdcQVLAWFzLg==',
      'gAJjY29sbGVjdGlvbnMKZGVmYXVsdGRpY3QKcQBjX19idWlsdGluX18KbGlzdApxAYVxAlJxA1gBAAAAYXEEXXEFSwFhcy4=',
    ],
  },
  counter: {
    python: "Counter({u'a': 2})",
    pickles: [
      'Y2NvbGxlY3Rpb25zCkNvdW50ZXIKcDAKKChkcDEKVmEKcDIKSTIKc3RwMwpScDQKLg==',
      'Y2NvbGxlY3Rpb25zCkNvdW50ZXIKcQAofXEBWAEAAABhcQJLAnN0cQNScQQu',
      'gAJjY29sbGVjdGlvbnMKQ291bnRlcgpxAH1xAVgBAAAAYXECSwJzhXEDUnEELg==',
    ],
  },
  deque: {
    python: 'deque([1, 2.0])',
    pickles: [
      'Y2NvbGxlY3Rpb25zCmRlcXVlCnAwCigobHAxCkkxCmFGMi4wCmF0cDIKUnAzCi4=',
      'Y2NvbGxlY3Rpb25zCmRlcXVlCnEAKF1xAShLAUdAAAAAAAAAAGV0cQJScQMu',
      'gAJjY29sbGVjdGlvbnMKZGVxdWUKcQBdcQEoSwFHQAAAAAAAAABlhXECUnEDLg==',
    ],
  },
  deque_bound: {
    python: 'deque([1], 3)',
    pickles: [
      'Y2NvbGxlY3Rpb25zCmRlcXVlCnAwCigobHAxCkkxCmFJMwp0cDIKUnAzCi4=',
      'Y2NvbGxlY3Rpb25zCmRlcXVlCnEAKF1xAUsBYUsDdHECUnEDLg==',
      'gAJjY29sbGVjdGlvbnMKZGVxdWUKcQBdcQFLAWFLA4ZxAlJxAy4=',
    ],
  },
  deque_empty: {
    python: 'deque()',
    pickles: [
      'Y2NvbGxlY3Rpb25zCmRlcXVlCnAwCigobHAxCnRwMgpScDMKLg==',
      'Y2NvbGxlY3Rpb25zCmRlcXVlCnEAKF1xAXRxAlJxAy4=',
      'gAJjY29sbGVjdGlvbnMKZGVxdWUKcQBdcQGFcQJScQMu',
    ],
  },
  complex: {
    python: '1+2j',
    pickles: [
      'Y19fYnVpbHRpbl9fCmNvbXBsZXgKcDAKKEYxLjAKRjIuMAp0cDEKUnAyCi4=',
      'Y19fYnVpbHRpbl9fCmNvbXBsZXgKcQAoRz/wAAAAAAAAR0AAAAAAAAAAdHEBUnECLg==',
      'gAJjX19idWlsdGluX18KY29tcGxleApxAEc/8AAAAAAAAEdAAAAAAAAAAIZxAVJxAi4=',
    ],
  },
  range: {
    python: 'xrange(1, 10, 3)',
    pickles: [
      'Y19fYnVpbHRpbl9fCnhyYW5nZQpwMAooSTEKSTEwCkkzCnRwMQpScDIKLg==',
      'Y19fYnVpbHRpbl9fCnhyYW5nZQpxAChLAUsKSwN0cQFScQIu',
      'gAJjX19idWlsdGluX18KeHJhbmdlCnEASwFLCksDh3EBUnECLg==',
    ],
  },
  namedtuple: {
    python: 'Point(3, 4.0)',
    pickles: [
      'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnAwCihjYXBwLm1vZGVscwpQb2ludApwMQpjX19idWlsdGluX18KdHVwbGUKcDIKKEkzCkY0LjAKdHAzCnRwNApScDUKLg==',
      'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnEAKGNhcHAubW9kZWxzClBvaW50CnEBY19fYnVpbHRpbl9fCnR1cGxlCnECKEsDR0AQAAAAAAAAdHEDdHEEUnEFLg==',
      'gAJjYXBwLm1vZGVscwpQb2ludApxAEsDR0AQAAAAAAAAhnEBgXECLg==',
    ],
  },
}

/** By CPython 2.7.18: `base64.b64encode(cPickle.dumps(value, protocol))`, which leaves out PUTs. */
export const CPICKLE: Readonly<Record<string, readonly string[]>> = {
  datetime: [
    'Y2RhdGV0aW1lCmRhdGV0aW1lCnAxCihTJ1x4MDdceGU0XHgwM1x4MGZcblx4MWVceDAxXHgwMFx4MDBceGYwJwp0UnAyCi4=',
    'Y2RhdGV0aW1lCmRhdGV0aW1lCnEBKFUKB+QDDwoeAQAA8HRScQIu',
    'gAJjZGF0ZXRpbWUKZGF0ZXRpbWUKcQFVCgfkAw8KHgEAAPCFUnECLg==',
  ],
  date: [
    'Y2RhdGV0aW1lCmRhdGUKcDEKKFMnXHgwN1x4ZTRceDAyXHgxZCcKdFJwMgou',
    'Y2RhdGV0aW1lCmRhdGUKcQEoVQQH5AIddFJxAi4=',
    'gAJjZGF0ZXRpbWUKZGF0ZQpxAVUEB+QCHYVScQIu',
  ],
  time: [
    'Y2RhdGV0aW1lCnRpbWUKcDEKKFMnXHgwMVx4MDJceDAzXHgwMFx4MDBceDA0Jwp0UnAyCi4=',
    'Y2RhdGV0aW1lCnRpbWUKcQEoVQYBAgMAAAR0UnECLg==',
    'gAJjZGF0ZXRpbWUKdGltZQpxAVUGAQIDAAAEhVJxAi4=',
  ],
  timedelta: [
    'Y2RhdGV0aW1lCnRpbWVkZWx0YQpwMQooSTEKSTIKSTMKdFJwMgou',
    'Y2RhdGV0aW1lCnRpbWVkZWx0YQpxAShLAUsCSwN0UnECLg==',
    'gAJjZGF0ZXRpbWUKdGltZWRlbHRhCnEBSwFLAksDh1JxAi4=',
  ],
  decimal: [
    'Y2RlY2ltYWwKRGVjaW1hbApwMQooUycxLjEwJwp0UnAyCi4=',
    'Y2RlY2ltYWwKRGVjaW1hbApxAShVBDEuMTB0UnECLg==',
    'gAJjZGVjaW1hbApEZWNpbWFsCnEBVQQxLjEwhVJxAi4=',
  ],
  fraction: [
    'Y2ZyYWN0aW9ucwpGcmFjdGlvbgpwMQooUyctMS8zJwp0UnAyCi4=',
    'Y2ZyYWN0aW9ucwpGcmFjdGlvbgpxAShVBC0xLzN0UnECLg==',
    'gAJjZnJhY3Rpb25zCkZyYWN0aW9uCnEBVQQtMS8zhVJxAi4=',
  ],
  uuid: [
    'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnAxCihjdXVpZApVVUlECnAyCmNfX2J1aWx0aW5fXwpvYmplY3QKcDMKTnRScDQKKGRwNQpTJ2ludCcKcDYKTDg4OTYyNzEwMzA2MTI3NzAyODY2MjQxNzI3NDMzMTQyMDE1TApzYi4=',
    'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnEBKGN1dWlkClVVSUQKcQJjX19idWlsdGluX18Kb2JqZWN0CnEDTnRScQR9cQVVA2ludHEGTDg4OTYyNzEwMzA2MTI3NzAyODY2MjQxNzI3NDMzMTQyMDE1TApzYi4=',
    'gAJjdXVpZApVVUlECnEBKYFxAn1xA1UDaW50cQSKD//u3cy7qpmId2ZVRDMiEXNiLg==',
  ],
  uuids: [
    'KGxwMQpjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDIKKGN1dWlkClVVSUQKcDMKY19fYnVpbHRpbl9fCm9iamVjdApwNApOdFJwNQooZHA2ClMnaW50JwpwNwpMMTg0NDY3NDQwNzM3MDk1NTE2MTZMCnNiYWcyCihnMwpnNApOdFJwOAooZHA5Cmc3CkwxNzAxNDExODM0NjA0NjkyMzE3MzE2ODczMDM3MTU4ODQxMDU3MjhMCnNiYS4=',
    'XXEBKGNjb3B5X3JlZwpfcmVjb25zdHJ1Y3RvcgpxAihjdXVpZApVVUlECnEDY19fYnVpbHRpbl9fCm9iamVjdApxBE50UnEFfXEGVQNpbnRxB0wxODQ0Njc0NDA3MzcwOTU1MTYxNkwKc2JoAihoA2gETnRScQh9cQloB0wxNzAxNDExODM0NjA0NjkyMzE3MzE2ODczMDM3MTU4ODQxMDU3MjhMCnNiZS4=',
    'gAJdcQEoY3V1aWQKVVVJRApxAimBcQN9cQRVA2ludHEFigkAAAAAAAAAAAFzYmgCKYFxBn1xB2gFihEAAAAAAAAAAAAAAAAAAACAAHNiZS4=',
  ],
  ordereddict: [
    'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnAxCigobHAyCihscDMKVmIKYUkxCmFhKGxwNApWYQphRjIKYWF0UnA1Ci4=',
    'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEBKF1xAihdcQMoWAEAAABiSwFlXXEEKFgBAAAAYUdAAAAAAAAAAGVldFJxBS4=',
    'gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQFdcQIoXXEDKFgBAAAAYksBZV1xBChYAQAAAGFHQAAAAAAAAABlZYVScQUu',
  ],
  ordereddict_empty: [
    'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnAxCigobHRScDIKLg==',
    'Y2NvbGxlY3Rpb25zCk9yZGVyZWREaWN0CnEBKF10UnECLg==',
    'gAJjY29sbGVjdGlvbnMKT3JkZXJlZERpY3QKcQFdhVJxAi4=',
  ],
  defaultdict: [
    'Y2NvbGxlY3Rpb25zCmRlZmF1bHRkaWN0CnAxCihjX19idWlsdGluX18KbGlzdApwMgp0UnAzClZhCihscDQKSTEKYXMu',
    'Y2NvbGxlY3Rpb25zCmRlZmF1bHRkaWN0CnEBKGNfX2J1aWx0aW5fXwpsaXN0CnECdFJxA1gBAAAAYV1xBEsBYXMu',
    'gAJjY29sbGVjdGlvbnMKZGVmYXVsdGRpY3QKcQFjX19idWlsdGluX18KbGlzdApxAoVScQNYAQAAAGFdcQRLAWFzLg==',
  ],
  counter: [
    'Y2NvbGxlY3Rpb25zCkNvdW50ZXIKcDEKKChkcDIKVmEKSTIKc3RScDMKLg==',
    'Y2NvbGxlY3Rpb25zCkNvdW50ZXIKcQEofXECWAEAAABhSwJzdFJxAy4=',
    'gAJjY29sbGVjdGlvbnMKQ291bnRlcgpxAX1xAlgBAAAAYUsCc4VScQMu',
  ],
  deque: [
    'Y2NvbGxlY3Rpb25zCmRlcXVlCnAxCigobHAyCkkxCmFGMgphdFJwMwou',
    'Y2NvbGxlY3Rpb25zCmRlcXVlCnEBKF1xAihLAUdAAAAAAAAAAGV0UnEDLg==',
    'gAJjY29sbGVjdGlvbnMKZGVxdWUKcQFdcQIoSwFHQAAAAAAAAABlhVJxAy4=',
  ],
  deque_bound: [
    'Y2NvbGxlY3Rpb25zCmRlcXVlCnAxCigobHAyCkkxCmFJMwp0UnAzCi4=',
    'Y2NvbGxlY3Rpb25zCmRlcXVlCnEBKF1xAksBYUsDdFJxAy4=',
    'gAJjY29sbGVjdGlvbnMKZGVxdWUKcQFdcQJLAWFLA4ZScQMu',
  ],
  deque_empty: [
    'Y2NvbGxlY3Rpb25zCmRlcXVlCnAxCigobHRScDIKLg==',
    'Y2NvbGxlY3Rpb25zCmRlcXVlCnEBKF10UnECLg==',
    'gAJjY29sbGVjdGlvbnMKZGVxdWUKcQFdhVJxAi4=',
  ],
  complex: [
    'Y19fYnVpbHRpbl9fCmNvbXBsZXgKcDEKKEYxCkYyCnRScDIKLg==',
    'Y19fYnVpbHRpbl9fCmNvbXBsZXgKcQEoRz/wAAAAAAAAR0AAAAAAAAAAdFJxAi4=',
    'gAJjX19idWlsdGluX18KY29tcGxleApxAUc/8AAAAAAAAEdAAAAAAAAAAIZScQIu',
  ],
  range: [
    'Y19fYnVpbHRpbl9fCnhyYW5nZQpwMQooSTEKSTEwCkkzCnRScDIKLg==',
    'Y19fYnVpbHRpbl9fCnhyYW5nZQpxAShLAUsKSwN0UnECLg==',
    'gAJjX19idWlsdGluX18KeHJhbmdlCnEBSwFLCksDh1JxAi4=',
  ],
  namedtuple: [
    'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnAxCihjYXBwLm1vZGVscwpQb2ludApwMgpjX19idWlsdGluX18KdHVwbGUKcDMKKEkzCkY0CnR0UnA0Ci4=',
    'Y2NvcHlfcmVnCl9yZWNvbnN0cnVjdG9yCnEBKGNhcHAubW9kZWxzClBvaW50CnECY19fYnVpbHRpbl9fCnR1cGxlCnEDKEsDR0AQAAAAAAAAdHRScQQu',
    'gAJjYXBwLm1vZGVscwpQb2ludApxAUsDR0AQAAAAAAAAhoFxAi4=',
  ],
}

/** By CPython 3.10.13 (up to there a Fraction is text): `[Fraction(-1, 3), Fraction(2)]`. */
export const FRACTIONS: readonly string[] = [
  'KGxwMApjZnJhY3Rpb25zCkZyYWN0aW9uCnAxCihWLTEvMwpwMgp0cDMKUnA0CmFnMQooVjIKcDUKdHA2ClJwNwphLg==',
  'XXEAKGNmcmFjdGlvbnMKRnJhY3Rpb24KcQEoWAQAAAAtMS8zcQJ0cQNScQRoAShYAQAAADJxBXRxBlJxB2Uu',
  'gAJdcQAoY2ZyYWN0aW9ucwpGcmFjdGlvbgpxAVgEAAAALTEvM3EChXEDUnEEaAFYAQAAADJxBYVxBlJxB2Uu',
  'gANdcQAoY2ZyYWN0aW9ucwpGcmFjdGlvbgpxAVgEAAAALTEvM3EChXEDUnEEaAFYAQAAADJxBYVxBlJxB2Uu',
  'gASVMwAAAAAAAABdlCiMCWZyYWN0aW9uc5SMCEZyYWN0aW9ulJOUjAQtMS8zlIWUUpRoA4wBMpSFlFKUZS4=',
  'gAWVMwAAAAAAAABdlCiMCWZyYWN0aW9uc5SMCEZyYWN0aW9ulJOUjAQtMS8zlIWUUpRoA4wBMpSFlFKUZS4=',
]

/**
 * By CPython 3.10.13, the same from 3.7 to 3.13: `[UUID(int=5, is_safe=SafeUUID.safe), UUID(int=5),
 * UUID(int=5, is_safe=SafeUUID.unsafe)]`.
 */
export const SAFE_UUIDS: readonly string[] = [
  'KGxwMApjY29weV9yZWcKX3JlY29uc3RydWN0b3IKcDEKKGN1dWlkClVVSUQKcDIKY19fYnVpbHRpbl9fCm9iamVjdApwMwpOdHA0ClJwNQooZHA2ClZpbnQKcDcKSTUKc1Zpc19zYWZlCnA4CkkwCnNiYWcxCihnMgpnMwpOdHA5ClJwMTAKKGRwMTEKZzcKSTUKc2JhZzEKKGcyCmczCk50cDEyClJwMTMKKGRwMTQKZzcKSTUKc2c4CkktMQpzYmEu',
  'XXEAKGNjb3B5X3JlZwpfcmVjb25zdHJ1Y3RvcgpxAShjdXVpZApVVUlECnECY19fYnVpbHRpbl9fCm9iamVjdApxA050cQRScQV9cQYoWAMAAABpbnRxB0sFWAcAAABpc19zYWZlcQhLAHViaAEoaAJoA050cQlScQp9cQtoB0sFc2JoAShoAmgDTnRxDFJxDX1xDihoB0sFaAhK/////3ViZS4=',
  'gAJdcQAoY3V1aWQKVVVJRApxASmBcQJ9cQMoWAMAAABpbnRxBEsFWAcAAABpc19zYWZlcQVLAHViaAEpgXEGfXEHaARLBXNiaAEpgXEIfXEJKGgESwVoBUr/////dWJlLg==',
  'gANdcQAoY3V1aWQKVVVJRApxASmBcQJ9cQMoWAMAAABpbnRxBEsFWAcAAABpc19zYWZlcQVLAHViaAEpgXEGfXEHaARLBXNiaAEpgXEIfXEJKGgESwVoBUr/////dWJlLg==',
  'gASVUwAAAAAAAABdlCiMBHV1aWSUjARVVUlElJOUKYGUfZQojANpbnSUSwWMB2lzX3NhZmWUSwB1YmgDKYGUfZRoBksFc2JoAymBlH2UKGgGSwVoB0r/////dWJlLg==',
  'gAWVUwAAAAAAAABdlCiMBHV1aWSUjARVVUlElJOUKYGUfZQojANpbnSUSwWMB2lzX3NhZmWUSwB1YmgDKYGUfZRoBksFc2JoAymBlH2UKGgGSwVoB0r/////dWJlLg==',
]
