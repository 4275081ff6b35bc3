export { everyOne } from './every-one.stage.ts'
export { type MadeRepository, madeRepository } from './made-repository.stage.ts'
export { type Edit, type Repository, repository } from './repository.stage.ts'
export { type Asked, type Interference, type Wire, wire } from './wire.stage.ts'
