export { listen } from '../contracts/binding/node-server.js'
