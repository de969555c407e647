/** A Session takes no properties, also in sloppy mode, where they would vanish without a word. */

/** Properties are how other libraries' sessions hold their data: say how this one does. */
function refuse(name: string | symbol): never {
  throw new TypeError(
    `A Session takes no properties: use session.set('${String(name)}', value) and session.get('${String(name)}')`,
  )
}

/** Makes what is assigned to an object of this class an error, but for what the class itself can set. */
export function refuseProperties(prototype: object): void {
  for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
    const { value, get = (): unknown => value, set: own } = member as PropertyDescriptor
    if (name === 'constructor' || own !== undefined) continue
    const set = (): never => refuse(name)
    Object.defineProperty(prototype, name, { configurable: true, get, set })
  }
  // What is assigned to a session is looked for along its prototypes, and so gets here.
  const last = new Proxy(Object.create(Object.prototype) as object, {
    set: (_target, name) => refuse(name),
  })
  Object.setPrototypeOf(prototype, last)
}
