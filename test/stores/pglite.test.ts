import { PGlite } from '@electric-sql/pglite'
import { createTable, postgresStore } from '../../src/stores/postgres.js'
import { describeStore } from '../contracts/store/index.js'

const client = new PGlite()

describeStore('postgres, on PGlite', {
  open: async (clock) => {
    await createTable(client)
    await client.query('TRUNCATE cartouche_sessions')
    return postgresStore(client, { clock })
  },
  openAgain: (clock) => postgresStore(client, { clock }),
})
