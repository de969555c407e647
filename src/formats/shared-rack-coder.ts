/** How Rack's sessions become bytes. */
import { unzlib, zlib } from '../lib/deflate.js'
import { isOneOf } from '../lib/options.js'
import type { OptionSpec } from '../lib/options.js'
import { SESSION_LIMITS } from '../lib/session-limits.js'
import { RackSessionId } from '../serializers/marshal/types.js'
import { jsonCodec, marshalCodec } from './shared-ruby-data.js'
import type { RubyCodec } from './shared-ruby-data.js'

/** `Rack::Session::Cookie::Base64::Marshal`, `…::JSON` and `…::ZipJSON`. */
export type RackCoder = 'marshal' | 'json' | 'zipJson'

export const coderSpec: OptionSpec<RackCoder> = {
  fallback: 'marshal',
  check: isOneOf(['marshal', 'json', 'zipJson']),
}

export const isHash: OptionSpec<string>['check'] = isOneOf(['SHA1', 'SHA256', 'SHA384', 'SHA512'])

const json = jsonCodec(false)

/** A coder, and how a session's id stands in what it makes. */
export interface RackCodec {
  readonly read: RubyCodec['read']
  readonly dump: RubyCodec['write']
  /** What becomes of a dump. */
  readonly pack: (dump: Uint8Array) => Uint8Array
  readonly idOf: (text: string) => unknown
}

const asIs = (dump: Uint8Array): Uint8Array => dump
const asText = (id: string): unknown => id

const CODECS: Readonly<Record<RackCoder, RackCodec>> = {
  marshal: {
    read: marshalCodec.read,
    dump: marshalCodec.write,
    pack: asIs,
    idOf: (id) => new RackSessionId(id),
  },
  json: { read: json.read, dump: json.write, pack: asIs, idOf: asText },
  zipJson: {
    read: (bytes) => json.read(unzlib(bytes, SESSION_LIMITS.input)),
    dump: json.write,
    pack: zlib,
    idOf: asText,
  },
}

export const codecOf = (coder: RackCoder): RackCodec => CODECS[coder]
