import { setTimeout as pause } from 'node:timers/promises'
import type { Patience } from '@sallyport/kernel/patience'
import { isPassing } from './trouble.ts'

const pauses = { firstPauseMilliseconds: 50, longestPauseMilliseconds: 2000, random: Math.random }

export const patience = { ...pauses, mayPass: isPassing, pause } satisfies Omit<Patience, 'attempts'>
