/** What is to be looked at: a word of the command line, a file, or the standard input. */
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { CliError, UsageError } from './errors.js'
import type { Io } from './io.js'

/** Bytes: the HAR of a long visit is smaller. */
const MOST = 256 * 1024 * 1024

/**
 * @param word `-` is the standard input too
 * @param what it is, for the message
 * @throws {UsageError} where nobody gives anything
 */
export async function inputOf(io: Io, word: string | undefined, what: string): Promise<Buffer> {
  if (word !== undefined && word !== '-') return Buffer.from(word)
  if (io.stdin.isTTY && word !== '-') {
    throw new UsageError(`give ${what}, in single quotes, or pipe it in`)
  }
  return await allOf(io.stdin)
}

async function allOf(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size > MOST) throw new CliError('the standard input is larger than 256 MB')
  }
  return Buffer.concat(chunks)
}

/** The same as text, without blanks around it. */
export async function textOf(io: Io, word: string | undefined, what: string): Promise<string> {
  const text = (await inputOf(io, word, what)).toString().trim()
  if (text === '') throw new UsageError(`got nothing: give ${what}`)
  return text
}

/** Lines of the standard input, as they come, without blanks around them. */
export async function* linesOf(io: Io): AsyncGenerator<string> {
  for await (const line of createInterface({ input: io.stdin, crlfDelay: Infinity })) {
    yield line.trim()
  }
}

/** @throws {CliError} where it cannot be read */
export async function fileOf(path: string): Promise<Buffer> {
  return await readFile(path).catch((error: unknown) => {
    throw readingProblem(path, error)
  })
}

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'it may not be read: see its permissions',
  EISDIR: 'it is a folder',
}

function readingProblem(path: string, error: unknown): CliError {
  const { code = '' } = error as NodeJS.ErrnoException
  return new CliError(`${path} cannot be read: ${PROBLEMS[code] ?? code}`)
}
