export { artefact } from './artefact.ts'
export type { ArtefactOptions, ArtefactSurroundings, Verify } from './artefact-options.ts'
