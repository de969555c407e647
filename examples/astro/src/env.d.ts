import type { SessionLocals } from 'cartouche/astro'

declare global {
  namespace App {
    interface Locals extends SessionLocals<{ user: string; visits: number }> {}
  }
}
