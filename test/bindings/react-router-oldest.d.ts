declare module 'react-router-oldest' {
  export * from 'react-router'
}
