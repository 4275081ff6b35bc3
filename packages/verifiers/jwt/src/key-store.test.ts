import { assert, asyncProperty, constantFrom, integer, record, array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { down, hang, setOf, storeStage } from './key-store.stage.ts'

const one = setOf('one')
const two = setOf('two')

describe('a key store', () => {
  it('asks once for many at once, cold and under a name it does not know', async () => {
    const { ask, fetchedAt, goTo } = storeStage(() => one)
    const cold = await Promise.all(Array.from({ length: 500 }, () => ask('one')))
    expect(new Set(cold)).toEqual(new Set(['served']))
    expect(fetchedAt).toEqual([0])
    goTo(60)
    const strangers = await Promise.all(Array.from({ length: 500 }, (_, at) => ask(`${at}`)))
    expect(new Set(strangers)).toEqual(new Set(['unknown']))
    expect(fetchedAt).toEqual([0, 60])
  })

  it('serves what is no longer fresh while it is fetched again', async () => {
    const { ask, answerWith, fetchedAt, goTo } = storeStage(() => one)
    await ask('one')
    goTo(599)
    await ask('one')
    expect(fetchedAt).toEqual([0])
    answerWith(hang().answering)
    goTo(600)
    expect(await ask('one')).toBe('served')
    expect(fetchedAt).toEqual([0, 600])
  })

  it('lets a key die that the issuer took away', async () => {
    const { ask, answerWith, goTo } = storeStage(() => one)
    await ask('one')
    answerWith(() => two)
    goTo(600)
    expect(await ask('one')).toBe('served')
    expect(await ask('one')).toBe('unknown')
  })

  it('gives up a fetch that was frozen with its Lambda, and what comes of it', async () => {
    const { ask, answerWith, fetchedAt, goTo, notices } = storeStage(() => one)
    await ask('one')
    const frozen = hang()
    answerWith(frozen.answering)
    goTo(600)
    await ask('one')
    answerWith(() => two)
    goTo(4300)
    expect(await ask('two')).toBe('served')
    frozen.end()
    expect(await ask('two')).toBe('served')
    expect(fetchedAt).toEqual([0, 600, 4300])
    expect(notices.map(({ notice }) => notice)).toEqual(['jwks_fetched', 'jwks_fetched', 'jwks_given_up'])
  })

  it('is not held up by a clock that was set back', async () => {
    const { ask, answerWith, fetchedAt, goTo } = storeStage(() => one)
    goTo(10_000)
    await ask('one')
    answerWith(() => two)
    goTo(9000)
    expect(await ask('two')).toBe('served')
    expect(fetchedAt).toEqual([10_000, 9000])
  })

  it('says what it fetched and what it left out, without a word of a key', async () => {
    const { ask, answerWith, goTo, notices } = storeStage(() => ({
      ...one,
      ignored: [{ position: 1, fault: 'private' }],
    }))
    await ask('one')
    answerWith(down)
    goTo(600)
    await ask('one')
    const issuer = 'https://idp.example.com/'
    expect(notices).toEqual([
      { notice: 'jwks_fetched', issuer, because: 'no_keys', keys: 1, changed: true },
      { notice: 'jwk_ignored', issuer, position: 1, fault: 'private' },
      {
        notice: 'jwks_failed',
        issuer,
        because: 'stale_keys',
        failures: 1,
        askedAgainInSeconds: 1,
        cause: expect.any(UpstreamUnavailable),
      },
    ])
  })
})

describe('a flood of unknown names', () => {
  it('costs 12 fetches a minute, and keeps a new key out for five seconds at most', async () => {
    const { ask, answerWith, fetchedAt, goTo } = storeStage(() => one)
    await ask('one')
    const rotatedAt = 137.3
    let pickedUpAt: number | undefined
    for (let second = 30; second < 210; second += 0.1) {
      goTo(second)
      if (second >= rotatedAt) answerWith(() => setOf('one', 'two'))
      await Promise.all(Array.from({ length: 100 }, (_, at) => ask(`${second}-${at}`)))
      if (second >= rotatedAt && (await ask('two')) === 'served') pickedUpAt ??= second
    }
    expect((pickedUpAt ?? Number.NaN) - rotatedAt).toBeLessThanOrEqual(5)
    const most = Math.max(...fetchedAt.map((from) => within(fetchedAt, from)))
    expect(most).toBe(12)
  })

  it('leaves one fetch for a key that changes right after the first', async () => {
    const { ask, answerWith, fetchedAt } = storeStage(() => one)
    await ask('one')
    answerWith(() => two)
    expect(await ask('two')).toBe('served')
    expect(fetchedAt).toEqual([0, 0])
  })

  it('asks nobody twice for one call', async () => {
    const { ask, fetchedAt } = storeStage(() => one)
    expect(await ask('two')).toBe('unknown')
    expect(fetchedAt).toEqual([0])
  })
})

const within = (times: readonly number[], from: number) =>
  times.filter((time) => time >= from && time < from + 60 - 1e-6).length

describe('an outage', () => {
  it('is survived for an hour by the keys that are known, and no longer', async () => {
    const { ask, answerWith, goTo } = storeStage(() => one)
    await ask('one')
    answerWith(down)
    for (let second = 1; second <= 3600; second += 7) {
      goTo(second)
      expect(await ask('one')).toBe('served')
    }
    goTo(3600)
    expect(await ask('one')).toBe('served')
    goTo(3601)
    expect(await ask('one')).toBe('failed')
  })

  it('is looked into less and less often, down to every 30 seconds', async () => {
    const { ask, answerWith, fetchedAt, goTo } = storeStage(() => one)
    await ask('one')
    answerWith(down)
    for (let second = 600; second < 750; second += 1) {
      goTo(second)
      await ask('one')
    }
    expect(fetchedAt).toEqual([0, 600, 605, 610, 615, 623, 639, 669, 699, 729])
  })

  it('is not hammered into by calls that have no keys at all', async () => {
    const { ask, answerWith, fetchedAt, goTo } = storeStage(down)
    for (let second = 0; second < 100; second += 0.5) {
      goTo(second)
      expect(new Set(await Promise.all(Array.from({ length: 20 }, () => ask('one'))))).toEqual(
        new Set(['failed']),
      )
    }
    expect(fetchedAt).toEqual([0, 1, 3, 7, 15, 31, 61, 91])
    answerWith(() => one)
    goTo(121)
    expect(await ask('one')).toBe('served')
  })

  it('does not make a name unknown that may be a new key', async () => {
    const { ask, answerWith, goTo } = storeStage(() => one)
    await ask('one')
    answerWith(down)
    for (const second of [10, 10.5, 11, 14.9]) {
      goTo(second)
      expect(await ask('two')).toBe('failed')
      expect(await ask('one')).toBe('served')
    }
    answerWith(() => two)
    goTo(15)
    expect(await ask('two')).toBe('served')
  })

  it('that hangs is waited for by those who have no keys, and by nobody else', async () => {
    const { answering, end } = hang()
    const { ask, answerWith, goTo } = storeStage(() => one)
    await ask('one')
    answerWith(answering)
    goTo(600)
    const stranger = ask('two')
    expect(await ask('one')).toBe('served')
    goTo(602)
    end()
    expect(await stranger).toBe('failed')
  })
})

describe('preloaded keys', () => {
  it('serve from the first call on, while those of the issuer are fetched', async () => {
    const { ask, fetchedAt } = storeStage(() => two, one)
    expect(await ask('one')).toBe('served')
    expect(fetchedAt).toEqual([0])
    expect(await ask('one')).toBe('unknown')
    expect(await ask('two')).toBe('served')
  })

  it('do not stand in the way of a key they lack', async () => {
    const { ask, fetchedAt } = storeStage(() => two, one)
    expect(await ask('two')).toBe('served')
    expect(fetchedAt).toEqual([0])
  })

  it('serve through an outage as long as fetched ones would', async () => {
    const { ask, goTo } = storeStage(down, one)
    goTo(3600)
    expect(await ask('one')).toBe('served')
    goTo(3601)
    expect(await ask('one')).toBe('failed')
  })
})

describe('whatever happens', () => {
  it('a key is served only within its greatest age, and fetches keep their distance', async () => {
    const step = record({
      after: integer({ min: 0, max: 2000 }),
      name: constantFrom('one', 'two', 'other'),
      issuer: constantFrom('one', 'two', 'down'),
    })
    await assert(
      asyncProperty(array(step, { maxLength: 40 }), async (steps) => {
        let now = 0
        let seen: Readonly<Record<string, number>> = {}
        const stage = storeStage(down)
        for (const { after, name, issuer } of steps) {
          now += after / (after % 2 === 0 ? 1 : 100)
          stage.goTo(now)
          stage.answerWith(() => {
            if (issuer === 'down') return down()
            seen = { ...seen, [issuer]: now }
            return setOf(issuer)
          })
          const before = { ...seen }
          const answer = await stage.ask(name)
          const newest = Math.max(before[name] ?? -Infinity, seen[name] ?? -Infinity)
          expect(answer === 'served' && now - newest > 3600).toBe(false)
        }
        const most = Math.max(0, ...stage.fetchedAt.map((from) => within(stage.fetchedAt, from)))
        expect(most).toBeLessThanOrEqual(13)
      }),
    )
  })
})
