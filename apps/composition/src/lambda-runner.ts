const [, , bundle = '', ahead = '0'] = process.argv
const now = Date.now
Date.now = () => now() + Number(ahead)

const { handler } = (await import(bundle)) as { handler: (event: unknown) => Promise<unknown> }

process.on('message', ({ event }: { event: unknown }) => {
  handler(event).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  )
})
process.send?.({ ready: handler.length })
