/**
 * Sets a property of an object itself. To assign what prototypes have too would fail or do something else:
 * `__proto__` would replace the prototype, a frozen prototype refuses, an accessor takes the value.
 */
export function setOwn(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    __proto__: null,
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  } as PropertyDescriptor)
}
