// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What an application of Elysia can do wrong besides: its handlers may give streams of Node's. */
import { absent } from './common.mjs'

export const elysiaFaults = {
  'a file stream that fails': (_request, _session, heard) => absent(heard),
}
