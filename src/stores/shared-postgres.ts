/** The application's PostgreSQL: what its client must be, and how tables are made in it. */
import type { Clock } from '../lib/clock.js'
import { isBoolean, resolveOptions } from '../lib/options.js'
import type { Given, OptionSpecs } from '../lib/options.js'
import { checkClient } from './shared-client.js'
import type { Statement } from './shared-postgres-sql.js'
import { commonSpecs, isTableOfSchema, quoted } from './shared-sql.js'

/** What is needed of a client: `Pool` and `Client` of pg, and `PGlite`, have it. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): PromiseLike<{ readonly rows: readonly unknown[] }>
}

interface Settings {
  /**
   * The name of the table, or `'schema.table'`. Default `'cartouche_sessions'`; of ended sessions,
   * `'cartouche_revocations'`.
   */
  readonly table: string
  /**
   * Whether statements are prepared by name, once for each connection: with pg only, and not behind a pooler that
   * hands connections on after each transaction and knows no prepared statements (PgBouncer before 1.21). Default
   * `false`.
   */
  readonly prepare: boolean
  /** What time it is, in seconds since 1970. Default: that of the machine. */
  readonly clock: Clock
}

/** Options of {@link postgresStore} and {@link postgresRevocationList}; what is left out has its default. */
export type PostgresOptions = Given<Settings>

/** Options of what makes a table: its name, as for the store or the list. */
export type PostgresTableOptions = Pick<PostgresOptions, 'table'>

/** Asks for the rows of a statement. */
export type Ask = <Row = unknown>(
  statement: Statement,
  ...values: Value[]
) => Promise<readonly Row[]>

type Value = string | number | boolean | null | readonly string[]

/** How to ask, the name of the table in quotes, and the clock. */
export interface PostgresTable {
  readonly ask: Ask
  readonly table: string
  readonly clock: Clock
}

/** @throws {OptionError} for a client that is none, or an option that is not what it must be */
export function tableOf(
  client: PostgresClient,
  fallback: string,
  options: PostgresOptions,
): PostgresTable {
  check(client)
  const specs: OptionSpecs<Settings> = {
    ...commonSpecs(fallback, isTableOfSchema),
    prepare: { fallback: false, check: isBoolean },
  }
  const { table, prepare, clock } = resolveOptions(specs, options)
  return {
    ask: prepare ? askPrepared(client, table) : askPlainly(client),
    table: quoted(table),
    clock,
  }
}

const check = (client: unknown): void =>
  checkClient('client', 'a Pool or Client of pg, or a PGlite', client, ['query'])

/** The rows are what these statements say that they are. */
const askPlainly =
  (client: PostgresClient): Ask =>
  async <Row>({ text }: Statement, ...values: Value[]) =>
    (await client.query(text, values)).rows as readonly Row[]

/** What pg's clients take besides. */
interface Preparing {
  query(prepared: Statement & { readonly values: Value[] }): ReturnType<PostgresClient['query']>
}

/** A name means one text on a connection, which may serve several tables. */
const askPrepared =
  (client: PostgresClient, table: string): Ask =>
  async <Row>({ name, text }: Statement, ...values: Value[]) => {
    const prepared = { name: `${table} ${name}`, text, values }
    return (await (client as unknown as Preparing).query(prepared)).rows as readonly Row[]
  }

/** A table by the name that the options say. */
export const tableNamed = (fallback: string, options: PostgresTableOptions): string =>
  resolveOptions({ table: commonSpecs(fallback, isTableOfSchema).table }, options).table

/**
 * Makes what a schema says, in one statement, which several processes can run at once: of two that make a table at the same
 * time, one fails, `IF NOT EXISTS` or not.
 */
export async function make(client: PostgresClient, schema: string): Promise<void> {
  check(client)
  await client.query(`DO $make$ BEGIN
PERFORM pg_advisory_xact_lock(hashtext('cartouche'));
${schema}END $make$`)
}
