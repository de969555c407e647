/** The form of the recordings in test/vectors/pyramid/scenarios/. Times in seconds since 1970. */
import type { Tagged } from '../support/tagged.js'

export interface PythonError {
  error: string
  message: string
}

export interface Step {
  at: number
  op: string
  args: Tagged[]
  result?: Tagged | null
  error?: PythonError
  after: { accessed: Tagged; created: Tagged; new: boolean }
}

export interface Scenario {
  name: string
  secret: Tagged | null
  options: Record<string, Tagged>
  request_cookie: string | null
  request_exception?: string
  constructed_at: number
  finished_at: number
  urandom_hex: string
  construct_error?: PythonError
  finish_error?: PythonError
  initial: { accessed: Tagged; created: Tagged; new: boolean; state: Tagged }
  steps: Step[]
  set_cookie: string[]
  cookie_data?: Tagged
}
