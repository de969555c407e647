/** That the contract of bindings has run with the oldest versions, where `examples/oldest.json` names some. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import oldest from '../../examples/oldest.json' with { type: 'json' }

const root = new URL('../../oldest/', import.meta.url)

describe.each(Object.entries(oldest))('oldest/%s', (name, versions) => {
  test.each(Object.entries(versions))('has %s %s', (installed, version) => {
    const file = new URL(`${name}/node_modules/${installed}/package.json`, root)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('version', version)
  })

  test('has the test of its framework', () => {
    expect(existsSync(new URL(`${name}/contract/${name}.framework.ts`, root))).toBe(true)
  })
})
