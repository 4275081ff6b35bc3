/** Whether deployments are open at an instant, why, and when they next are. */
export interface Calendar {
  /** @param at milliseconds since the Unix epoch */
  readonly stateAt: (at: number) => Promise<CalendarState>
}

export type CalendarState =
  | { readonly state: 'open' }
  | { readonly state: 'closed'; readonly reason: string; readonly opensAt?: number }
