import { behaviourContract } from '@sallyport/simulation/contracts'
import { describe, it } from 'vitest'
import { behaviours } from './behaviour.ts'

const sources = new URL('.', import.meta.url)
const named = / \[((?:wire|s3|sqs|ecr|code[a-z]+)-[a-z0-9-]+)\]/g

describe('the list of behaviours', () => {
  for (const { promise, keep } of behaviourContract) it(promise, () => keep({ behaviours, sources, named }))
})
