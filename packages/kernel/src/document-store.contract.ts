import { type Contract, demand } from './contract.ts'
import type { DocumentStore } from './document-store.ts'
import { UpstreamUnavailable } from './failure.ts'

/** What an adapter's test must be able to arrange. */
export interface DocumentStoreStage {
  readonly store: DocumentStore
  /** Puts this content where the store reads, in place of what was there. */
  readonly write: (content: string) => Promise<void>
  /** Takes the document away. */
  readonly remove: () => Promise<void>
}

/** The promises of every {@link DocumentStore}. Each clause gets a stage of its own. */
export const documentStoreContract: Contract<DocumentStoreStage> = [
  {
    promise: 'reads the content to the letter, unicode and line ends included',
    async keep({ store, write }) {
      const content = '{"a":"\u00e9 \u{1f6aa}"}\r\n\n'
      await write(content)
      const found = await store.read()
      demand(found !== 'unchanged' && found.content === content, 'changed the content')
    },
  },
  {
    promise: 'reads an empty document as empty',
    async keep({ store, write }) {
      await write('')
      const found = await store.read()
      demand(found !== 'unchanged' && found.content === '', 'made something of nothing')
    },
  },
  {
    promise: 'answers unchanged when asked with the version it gave',
    async keep({ store, write }) {
      await write('one')
      const found = await store.read()
      demand(found !== 'unchanged', 'answered unchanged to a reader that had nothing')
      demand((await store.read(found.version)) === 'unchanged', 'sent the same version again')
    },
  },
  {
    promise: 'gives a changed document another version, even at the same length',
    async keep({ store, write }) {
      await write('one')
      const before = await store.read()
      await write('two')
      const after = await store.read(before === 'unchanged' ? undefined : before.version)
      demand(before !== 'unchanged' && after !== 'unchanged', 'missed the change')
      demand(after.content === 'two' && after.version !== before.version, 'kept the old version')
    },
  },
  {
    promise: 'answers a version it does not know with the document',
    async keep({ store, write }) {
      await write('one')
      const found = await store.read('a version of long ago')
      demand(found !== 'unchanged' && found.content === 'one', 'took a foreign version for its own')
    },
  },
  {
    promise: 'fails with UpstreamUnavailable when there is no document, and recovers when there is',
    async keep({ store, write, remove }) {
      await write('one')
      await remove()
      const failure: unknown = await store.read().then(
        () => undefined,
        (error: unknown) => error,
      )
      demand(failure instanceof UpstreamUnavailable, 'did not reject with UpstreamUnavailable')
      await write('back')
      const found = await store.read()
      demand(found !== 'unchanged' && found.content === 'back', 'did not recover')
    },
  },
]
