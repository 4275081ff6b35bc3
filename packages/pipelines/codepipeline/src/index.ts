export { type CodePipelineOptions, codepipeline } from './codepipeline.ts'
