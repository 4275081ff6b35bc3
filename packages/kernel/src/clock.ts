/** What time it is. A port, so that the domains need no world and a test no fake timers. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  readonly now: () => number
}
