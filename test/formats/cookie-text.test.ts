/** Valid cookies damaged in about 110 ways, read as Pyramid 1.10.8 on Python 3.11 reads them. */
import { describe, expect, test } from 'vitest'
import { signedDeserialize } from '../../src/index.js'
import type { DeserializeError, OptionError } from '../../src/index.js'
import { fromTagged, sameAsTagged } from '../support/tagged.js'
import type { Tagged } from '../support/tagged.js'
import { readVectors } from '../support/vectors.js'

interface Outcome {
  outcome: 'ok' | 'error'
  data?: Tagged
  error?: string
  messages?: string[]
  readers: string[]
}

interface Vector {
  name: string
  cookie: Tagged
  secret: Tagged
  outcomes: Outcome[]
}

const READER = '1.10.8 on py3.11'
/** What a str of Python 2 is. */
const OLD_READER = '1.10.8 on py2.7'

function outcomeOf({ outcomes }: Vector): Outcome {
  const by = (reader: string) => outcomes.find(({ readers }) => readers.includes(reader))!
  const outcome = by(READER)
  return outcome.error === 'UnicodeDecodeError' ? by(OLD_READER) : outcome
}

/** Refused like Pyramid does, but as what it is: a mistake in the configuration. */
const REFUSED_AS_OPTION = /\/empty_secret$/

const vectors = readVectors<Vector>('pyramid/cookie_text')

/** The code that goes with a Python error, from its class and its texts. */
function codeOf({ error, messages = [] }: Outcome): string {
  if (error === 'UnicodeEncodeError') return 'BAD_TEXT'
  if (error === 'EOFError') return 'BAD_PAYLOAD'
  // Several readers share a record; the newest one's text stands last.
  if (messages.at(-1)!.startsWith('Badly formed base64')) return 'BAD_BASE64'
  return 'BAD_SIGNATURE'
}

describe('cookie texts as Pyramid 1.10.8 on Python 3.11 reads them, and its str of Python 2', () => {
  test('there are vectors', () => expect(vectors).toHaveLength(827))

  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (name, vector) => {
    const outcome = outcomeOf(vector)
    const read = () =>
      signedDeserialize(fromTagged(vector.cookie) as string, fromTagged(vector.secret) as string)
    if (outcome.outcome === 'ok') {
      expect(sameAsTagged(read(), outcome.data!)).toBeUndefined()
      return
    }
    const { code } = thrownBy(read)
    expect(code).toBe(REFUSED_AS_OPTION.test(name) ? 'BAD_OPTION' : codeOf(outcome))
  })
})

function thrownBy(action: () => unknown): DeserializeError | OptionError {
  try {
    action()
  } catch (error) {
    return error as DeserializeError
  }
  throw new Error('nothing was thrown')
}
