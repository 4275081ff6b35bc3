import { SourceRefused } from '@sallyport/delivery'
import { bodyOf } from './answer-body.ts'
import { type Credential, credentialIn } from './credential.ts'
import { factsOf } from './fault.ts'
import type { GitHub, Sent } from './github-client.ts'
import type { GitHubSettings } from './github-options.ts'
import { type Gate, type Patience, patiently } from './patience.ts'
import type { Answer, Question } from './question.ts'
import { type RememberedAnswers, rememberedAnswers } from './remembered-answers.ts'
import { repositoryParts } from './repository-name.ts'

/** Longer than GitHub takes for any answer, and shorter than a Lambda lives. */
const longestAnswerMilliseconds = 30_000
const mostRemembered = 200

/** Makes requests, patiently; what is refused is thrown as Octokit throws it. */
export function requests(
  settings: GitHubSettings,
  patience: Patience,
): (question: Question) => Promise<Answer> {
  const loaded = lateClient(settings.apiUrl)
  const gateOf = gates()
  const credential = credentialIn(
    settings,
    ({ repository, scope, authorization, read }) =>
      patiently(patience, gateOf(scope), async () => {
        const { data } = await read(await loaded(), sentTo(repository, { authorization }))
        return bodyOf(data)
      }),
    patience.now,
  )
  const means = { loaded, credential, answers: rememberedAnswers(mostRemembered) }
  return (question) =>
    patiently(patience, gateOf(credential.scopeOf(question.repository)), () => once(means, question))
}

interface Means {
  readonly loaded: () => Promise<GitHub>
  readonly credential: Credential
  readonly answers: RememberedAnswers
}

/** Many a deployment hears of no GitHub at all: Octokit is loaded by the first question. */
function lateClient(apiUrl: string): () => Promise<GitHub> {
  let loading: Promise<GitHub> | undefined
  return () => (loading ??= import('./github-client.ts').then(({ githubClient }) => githubClient(apiUrl)))
}

function gates(): (scope: string) => Gate {
  const known = new Map<string, Gate>()
  return (scope) => {
    const gate = known.get(scope) ?? { limit: undefined }
    known.set(scope, gate)
    return gate
  }
}

async function once(means: Means, question: Question, go: 'first' | 'second' = 'first'): Promise<Answer> {
  const { credential, answers, loaded } = means
  const { repository, read, remembered } = question
  const name = remembered === undefined ? undefined : `${repository.toLowerCase()} ${remembered}`
  const known = name === undefined ? undefined : answers.of(name)
  const authorization = await credential.headerFor(repository)
  const headers = {
    ...(authorization !== undefined && { authorization }),
    ...(known !== undefined && { 'if-none-match': known.tag }),
  }
  try {
    const { headers: told, data } = await read(await loaded(), sentTo(repository, headers))
    const answer = { body: await bodyOf(data), link: textOf(told['link']) }
    const tag = textOf(told['etag'])
    if (name !== undefined && tag !== undefined) answers.keep(name, { ...answer, tag })
    return answer
  } catch (error) {
    const { status } = factsOf(error)
    if (status === 304 && known !== undefined) return known
    // A token may have been taken back before its end; then another is made out, once.
    if (status !== 401 || go === 'second' || credential.forget() === 'none') throw error
    return once(means, question, 'second')
  }
}

function sentTo(repository: string, headers: Record<string, string>): Sent {
  const parts = repositoryParts(repository)
  if (parts === undefined) throw new SourceRefused(`github:${repository}`, 'repository_missing')
  const signal = AbortSignal.timeout(longestAnswerMilliseconds)
  return { ...parts, headers, request: { signal, parseSuccessResponseBody: false } }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
