import { defineHandler } from 'nitro/h3'

/** Answers as the server of the test says. */
export default defineHandler((event) => globalThis.cartoucheContract.serverOf(event).answer(event))
