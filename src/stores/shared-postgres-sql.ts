/** What is asked of PostgreSQL. All is one statement, and so atomic. */
import { quoted, SWEPT_AT_ONCE } from './shared-sql.js'

/** A statement, and what it is called where it is prepared. */
export interface Statement {
  readonly name: string
  readonly text: string
}

const indexed = (table: string, column: string): string =>
  `"${table.slice(table.indexOf('.') + 1)}_${column}" ON ${quoted(table)}`

/**
 * `expires` is infinite for what never does: all comparisons then hold for it, too. The order of texts is that of
 * their bytes, which no update of the system changes. A hash takes subjects of any length.
 */
export const sessionsSchema = (table: string): string => `\
CREATE TABLE IF NOT EXISTS ${quoted(table)} (
  id text COLLATE "C" PRIMARY KEY,
  subject text COLLATE "C",
  expires timestamptz NOT NULL,
  fields jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS ${indexed(table, 'expires')} (expires) WHERE expires < 'infinity';
CREATE INDEX IF NOT EXISTS ${indexed(table, 'subject')} USING hash (subject) WHERE subject IS NOT NULL;
`

/** Times are infinite where there is none: of a session that was ended itself, and of what is kept for good. */
export const revocationsSchema = (table: string): string => `\
CREATE TABLE IF NOT EXISTS ${quoted(table)} (
  key text COLLATE "C" PRIMARY KEY,
  before double precision NOT NULL,
  until double precision NOT NULL
);
CREATE INDEX IF NOT EXISTS ${indexed(table, 'until')} (until) WHERE until < 'infinity';
`

const IS_ALIVE = 'id = $1 AND expires > to_timestamp($2::float8)'

const CHANGED = `fields = (s.fields - $3::text[]) || $4::text::jsonb,
  expires = CASE WHEN $6::boolean THEN to_timestamp($5::float8)
    ELSE greatest(s.expires, to_timestamp($5::float8)) END`

/**
 * An UPDATE that has waited for another one looks at what that has left, and so at the newest row. A SELECT beside it, in one
 * statement, would see what was there before: it locks the row first, and so gets the newest, too.
 */
export const statements = (table: string) => ({
  read: {
    name: 'read',
    text: `SELECT fields::text AS fields FROM ${table} WHERE ${IS_ALIVE}`,
  },
  create: {
    name: 'create',
    text: `INSERT INTO ${table} AS old (id, subject, expires, fields)
VALUES ($1, $3::text, to_timestamp($4::float8), $5::text::jsonb)
ON CONFLICT (id) DO UPDATE
SET subject = excluded.subject, expires = excluded.expires, fields = excluded.fields
WHERE old.expires <= to_timestamp($2::float8)
RETURNING id`,
  },
  update: {
    name: 'update',
    text: `UPDATE ${table} AS s SET ${CHANGED}
WHERE ${IS_ALIVE} AND NOT coalesce(fields ? $7::text, false) RETURNING id`,
  },
  updateExpected: {
    name: 'update expected',
    text: `WITH seen AS (
  SELECT id, fields, fields @> $7::text::jsonb AND NOT fields ?| $8::text[] AS fits
  FROM ${table} WHERE ${IS_ALIVE} FOR NO KEY UPDATE
), saved AS (
  UPDATE ${table} AS s SET ${CHANGED} FROM seen WHERE s.id = seen.id AND seen.fits
)
SELECT CASE WHEN fits THEN NULL ELSE fields::text END AS other FROM seen`,
  },
  delete: { name: 'delete', text: `DELETE FROM ${table} WHERE ${IS_ALIVE} RETURNING id` },
  ofSubject: {
    name: 'of subject',
    text: `SELECT id, fields::text AS fields FROM ${table}
WHERE subject = $1 AND expires > to_timestamp($2::float8)`,
  },
  // As an array, the ids are chosen once, whatever way the DELETE goes.
  cleanup: {
    name: 'cleanup',
    text: `WITH gone AS (DELETE FROM ${table} WHERE id = ANY (ARRAY(
  SELECT id FROM ${table} WHERE expires <= to_timestamp($1::float8) AND expires < 'infinity'
  ORDER BY expires LIMIT $2::int FOR UPDATE SKIP LOCKED
)) RETURNING id)
SELECT count(*)::int AS count FROM gone`,
  },
})

/** What is removed is looked for when the own row is locked, and none is waited for then: two never wait for each other. */
export const listStatements = (table: string) => ({
  find: {
    name: 'find',
    text: `SELECT key FROM ${table} WHERE key IN ($1, $2::text) AND before >= $3::float8`,
  },
  add: {
    name: 'add',
    text: `WITH added AS (
  INSERT INTO ${table} AS old (key, before, until) VALUES ($1, $2::float8, $3::float8)
  ON CONFLICT (key) DO UPDATE
  SET before = greatest(old.before, excluded.before), until = greatest(old.until, excluded.until)
  RETURNING key
)
DELETE FROM ${table} WHERE key = ANY (ARRAY(
  SELECT over.key FROM added, ${table} AS over
  WHERE over.until < $4::float8 AND over.until < 'infinity' AND over.key <> added.key
  ORDER BY over.until LIMIT ${SWEPT_AT_ONCE} FOR UPDATE OF over SKIP LOCKED
))`,
  },
})
