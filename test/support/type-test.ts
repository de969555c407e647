import { expect, test } from 'vitest'

/** A test of types, which the compiler makes; here its body only runs. */
export function typeTest(name: string, body: () => void): void {
  test(`${name}`, () => expect(body).not.toThrow())
}
