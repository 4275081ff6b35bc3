import type { BehaviourId } from '../behaviour.ts'
import { SimulatorUnsupported } from '../unsupported.ts'
import { conditionOperators } from './condition-operator.ts'
import { type Condition, plain } from './condition.ts'

/** Something read from an authorizer's answer, or why API Gateway could not have read it. */
export type Reading<Value> = { readonly outcome: 'parsed'; readonly value: Value } | Malformed

/** An answer API Gateway cannot use. It never repeats what stood there. */
export interface Malformed {
  readonly outcome: 'malformed'
  /** `Statement[0].Condition: expected an object, found null` */
  readonly complaint: string
  /** Which rule of the simulator says so. */
  readonly behaviour?: BehaviourId
}

/** @param found what stood there, in words; never a value of the caller's */
export function malformed(path: string, expected: string, found: string): Malformed {
  return { outcome: 'malformed', complaint: `${path}: expected ${expected}, found ${found}` }
}

/** Whether the value is a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One text or a list of texts. */
export function textsIn(written: unknown, path: string): Reading<readonly string[]> {
  const list: readonly unknown[] = Array.isArray(written) ? written : [written]
  // Chalice #1619 reports that an empty list let everyone in; nobody has proved why.
  if (list.length === 0) throw new SimulatorUnsupported(`an empty list in ${path.replace(/^.*\./, '')}`)
  const texts = list.filter((text) => typeof text === 'string')
  return texts.length === list.length
    ? { outcome: 'parsed', value: texts }
    : malformed(path, 'text or a list of texts', kindOf(written))
}

/** The lines of a `Condition` block. */
export function conditionsIn(written: unknown, path: string): Reading<readonly Condition[]> {
  if (!isRecord(written))
    return {
      ...malformed(`${path}.Condition`, 'an object', kindOf(written)),
      behaviour: written === null ? 'policy-null-condition' : 'policy-strict',
    }
  if (Object.keys(written).length === 0) throw new SimulatorUnsupported('an empty Condition')
  const conditions: Condition[] = []
  for (const [operator, block] of Object.entries(written)) {
    if (!isRecord(block)) return malformed(`${path}.Condition.${operator}`, 'an object', kindOf(block))
    if (Object.keys(block).length === 0) throw new SimulatorUnsupported('an empty Condition')
    for (const [key, value] of Object.entries(block)) {
      const values = valuesIn(value)
      if (values === undefined || !values.every((one) => accepts(operator, one)))
        return malformed(`${path}.Condition.${operator}`, 'values of its kind', 'others')
      conditions.push({ operator, key, values })
    }
  }
  return { outcome: 'parsed', value: conditions }
}

function valuesIn(written: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(written) ? written : [written]
  if (list.length === 0) throw new SimulatorUnsupported('an empty list in Condition')
  const scalars = list.filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
  return scalars.length === list.length ? scalars.map(String) : undefined
}

function accepts(operator: string, value: string): boolean {
  if (operator === 'Null') return /^(true|false)$/i.test(value)
  return conditionOperators.get(plain(operator))?.accepts(value) ?? true
}

/** What sort of JSON value it is, which may be told where the value may not. */
export function kindOf(found: unknown): string {
  if (found === undefined) return 'nothing'
  if (found === null) return 'null'
  if (Array.isArray(found)) return 'a list'
  return typeof found === 'object' ? 'an object' : `a ${typeof found}`
}
