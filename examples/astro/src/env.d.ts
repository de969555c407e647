declare namespace App {
  interface Locals extends import('cartouche/astro').SessionLocals<{
    user: string
    visits: number
  }> {}
}
