import { setTimeout as pause } from 'node:timers/promises'
import type { Patience } from '@sallyport/kernel/patience'
import { mayPass } from './fault.ts'

/** A quota of the whole account frees up in about a second. */
const pauses = { firstPauseMilliseconds: 100, longestPauseMilliseconds: 3000, random: Math.random }

export const patience = { ...pauses, mayPass, pause } satisfies Omit<Patience, 'attempts'>
