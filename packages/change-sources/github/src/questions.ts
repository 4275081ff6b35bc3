import { SourceRefused } from '@sallyport/delivery'
import { factsOf, failureFrom, isAbsence } from './fault.ts'
import type { GitHubSettings } from './github-options.ts'
import { inLine } from './in-line.ts'
import type { Patience } from './patience.ts'
import { type Answer, type Question, repositoryItself } from './question.ts'
import { requests } from './requests.ts'

/**
 * Asks GitHub, patiently and one question at a time for each repository. That something in a repository is
 * not there is an answer; everything else that goes wrong rejects with `SourceRefused` or
 * `UpstreamUnavailable`.
 */
export interface Questions {
  readonly ask: (question: Question) => Promise<Answer | 'absent'>
  /** Asks two at once. */
  readonly askBoth: (
    one: Question,
    other: Question,
  ) => Promise<readonly [Answer | 'absent', Answer | 'absent']>
}

export function questions(settings: GitHubSettings, patience: Patience): Questions {
  const request = requests(settings, patience)
  const line = inLine()
  const lineOf = ({ repository }: Question) => repository.toLowerCase()

  const asked = async (question: Question): Promise<Answer | 'absent'> => {
    try {
      return await request(question)
    } catch (error) {
      if (isAbsence(factsOf(error))) return 'absent'
      throw failureFrom(error, question.repository, patience.now())
    }
  }
  const present = async (question: Question): Promise<Answer | 'absent'> => {
    const { repository } = question
    const answer = await asked(question)
    // A ref that is missing, and a repository that is missing or hidden, are answered alike.
    if (answer === 'absent' && (await asked(repositoryItself(repository))) === 'absent')
      throw new SourceRefused(`github:${repository}`, 'repository_missing')
    return answer
  }
  return {
    ask: (question) => line(lineOf(question), () => present(question)),
    askBoth: (one, other) => line(lineOf(one), () => Promise.all([present(one), present(other)])),
  }
}
