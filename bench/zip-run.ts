// One way to compare two zips, in a process of its own; tells what it found and what that took.
import { readFileSync, writeFileSync } from 'node:fs'
import { ways } from './zip-ways.ts'

const [, , name = '', endpoint = ''] = process.argv
const compare = await ways[name]?.(endpoint)
if (compare === undefined) throw new Error(`zip-run: expected a way, found ${name}`)
process.send?.('ready')
await new Promise((resolve) => process.once('message', resolve))
const idleBytes = residentBytes('VmRSS')
// The most that was ever resident is counted anew from here (proc_pid_clear_refs(5)).
writeFileSync('/proc/self/clear_refs', '5')
const cpu = process.cpuUsage()
const started = performance.now()
const found = (await compare()).toSorted()
const milliseconds = performance.now() - started
const { user, system } = process.cpuUsage(cpu)
process.send?.({
  found,
  milliseconds,
  cpuMilliseconds: (user + system) / 1000,
  idleBytes,
  peakBytes: residentBytes('VmHWM'),
})
process.disconnect()
process.exit()

/** getrusage(2) would tell what the parent held when it forked. */
function residentBytes(figure: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] =
    new RegExp(`${figure}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) * 1024
}
