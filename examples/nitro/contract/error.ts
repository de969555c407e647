/** The application's own error handling, where the server of the test has one. */
export default (error, event) =>
  globalThis.cartoucheContract.serverOf(event).answerError?.(error, event)
