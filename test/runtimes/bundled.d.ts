/** What the bundler makes of suites.js. */
declare module 'suites:all' {
  export const suites: Readonly<Record<string, () => Promise<unknown>>>
}
