/** What stops a command: told in one line, which says what to do. */

/** It could not be done. */
export class CliError extends Error {}

/** It was called wrongly: the line points to the help. */
export class UsageError extends CliError {}

/** The user stopped it. */
export class Interrupted extends CliError {
  constructor() {
    super('stopped')
  }
}
