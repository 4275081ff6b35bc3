import { setTimeout as pause } from 'node:timers/promises'
import type { Patience } from '@sallyport/kernel/patience'
import { mayPass } from './obstacle.ts'

const pauses = { firstPauseMilliseconds: 100, longestPauseMilliseconds: 2000, random: Math.random }

export const patience = { ...pauses, mayPass, pause } satisfies Omit<Patience, 'attempts'>
