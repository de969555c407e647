/** `cartouche keygen`. */
import { writeFile } from 'node:fs/promises'
import { randomBytes } from '../../crypto/random.js'
import { SMALLEST_KEY } from '../../crypto/weak-key.js'
import { EXIT, defineCommand } from '../command.js'
import { CliError, UsageError } from '../errors.js'

const [FEWEST, MOST] = [16, 1024] // bytes

export const command = defineCommand({
  usage: ['[--bytes N] [--encoding NAME] [--out FILE]'],
  about: `Makes a key of random bytes. ${SMALLEST_KEY} bytes in base64url are what the sealed and signed sessions
of cartouche take. For a secret of Pyramid, whose hash function is SHA-512: --bytes 64.`,
  options: {
    bytes: {
      type: 'string',
      value: 'N',
      help: `how many random bytes, ${FEWEST} to ${MOST} (default ${SMALLEST_KEY})`,
    },
    encoding: {
      type: 'string',
      value: 'NAME',
      choices: ['base64url', 'base64', 'hex'],
      help: 'base64url (default), base64 or hex',
    },
    out: {
      type: 'string',
      value: 'FILE',
      help: 'write it into a new file that only you may read, and print nothing',
    },
  },
  examples: [
    ['cartouche keygen', 'a key for sealedCookieSessionFactory'],
    ['cartouche keygen --out session.key', 'the same in a file, for --key-file session.key'],
    ['cartouche keygen --bytes 64 --encoding hex', 'a secret for signedCookieSessionFactory'],
  ],
  most: 0,
  run: async ({ io, values: { bytes, encoding = 'base64url', out } }) => {
    const key = Buffer.from(randomBytes(sizeOf(bytes))).toString(encoding as BufferEncoding)
    if (out === undefined) io.print(key)
    else await writeKey(out, key)
    return EXIT.yes
  },
})

function sizeOf(text: string | undefined): number {
  if (text === undefined) return SMALLEST_KEY
  const size = Number(text)
  if (Number.isInteger(size) && size >= FEWEST && size <= MOST) return size
  throw new UsageError(`--bytes is a whole number from ${FEWEST} to ${MOST}`)
}

/** A key that is there already is not written over: what it has sealed could not be opened any more. */
async function writeKey(path: string, key: string): Promise<void> {
  await writeFile(path, `${key}\n`, { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new CliError(`${path} cannot be written: ${PROBLEMS[code] ?? code}`)
  })
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EEXIST: 'it is there already: choose another name',
  ENOENT: 'its folder is missing: make that first',
  ENOTDIR: 'what should be its folder is a file: choose another name',
  EACCES: 'its folder may not be written to: see its permissions',
  EROFS: 'its folder may only be read: choose another',
  ENOSPC: 'the disk is full: make room, or write elsewhere',
}
