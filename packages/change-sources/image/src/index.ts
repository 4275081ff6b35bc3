export { image } from './image.ts'
export type { ImageOptions } from './image-options.ts'
