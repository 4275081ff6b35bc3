import type { ActionDeclaration, PipelineDeclaration } from '@aws-sdk/client-codepipeline'
import type { Pin } from '@sallyport/delivery'

/** What has to be known of a pipeline to pin its revision. */
export interface Structure {
  readonly pipelineType: string
  readonly sources: readonly SourceAction[]
}

interface SourceAction {
  readonly name: string
  readonly provider: string
  readonly configuration: Readonly<Record<string, string>>
}

/** The name of the action to pin, and by what, or why there is none, in words. */
export type Choice =
  | { readonly outcome: 'chosen'; readonly actionName: string; readonly pin: Pin }
  | { readonly outcome: 'refused'; readonly found: string }

export function structureOf(declaration: PipelineDeclaration | undefined): Structure {
  const actions = declaration?.stages?.flatMap((stage) => stage.actions ?? []) ?? []
  return {
    // CodePipeline's own default, where a pipeline does not say.
    pipelineType: declaration?.pipelineType ?? 'V1',
    sources: actions.filter(({ actionTypeId }) => actionTypeId?.category === 'Source').map(sourceActionOf),
  }
}

const sourceActionOf = ({ name, actionTypeId, configuration }: ActionDeclaration): SourceAction => ({
  name: name ?? '',
  provider: actionTypeId?.provider ?? '',
  configuration: configuration ?? {},
})

/** Finds the one source action that a pin is for. An unpinned start is never the way out. */
export function chooseAction(structure: Structure, pin: Pin): Choice {
  const choice = choiceFor(structure, pin)
  if (choice.outcome === 'chosen' || pin.otherwise === undefined) return choice
  const second = chooseAction(structure, pin.otherwise)
  return second.outcome === 'chosen' ? second : choice
}

function choiceFor({ pipelineType, sources }: Structure, pin: Pin): Choice {
  const { action } = pin
  if (pipelineType !== 'V2')
    return refused(`the pipeline is of type ${pipelineType}, which cannot be pinned to a revision; V2 can`)
  const fitting = sources.filter(
    ({ provider, configuration }) =>
      provider === action.provider && agrees(configuration, action.configuration),
  )
  const wanted = `${action.provider} with ${spelled(action.configuration)}`
  if (fitting.length === 0)
    return refused(`the pipeline has no source action of ${wanted}; ${listed(sources)}`)
  const preferred =
    fitting.length === 1
      ? fitting
      : fitting.filter(({ configuration }) => agrees(configuration, action.preferably ?? {}))
  const [only, ...others] = preferred
  return only !== undefined && others.length === 0
    ? { outcome: 'chosen', actionName: only.name, pin }
    : refused(
        `${fitting.length} source actions fit ${wanted}, and nothing tells which one: ${names(fitting)}`,
      )
}

type Members = Readonly<Record<string, string>>

const agrees = (configuration: Members, wanted: Members) =>
  Object.entries(wanted).every(([member, value]) => {
    const found = configuration[member]
    // The names of GitHub and its like are the same in any case.
    return member === 'FullRepositoryId' ? found?.toLowerCase() === value.toLowerCase() : found === value
  })

const spelled = (members: Members) =>
  Object.entries(members)
    .map(([member, value]) => `${member} ${JSON.stringify(value)}`)
    .join(', ')

const listed = (sources: readonly SourceAction[]) =>
  sources.length === 0
    ? 'it has no source action at all'
    : `its source actions are ${sources.map(({ name, provider }) => `${name} (${provider})`).join(', ')}`

const names = (sources: readonly SourceAction[]) => sources.map(({ name }) => name).join(', ')

const refused = (found: string): Choice => ({ outcome: 'refused', found })
