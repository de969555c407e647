/** The part of the benchmark that reads and writes cookies: ours and other libraries'. */
import { measure, TURNS } from '../measure.js'
import { floorSection } from './floor-section.js'
import { checkAll, libraryGroups } from './groups.js'
import { librarySection } from './library-section.js'
import { sizeGroups, sizeSection } from './size-section.js'

/** @import { Part } from '../section.js' */

/** @type {Part} */
export const core = {
  name: 'core',
  async run({ rounds, progress }) {
    await checkAll()
    const groups = { ...(await libraryGroups()), ...sizeGroups() }
    const times = await measure(groups, { rounds: rounds * TURNS, progress })
    return [librarySection(times), floorSection(times), sizeSection(times)]
  },
}
