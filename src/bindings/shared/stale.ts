/** What was said of a body that is not sent, or of another answer. A policy for contents stands. */
const STALE = new RegExp(
  '^(?:content-(?!security-policy)|.*cache-control$|(?:etag|location|last-modified|expires|age|pragma|' +
    'accept-ranges|transfer-encoding|trailer|refresh|retry-after|www-authenticate|link|' +
    'surrogate-control|clear-site-data)$)',
  'i',
)

/** Whether a header said something of the answer that another takes the place of. */
export function isStale(name: string): boolean {
  return STALE.test(name)
}
