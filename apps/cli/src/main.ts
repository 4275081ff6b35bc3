#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import type { BacktestOptions } from './commands/backtest.ts'
import type { CheckOptions } from './commands/check.ts'
import type { DevOptions } from './commands/dev.ts'
import type { ExplainCallOptions } from './commands/explain-call.ts'
import type { ExplainChangeOptions } from './commands/explain-change.ts'
import type { RulesLockOptions } from './commands/rules-lock.ts'
import { exit, type ExitCode, lastWords } from './exit.ts'
import { tell } from './terminal.ts'

// What a command needs is imported when it runs: help must not wait for it.
const program = new Command('sallyport')
  .description('Two gates in front of an AWS account.')
  .version(manifest.version)
  .showSuggestionAfterError(true)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(withoutValues(text)) })
  .addHelpText(
    'after',
    `
Examples:
  sallyport dev
  sallyport check permissions.yaml rules.yaml sallyport.json
  sallyport explain call --config sallyport.json --request "GET /pets/7" < token.txt
  sallyport explain change --config trigger.json --event event.json
  sallyport backtest --rules rules.yaml --repo ../shop --against new-rules.yaml
  sallyport rules lock --rules rules.yaml --repo ../shop

Exit codes: 0 done, 1 unexpected, 2 usage, 3 invalid document, 4 denied, or nothing starts (with
--exit-code), 5 a remote failed.
A token is read from stdin, a file or the environment, never from an option's value.`,
  )

const running = (code: ExitCode) => {
  process.exitCode = code
}

program
  .command('check')
  .description('validate permissions, rules and configurations (JSON or YAML)')
  .argument('<file...>', 'documents; - is stdin')
  .option('--repo <folder>', 'a git repository to hold the globs of rules against')
  .option('--json', 'print one JSON object')
  .action(async (files: string[], options: CheckOptions) => {
    const { check } = await import('./commands/check.ts')
    running(await check(files, options))
  })

const explain = program.command('explain').description('say how a decision comes about')

explain
  .command('call')
  .description('how the authorizer answers one call, token on stdin')
  .requiredOption('--config <file>', 'configuration of the authorizer')
  .option('--request <request>', 'verb and path, such as "GET /pets/7"; else that of --event')
  .option('--event <file>', 'a TOKEN or REQUEST event to take API, stage and circumstances from')
  .option('--api <arn/stage>', 'such as arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod')
  .option('--token-file <file>', 'read the token from a file')
  .option('--token-env <name>', 'read the token from an environment variable')
  .option('--source-ip <address>', 'the caller’s address')
  .option('--user-agent <text>', 'the caller’s User-Agent header')
  .option('--now <time>', 'decide as if it were this time (ISO 8601)')
  .option('--exit-code', 'exit with 4 unless the caller gets 200')
  .option('--json', 'print one JSON object')
  .action(async (options: ExplainCallOptions) => {
    const { explainCall } = await import('./commands/explain-call.ts')
    running(await explainCall(options))
  })

explain
  .command('change')
  .description('what a change would start, and why; it starts nothing')
  .requiredOption('--config <file>', 'configuration of the trigger')
  .requiredOption('--event <file>', 'an event as the trigger gets it; - is stdin')
  .option('--exit-code', 'exit with 4 when nothing would start')
  .option('--json', 'print one JSON object')
  .action(async (options: ExplainChangeOptions) => {
    const { explainChange } = await import('./commands/explain-change.ts')
    running(await explainChange(options))
  })

program
  .command('backtest')
  .description('what rules would have started over the history of a git repository')
  .requiredOption('--rules <file>', 'a rules document (JSON or YAML)')
  .option('--repo <folder>', 'the repository; the current folder unless given')
  .option('--range <range>', 'first-parent landings, such as v1..main; all of HEAD unless given')
  .option('--branch <name>', 'for branch filters of the rules; the current branch unless given')
  .option('--source <name>', 'which source of the rules the repository is, when they name several')
  .option('--against <file>', 'another rules document, to tell what it would do differently')
  .option('--decisions', 'with --json: every decision about every landing')
  .option('--json', 'print one JSON object')
  .action(async (options: BacktestOptions) => {
    const { backtest } = await import('./commands/backtest.ts')
    running(await backtest(options))
  })

program
  .command('rules')
  .description('keep what rules rest on')
  .command('lock')
  .description('write down which packages of a workspace depend on which, beside the rules')
  .option('--repo <folder>', 'the root of the workspace; the current folder unless given')
  .option('--rules <file>', 'the rules document; rules.json or rules.yaml here or there unless given')
  .option('--check', 'write nothing, and exit with 3 unless the lock is up to date')
  .option('--json', 'print one JSON object')
  .action(async (options: RulesLockOptions) => {
    const { rulesLock } = await import('./commands/rules-lock.ts')
    running(await rulesLock(options))
  })

program
  .command('dev')
  .description('run the gates on this machine')
  .option('--port <number>', 'port of the gateway; a free one unless given')
  .option('--permissions <file>', 'a permissions document (JSON); a sample unless given')
  .option('--rules <file>', 'a rules document (JSON); a sample unless given')
  .option('--introspection', 'opaque tokens, about which the gate asks the issuer (RFC 7662)')
  .option('--issuers <number>', 'one issuer or two at once', '1')
  .option('--documents <place>', 'read the documents from files, or from S3', 'file')
  .option('--logs', 'show everything the functions write, not their errors only')
  .option('--json', 'print one JSON line when ready, and nothing else')
  .action(async (options: DevOptions) => {
    const { dev } = await import('./commands/dev.ts')
    await dev(options)
  })

/** Whoever tries `--token=...`, or the token for an argument, must not find it in a log. */
function withoutValues(text: string): string {
  return text.replace(/'(--?[\w-]+)=.*'/s, "'$1'").replace(/(but got \d+): .*/s, '$1.\n')
}

// Whoever reads us may stop reading: `sallyport check ... | head -1`.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit(process.exitCode ?? exit.done)
  })

process.on('uncaughtException', (error) => process.exit(complained(error)))

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = complained(error)
}

/** One line for people; Commander has said its own already. */
function complained(error: unknown): ExitCode {
  if (error instanceof CommanderError)
    return ['commander.helpDisplayed', 'commander.version'].includes(error.code) ? exit.done : exit.usage
  const { line, code } = lastWords(error)
  tell(line)
  return code
}
