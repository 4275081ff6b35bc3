import { createHmac } from 'node:crypto'

/** The payloads of GitHub, as its documentation shows them, with the members that matter here and some more. */

const before = '6113728f27ae82c7b1a177c8d03f9e96e0adf246'
const after = 'a10867b14bb761a232cd80139fbd4c0d33264240'

const repository = {
  id: 186853002,
  node_id: 'MDEwOlJlcG9zaXRvcnkxODY4NTMwMDI=',
  name: 'shop',
  full_name: 'acme/shop',
  private: true,
  owner: { name: 'acme', email: 'canary@example.com', login: 'acme', id: 1 },
  html_url: 'https://github.com/acme/shop',
  description: 'canary description',
  pushed_at: 1_795_600_000,
  default_branch: 'main',
}

const sender = { login: 'codertocat', id: 21031067, type: 'User', avatar_url: 'https://example.com/a.png' }

export const push = {
  ref: 'refs/heads/main',
  before,
  after,
  created: false,
  deleted: false,
  forced: false,
  base_ref: null,
  compare: 'https://github.com/acme/shop/compare/6113728f27ae...a10867b14bb7',
  commits: [
    {
      id: after,
      message: 'canary message',
      author: { name: 'canary', email: 'canary@example.com' },
      added: ['canary.ts'],
      removed: [],
      modified: [],
    },
  ],
  head_commit: { id: after, message: 'canary message' },
  repository,
  pusher: { name: 'codertocat', email: 'canary@example.com' },
  sender,
  installation: { id: 42, node_id: 'MDIz' },
}

export const create = {
  ref: 'v1.0',
  ref_type: 'tag',
  master_branch: 'main',
  description: 'canary description',
  pusher_type: 'user',
  repository: { ...repository, pushed_at: '2026-11-25T09:00:00Z' },
  organization: { login: 'acme', id: 1, description: 'canary description' },
  sender,
}

export const deletion = {
  ref: 'feature/x',
  ref_type: 'branch',
  pusher_type: 'user',
  repository: { ...repository, pushed_at: '2026-11-25T09:00:00Z' },
  sender,
}

export const ping = {
  zen: 'Design for failure.',
  hook_id: 1,
  hook: { type: 'Repository' },
  repository,
  sender,
}

/** What is left of them. */
const keptRepository = {
  id: 186853002,
  name: 'shop',
  full_name: 'acme/shop',
  default_branch: 'main',
  private: true,
}
const keptSender = { login: 'codertocat', id: 21031067, type: 'User' }

export const details = {
  push: {
    ref: 'refs/heads/main',
    before,
    after,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    repository: keptRepository,
    sender: keptSender,
    installation: { id: 42 },
  },
  create: {
    ref: 'v1.0',
    ref_type: 'tag',
    master_branch: 'main',
    pusher_type: 'user',
    repository: keptRepository,
    sender: keptSender,
    organization: { login: 'acme', id: 1 },
  },
  delete: {
    ref: 'feature/x',
    ref_type: 'branch',
    pusher_type: 'user',
    repository: keptRepository,
    sender: keptSender,
  },
}

export const secret = 'a secret for tests'

/** `X-Hub-Signature-256` of these bytes. */
export const signatureOf = (body: string | Buffer, key = secret): string =>
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
