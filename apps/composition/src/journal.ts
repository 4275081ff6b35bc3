/** What a Lambda writes of itself: log lines, and metrics as CloudWatch reads them from the log. */
export interface Journal {
  readonly info: (message: string, facts: object) => void
  readonly error: (message: string, facts: object) => void
  /** One line in CloudWatch's embedded metric format; a dimension's value never comes from a token. */
  readonly measure: (
    metrics: Readonly<Record<string, Metric>>,
    dimensions: Readonly<Record<string, string>>,
  ) => void
}

export interface Metric {
  readonly value: number
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds'
}

export interface JournalOptions {
  readonly service: string
  /** Gets one line of JSON, without its end. On Lambda it goes to stdout as it is: `console` would put words in front. */
  readonly write: (line: string) => void
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number
}

const namespace = 'Sallyport'

/**
 * Writes log lines with the fields of Powertools for AWS Lambda (`level`, `message`, `timestamp`,
 * `service`), and metrics in the embedded metric format (AWS: "Specification: Embedded metric format").
 */
export function journal({ service, write, now }: JournalOptions): Journal {
  const line = (level: 'INFO' | 'ERROR') => (message: string, facts: object) =>
    write(JSON.stringify({ level, message, timestamp: new Date(now()).toISOString(), service, ...facts }))
  return {
    info: line('INFO'),
    error: line('ERROR'),
    measure: (metrics, dimensions) => {
      const names = Object.entries(metrics).map(([Name, { unit }]) => ({ Name, Unit: unit }))
      const values = Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]))
      const Dimensions = [['service', ...Object.keys(dimensions)]]
      const directive = { Namespace: namespace, Dimensions, Metrics: names }
      write(
        JSON.stringify({
          _aws: { Timestamp: now(), CloudWatchMetrics: [directive] },
          service,
          ...dimensions,
          ...values,
        }),
      )
    },
  }
}

/** To the process's own stdout, by the process's own clock. */
export const stdoutJournal = (service: string): Journal =>
  journal({ service, now: () => Date.now(), write: (text) => void process.stdout.write(`${text}\n`) })
