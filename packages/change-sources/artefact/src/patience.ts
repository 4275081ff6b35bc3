import { setTimeout as pause } from 'node:timers/promises'
import type { Patience } from '@sallyport/kernel/patience'
import { mayPass } from './fault.ts'

const pauses = { firstPauseMilliseconds: 50, longestPauseMilliseconds: 3000, random: Math.random }

export const patience = { ...pauses, mayPass, pause } satisfies Omit<Patience, 'attempts'>
