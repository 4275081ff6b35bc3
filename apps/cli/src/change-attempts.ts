import type { Laptop } from '@sallyport/local'
import { quoted } from './shell-word.ts'

/** Something to copy into a shell. */
export interface Attempt {
  readonly about: string
  readonly command: string
}

/** The sample rules have a pipeline for each kind of source. */
export function changeAttempts({
  repository,
  executions,
  pipelines,
  ...others
}: Laptop['trigger']): readonly Attempt[] {
  const isSample = pipelines.includes('codecommit-events-pipeline')
  return [
    {
      about: isSample ? 'the readme alone: starts nothing' : 'the readme alone',
      command: edited(repository, 'readme.md'),
    },
    {
      about: isSample ? 'the script: starts codecommit-events-pipeline' : 'the script',
      command: edited(repository, 'script.py'),
    },
    ...others.artefacts.slice(0, 1).map((artefact) => ({
      about: 'an archive of the repository, uploaded to S3',
      command: `git -C ${quoted(repository)} archive --format=zip HEAD | curl -T - ${quoted(artefact)}`,
    })),
    ...others.images.slice(0, 1).map((image) => ({
      about: 'an image pushed to ECR; the same text again is a rebuild of the same layers',
      command: `curl -d 'layers of one' ${quoted(`${image}:v1`)}`,
    })),
    {
      about: 'a push to GitHub, told by a signed webhook',
      command: edited(others.github.repository, 'script.py'),
    },
    { about: 'the same webhook by hand', command: signedPush(others.github) },
    { about: 'what was started', command: `curl ${quoted(executions)}` },
  ]
}

function edited(repository: string, file: string): string {
  const commit = `git -C ${quoted(repository)} commit -qam ${quoted(`Edited ${file}`)}`
  return `echo '# more' >> ${quoted(`${repository}/${file}`)} && ${commit}`
}

/** `X-Hub-Signature-256` is an HMAC of the body's very bytes. */
function signedPush({ name, repository, webhook: { url, secret } }: Laptop['trigger']['github']): string {
  const head = `$(git -C ${quoted(repository)} rev-parse HEAD)`
  const body = `{"ref":"refs/heads/main","before":"'${head}'","after":"'${head}'","repository":{"full_name":"${name}"}}`
  const hmac = `require('crypto').createHmac('sha256','${secret}').update(process.argv[1]).digest('hex')`
  const signature = `$(node -p "${hmac}" "$BODY")`
  const headers = [
    'X-GitHub-Event: push',
    'X-GitHub-Delivery: by-hand',
    `X-Hub-Signature-256: sha256=${signature}`,
  ]
  return `BODY='${body}'; curl -i -d "$BODY" ${headers.map((each) => `-H "${each}"`).join(' ')} ${quoted(url)}`
}
