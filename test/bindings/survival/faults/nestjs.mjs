// @ts-nocheck -- plain JavaScript: the processes of the tests run it as it stands
/** What a controller of NestJS can do wrong besides: what it gives is sent. */
import { endless, nameOf, pause, spoil } from './common.mjs'

/** Faults of what its packages have. */
export const nestFaults = {
  'given text': () => 'never seen',
  'given data': () => ({ never: 'seen' }),
  'given late text': async () => {
    await pause(5)
    return 'never seen'
  },
  'given an endless stream': (heard, { StreamableFile }) => new StreamableFile(endless(heard)),
  'given an Observable': (_heard, { of }) => of('never seen'),
  'given an Observable that fails': (_heard, { throwError }) => throwError(() => new Error('boom')),
}

/** @param packages functions and classes of Nest's and RxJS's */
export function nestRoutes(heard, { url, session }, packages) {
  spoil(session)
  return nestFaults[nameOf(url)](heard, packages)
}
