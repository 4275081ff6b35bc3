export type { AppIdentity, GitHubOptions } from './github-options.ts'
export { type GitHubSurroundings, github } from './github.ts'
