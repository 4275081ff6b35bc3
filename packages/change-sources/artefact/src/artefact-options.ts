import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import { pathMatcher } from './path-matcher.ts'
import type { S3ClientConfig } from './s3-client.ts'

export interface ArtefactOptions {
  /** Of the SDK's client. Region, credentials and endpoint come from its standard environment if left out. */
  readonly clientOptions?: S3ClientConfig
  /** How often one request is made at most, with full jitter in between. Defaults to 5. */
  readonly attempts?: number
  /**
   * What becomes of an archive whose names or records readers may take differently: `normalise` tells every
   * path that one of them would write, `hold` leaves it to a person. Defaults to `normalise`.
   */
  readonly suspicious?: 'normalise' | 'hold'
  /** Files whose content is read, since anybody can make another file with the same CRC-32. */
  readonly verify?: Verify
  /** Whether the ledger keeps the files of versions too, for when they expire. Defaults to false. */
  readonly snapshots?: boolean
  /** Files and directories in an archive at most. Defaults to 100,000, which is CodePipeline's limit. */
  readonly mostEntries?: number
  /** Bytes of an archive's directory at most. Defaults to 16 MiB. */
  readonly mostDirectoryBytes?: number
}

export interface Verify {
  /** Paths, in which `*` is part of a name, `**` any number of directories and `?` one letter. */
  readonly paths: readonly string[]
  /** Bytes read of one comparison, both sides together; files beyond count as modified. Defaults to 64 MiB. */
  readonly mostBytes?: number
}

/** What a test sets, so that nobody waits. */
export interface ArtefactSurroundings {
  /** Waits between two attempts. */
  readonly pause: (milliseconds: number) => Promise<void>
}

/** The options with every default in its place. */
export interface ArtefactSettings {
  readonly clientOptions: S3ClientConfig
  readonly attempts: number
  readonly suspicious: 'normalise' | 'hold'
  readonly snapshots: boolean
  readonly mostEntries: number
  readonly mostDirectoryBytes: number
  readonly mostVerifiedBytes: number
  readonly isVerified: (path: string) => boolean
}

/** @throws ConfigurationInvalid with every fault there is, paths relative to the options */
export function artefactSettings(options: ArtefactOptions): ArtefactSettings {
  const issues = [...faultsIn(options, members, []), ...faultsIn(options.verify, ofVerify, ['verify'])]
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  return {
    clientOptions: options.clientOptions ?? {},
    attempts: options.attempts ?? 5,
    suspicious: options.suspicious ?? 'normalise',
    snapshots: options.snapshots ?? false,
    mostEntries: options.mostEntries ?? 100_000,
    mostDirectoryBytes: options.mostDirectoryBytes ?? 16 * 1024 * 1024,
    mostVerifiedBytes: options.verify?.mostBytes ?? 64 * 1024 * 1024,
    isVerified: pathMatcher(options.verify?.paths ?? []),
  }
}

interface Member {
  readonly expected: string
  readonly fits: (value: unknown) => boolean
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCount = (value: unknown) => typeof value === 'number' && Number.isSafeInteger(value) && value > 0
const isText = (value: unknown) => typeof value === 'string' && value !== ''
const count: Member = { expected: 'a positive whole number', fits: isCount }

const members: Readonly<Record<keyof ArtefactOptions, Member>> = {
  clientOptions: { expected: "options of the SDK's client", fits: isObject },
  attempts: count,
  suspicious: { expected: 'normalise or hold', fits: (value) => value === 'normalise' || value === 'hold' },
  verify: { expected: 'an object with paths', fits: (value) => isObject(value) && 'paths' in Object(value) },
  snapshots: { expected: 'true or false', fits: (value) => typeof value === 'boolean' },
  mostEntries: count,
  mostDirectoryBytes: count,
}

const ofVerify: Readonly<Record<keyof Verify, Member>> = {
  paths: {
    expected: 'at least one path',
    fits: (value) => Array.isArray(value) && value.length > 0 && value.every(isText),
  },
  mostBytes: count,
}

function faultsIn(
  options: unknown,
  known: Readonly<Record<string, Member>>,
  path: readonly string[],
): readonly Issue[] {
  if (!isObject(options)) return []
  return Object.entries(Object(options)).flatMap(([name, value]) => {
    const member = Object.hasOwn(known, name) ? known[name] : undefined
    if (member === undefined) return [unknownMember([...path, name], Object.keys(known))]
    if (value === undefined || member.fits(value)) return []
    return [{ severity: 'fault', path: [...path, name], expected: member.expected, found: inWords(value) }]
  })
}

function unknownMember(path: readonly string[], known: readonly string[]): Issue {
  const didYouMean = nearestWord(path.at(-1) ?? '', known)
  const issue = { severity: 'fault', path, expected: `one of ${known.join(', ')}`, found: 'another' } as const
  return didYouMean === undefined ? issue : { ...issue, didYouMean }
}

const inWords = (value: unknown) =>
  ['string', 'number', 'boolean'].includes(typeof value) ? JSON.stringify(value) : typeof value
