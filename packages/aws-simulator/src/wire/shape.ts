/** What a member of an operation's input may hold, as the operation's model says. */
export type Shape = TextShape | WholeShape | ListShape | StructureShape

/** Exceptions an operation has for one member, where another would be a ValidationException. */
export interface MemberExceptions {
  readonly missing?: string
  readonly invalid?: string
}

export interface TextShape extends MemberExceptions {
  readonly kind: 'text'
  /** Anchored at both ends. */
  readonly pattern?: string
  readonly least?: number
  readonly most?: number
  readonly oneOf?: readonly string[]
}

export interface WholeShape extends MemberExceptions {
  readonly kind: 'whole'
  readonly least?: number
  readonly most?: number
}

export interface ListShape extends MemberExceptions {
  readonly kind: 'list'
  readonly of: Shape
  readonly least?: number
  readonly most?: number
}

export interface StructureShape extends MemberExceptions {
  readonly kind: 'structure'
  readonly members: Readonly<Record<string, Shape>>
  readonly required: readonly string[]
}

type Without<Kind extends Shape> = Omit<Kind, 'kind'>

export const text = (limits: Without<TextShape> = {}): TextShape => ({ kind: 'text', ...limits })

export const whole = (limits: Without<WholeShape> = {}): WholeShape => ({ kind: 'whole', ...limits })

export const list = (of: Shape, limits: Omit<Without<ListShape>, 'of'> = {}): ListShape => ({
  kind: 'list',
  of,
  ...limits,
})

/** @param required names of members that must be there */
export const structure = (
  members: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): StructureShape => ({ kind: 'structure', members, required })
