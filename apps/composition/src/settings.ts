import { ConfigurationInvalid } from '@sallyport/kernel'

/** The environment's variables, handed in by a deployment: nothing else reads them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Reads a deployment's settings, and refuses to start on a bad one. */
export function settings(environment: Environment) {
  const invalid = (name: string, expected: string, found: string) =>
    new ConfigurationInvalid([{ severity: 'fault', path: [name], expected, found }])
  return {
    /** @throws ConfigurationInvalid when the variable is missing or empty */
    text: (name: string): string => {
      const value = environment[name]
      if (!value) throw invalid(name, 'some text', 'nothing')
      return value
    },
    /** The variable as an option of this name, or no option. */
    optional: (option: string, name: string): Readonly<Record<string, string>> => {
      const value = environment[name]
      return value ? { [option]: value } : {}
    },
    /** @throws ConfigurationInvalid for anything but a whole number up to `most` */
    seconds: (
      name: string,
      { otherwise, most }: { readonly otherwise: number; readonly most: number },
    ): number => {
      const value = environment[name] ?? String(otherwise)
      if (!/^\d{1,9}$/.test(value) || Number(value) > most)
        throw invalid(name, `a whole number of seconds from 0 to ${most}`, JSON.stringify(value))
      return Number(value)
    },
  }
}
