export { type CodeCommitOptions, type CodeCommitSurroundings, codecommit } from './codecommit.ts'
