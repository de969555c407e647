declare module 'pg-oldest' {
  export * from 'pg'
  export { default } from 'pg'
}
