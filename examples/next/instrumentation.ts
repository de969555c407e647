/** Is called once, when a server starts. */
export function register() {
  if (process.env.NEXT_RUNTIME === 'nodejs' && !process.env.SESSION_KEY) {
    console.error('SESSION_KEY is not set. To make one: npx cartouche keygen')
    process.exit(1)
  }
}
