/** Secrets and keys, from wherever they come. None is ever printed. */
import { isUtf8 } from 'node:buffer'
import type { Options, Values } from './command.js'
import { CliError, UsageError } from './errors.js'
import { fileOf } from './input.js'
import type { Io } from './io.js'

/** Text, or bytes that are none. */
export type GivenSecret = string | Uint8Array

/** Options of every command that takes secrets. A key is a secret: the two names are for those who look for one. */
export const SECRET_OPTIONS = {
  'secret-file': {
    type: 'string',
    multiple: true,
    value: 'FILE',
    help: 'the secret is all of a file, without the line feed at its end',
  },
  'key-file': { type: 'string', multiple: true, value: 'FILE', help: 'the same, of a key' },
  secret: {
    type: 'string',
    multiple: true,
    value: 'TEXT',
    help: 'the secret itself, which others on this machine can then see',
  },
  key: { type: 'string', multiple: true, value: 'TEXT', help: 'the same, of a key' },
  ask: { type: 'boolean', help: 'ask for the secret on the terminal' },
} as const satisfies Options

export type SecretValues = Values<typeof SECRET_OPTIONS>

/** Options of the secret that replaces another. */
export const NEW_SECRET_OPTIONS = {
  'new-secret-file': { ...SECRET_OPTIONS['secret-file'], help: 'the new secret is all of a file' },
  'new-key-file': { ...SECRET_OPTIONS['key-file'], help: 'the same, of a key' },
  'new-secret': {
    ...SECRET_OPTIONS.secret,
    help: 'the new secret itself, which others can then see',
  },
  'new-key': { ...SECRET_OPTIONS.key, help: 'the same, of a key' },
  'ask-new': { type: 'boolean', help: 'ask for the new secret on the terminal' },
} as const satisfies Options

interface SecretCall {
  readonly io: Io
  readonly values: SecretValues
  /** Which words tell of it. */
  readonly words?: SecretWords
}

interface SecretWords {
  readonly question: string
  /** What to do where there is none. */
  readonly missing: string
}

const WORDS: SecretWords = {
  question: 'Secret or key',
  missing: 'needs a secret: give --secret-file FILE, or set CARTOUCHE_SECRET or CARTOUCHE_KEY',
}

const NEW_WORDS: SecretWords = {
  question: 'New secret or key',
  missing:
    'needs a new secret: give --new-secret-file FILE, or set CARTOUCHE_NEW_SECRET or CARTOUCHE_NEW_KEY',
}

/** All that were given; those of the environment where there is none else. May be empty. */
export async function givenSecrets({
  io,
  values,
  words,
}: SecretCall): Promise<readonly GivenSecret[]> {
  const files = [...values['key-file'], ...values['secret-file']]
  const texts = [...values.key, ...values.secret]
  if (texts.length > 0) io.note(io.paintNote('yellow', AS_ARGUMENT))
  const given = [...(await Promise.all(files.map(secretIn))), ...texts]
  if (values.ask) given.push(await asked(io, words))
  return given.length > 0 ? given : ofEnvironment(io.env)
}

const AS_ARGUMENT =
  'warning: a secret among the arguments is seen by other users (ps) and kept by the history of the shell: use --secret-file, CARTOUCHE_SECRET or --ask'

/**
 * The same; where there is none, it is asked for on the terminal.
 *
 * @throws {UsageError} where there is no terminal either
 */
export async function neededSecrets(call: SecretCall): Promise<readonly GivenSecret[]> {
  const secrets = await givenSecrets(call)
  if (secrets.length > 0) return secrets
  if (call.io.screen === undefined) throw new UsageError((call.words ?? WORDS).missing)
  return [await asked(call.io, call.words)]
}

/** The secret that replaces another: as {@link neededSecrets}, by names that begin with `new`. */
export function neededNewSecrets({
  io,
  values,
}: {
  readonly io: Io
  readonly values: Values<typeof NEW_SECRET_OPTIONS>
}): Promise<readonly GivenSecret[]> {
  const { CARTOUCHE_NEW_KEY, CARTOUCHE_NEW_SECRET } = io.env
  const env = { CARTOUCHE_KEY: CARTOUCHE_NEW_KEY, CARTOUCHE_SECRET: CARTOUCHE_NEW_SECRET }
  const named = {
    'secret-file': values['new-secret-file'],
    'key-file': values['new-key-file'],
    secret: values['new-secret'],
    key: values['new-key'],
    ask: values['ask-new'],
  }
  return neededSecrets({ io: { ...io, env }, values: named, words: NEW_WORDS })
}

const ofEnvironment = ({ CARTOUCHE_KEY, CARTOUCHE_SECRET }: NodeJS.ProcessEnv): readonly string[] =>
  [CARTOUCHE_KEY, CARTOUCHE_SECRET].flatMap((secret) => secret || [])

async function asked(io: Io, { question } = WORDS): Promise<string> {
  const { promptHidden } = await import('./prompt.js')
  const secret = await promptHidden(io, `${question} (not shown)`)
  if (secret === '') throw new CliError('no secret was typed')
  return secret
}

/** The secret that a file holds: an editor's line feed at its end is none of it. */
export async function secretIn(path: string): Promise<GivenSecret> {
  const bytes = await fileOf(path)
  if (!isUtf8(bytes)) return new Uint8Array(bytes)
  const secret = bytes.toString().replace(/\r?\n$/, '')
  if (secret === '') throw new CliError(`${path} is empty: write the secret into it`)
  return secret
}
