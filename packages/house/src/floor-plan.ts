import type { Wall } from './repository.ts'

/** One grouping folder for each port, and one for what drives a gate. */
const groups = new Set([
  'calendars',
  'change-sources',
  'documents',
  'entrances',
  'ledgers',
  'pipelines',
  'postponements',
  'queues',
  'verifiers',
])

const alone = new Set([
  'access',
  'aws-simulator',
  'constructs',
  'delivery',
  'gateway-simulator',
  'github-simulator',
  'house',
  'kernel',
  'simulation',
])

/** An adapter lives with the others of its port; a room more is a decision, and a line here. */
export const floorPlan: Wall = ({ packages }) =>
  packages.flatMap(({ folder }) => {
    const [top, room = '', name] = folder.split('/')
    if (top === 'apps')
      return name === undefined ? [] : [`${folder}: expected an app in apps, found it deeper`]
    if (name === undefined && groups.has(room))
      return [`${folder}: expected no package.json in a grouping folder, found one`]
    const rooms = name === undefined ? alone : groups
    return rooms.has(room) ? [] : [`${folder}: expected one of ${[...rooms].join(', ')}, found ${room}`]
  })
