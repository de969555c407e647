/** Koa's types are a package of their own, which goes by the name that Koa has. */
declare module 'koa-oldest' {
  import Koa from 'koa'
  export default Koa
}
