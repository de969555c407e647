import type { SessionLocals } from 'cartouche/sveltekit'

declare global {
  namespace App {
    interface Locals extends SessionLocals<{ user: string; visits: number }> {}
  }
}
