import type { Verification } from '../token-verifier.ts'
import type { CorpusStage } from './corpus-stage.ts'
import type { CorpusToken, RequirementId } from './corpus-token.ts'
import { hostileCorpus } from './hostile-corpus.ts'
import { allWords, tells } from './telling.ts'
import { otherSpellings } from './token-spellings.ts'
import { written } from './written.ts'

/** How a verifier did before the corpus. Tokens are told by their names. */
export interface Score {
  readonly hostileTokens: number
  readonly goodTokens: number
  /** Hostile tokens that were accepted: must be none. */
  readonly hostileAccepted: readonly string[]
  /** Good tokens that were refused: must be none. */
  readonly goodRefused: readonly string[]
  /** Hostile tokens refused for another reason than the one that names the cause. */
  readonly unexpectedReasons: readonly string[]
  /** Tokens that were answered by a rejection while the issuer was there to be asked. */
  readonly failed: readonly string[]
  /** Tokens of which an explanation or an error told a part or a value. */
  readonly leaked: readonly string[]
  /** Connections to places that only tokens name. */
  readonly lureVisits: number
  /** Members that every object has since, because a token named them. */
  readonly pollution: readonly string[]
  /** How many of several thousand spellings of one token were accepted: must be 1, its own. */
  readonly acceptedSpellings: number
  readonly triedSpellings: number
  readonly byRequirement: ReadonlyMap<RequirementId, Tally>
}

/** Tests of one requirement that held. */
export interface Tally {
  readonly accepting: number
  readonly refusing: number
}

type Outcome = 'held' | 'hostileAccepted' | 'goodRefused' | 'unexpectedReasons' | 'failed'

interface Result {
  readonly entry: CorpusToken
  readonly outcome: Outcome
  readonly detail: string
  readonly leaks: boolean
}

/** Presents the whole corpus to a verifier, one token after the other. */
export async function scoreOf(stage: CorpusStage): Promise<Score> {
  const membersBefore = Object.getOwnPropertyNames(Object.prototype)
  const results: Result[] = []
  for (const entry of hostileCorpus(stage)) results.push(await resultOf(stage, entry))
  const spellings = await spellingsOf(stage)
  const named = (outcome: Outcome) =>
    results
      .filter((result) => result.outcome === outcome)
      .map(({ entry, detail }) => `${entry.name}: ${detail}`)
  return {
    hostileTokens: results.filter(({ entry }) => entry.expect === 'refused').length,
    goodTokens: results.filter(({ entry }) => entry.expect === 'verified').length,
    hostileAccepted: named('hostileAccepted'),
    goodRefused: named('goodRefused'),
    unexpectedReasons: named('unexpectedReasons'),
    failed: named('failed'),
    leaked: results.filter(({ leaks }) => leaks).map(({ entry }) => entry.name),
    lureVisits: stage.lure.visits(),
    pollution: Object.getOwnPropertyNames(Object.prototype).filter((name) => !membersBefore.includes(name)),
    ...spellings,
    byRequirement: tallies(results),
  }
}

async function resultOf(stage: CorpusStage, entry: CorpusToken): Promise<Result> {
  const token = await entry.token(stage)
  try {
    const answer = await stage.verifier.verify(token, stage.call)
    const detail = answer.outcome === 'refused' ? answer.reason : answer.outcome
    return {
      entry,
      outcome: judged(entry, answer),
      detail,
      leaks: tells(JSON.stringify(answer.explanation), token),
    }
  } catch (failure) {
    const detail = failure instanceof Error ? failure.name : typeof failure
    return { entry, outcome: 'failed', detail, leaks: tells(allWords(failure), token) }
  }
}

async function spellingsOf(stage: CorpusStage): Promise<Pick<Score, 'acceptedSpellings' | 'triedSpellings'>> {
  const token = await written(stage)
  let [acceptedSpellings, triedSpellings] = [0, 0]
  for (const spelling of [token, ...otherSpellings(token)]) {
    triedSpellings += 1
    if ((await wordFor(stage, spelling)) === 'verified') acceptedSpellings += 1
  }
  return { acceptedSpellings, triedSpellings }
}

/** A failure counts as no acceptance here: it is told by the tokens of the corpus. */
const wordFor = ({ verifier, call }: CorpusStage, token: string) =>
  verifier.verify(token, call).then(
    ({ outcome }) => outcome,
    () => 'failed',
  )

function judged({ expect, reasons }: CorpusToken, answer: Verification): Outcome {
  if (answer.outcome === 'verified') return expect === 'verified' ? 'held' : 'hostileAccepted'
  if (expect === 'verified') return 'goodRefused'
  // An issuer that is asked about every token need not say why it does not know one.
  const fits = reasons === undefined || answer.reason === 'inactive' || reasons.includes(answer.reason)
  return fits ? 'held' : 'unexpectedReasons'
}

function tallies(results: readonly Result[]): ReadonlyMap<RequirementId, Tally> {
  const counted = new Map<RequirementId, Tally>()
  for (const { entry, outcome } of results) {
    const { accepting, refusing } = counted.get(entry.requirement) ?? { accepting: 0, refusing: 0 }
    const held = outcome === 'held' ? 1 : 0
    const isGood = entry.expect === 'verified'
    counted.set(entry.requirement, {
      accepting: accepting + (isGood ? held : 0),
      refusing: refusing + (isGood ? 0 : held),
    })
  }
  return counted
}
