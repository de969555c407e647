/**
 * A subject as all engines keep it: PostgreSQL takes no U+0000, and where text is UTF-8 halves of a character would all
 * become the same one. What is usual stays as it is, so that people can look for it.
 */
export const storable = (subject: string): string => JSON.stringify(subject).slice(1, -1)
