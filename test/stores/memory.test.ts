import { memoryStore } from '../../src/stores/memory.js'
import { describeStore } from '../contracts/store/index.js'

describeStore('memory', {
  open: (clock) => memoryStore({ clock }),
  lacks: { sharing: 'each store is an engine of its own' },
})
