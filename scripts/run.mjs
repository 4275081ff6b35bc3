// Runs a command of this repository with its own Node and its own tools, whatever Node the shell has.
import { install } from './install.mjs'
import { follow } from './follow.mjs'

const [command, ...args] = process.argv.slice(2)
install()
follow(command, args)
