export { type Behaviour, behaviourTable } from './behaviour.ts'
export { bodyOf } from './body.ts'
export { git, type GitAnswer } from './git.ts'
export { type Loopback, loopback } from './loopback.ts'
