/** `node:diagnostics_channel`, for which there are no subscribers in a browser. */

export const channel = (): { readonly hasSubscribers: boolean; readonly publish: () => void } => ({
  hasSubscribers: false,
  publish: () => {},
})
