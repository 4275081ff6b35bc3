import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const appBehaviours = [
  {
    id: 'app-jwt',
    statement:
      'An App asks as itself with a JWT: RS256, `iss` its id, `iat` in the past, `exp` at most 10 minutes ahead',
    evidence: 'documented',
    source: 'GitHub docs, Generating a JSON Web Token (JWT) for a GitHub App',
  },
  {
    id: 'app-jwt-refused',
    statement:
      'A JWT that is none, or is signed by another key, is 401 `A JSON web token could not be decoded`',
    evidence: 'reported',
    source: 'messages quoted in octokit/auth-app.js issues',
  },
  {
    id: 'app-jwt-too-long',
    statement: 'One whose end is too far away is 401 `... is too far in the future`',
    evidence: 'reported',
    source: 'octokit/auth-app.js #698',
  },
  {
    id: 'app-installation',
    statement: '`/repos/{owner}/{repo}/installation` tells the installation for a repository, or 404',
    evidence: 'documented',
    source: 'REST API description of GitHub, apps/get-repo-installation',
  },
  {
    id: 'app-token',
    statement: 'An installation token sees the repositories of its installation, and ends after an hour',
    evidence: 'documented',
    source: 'REST API description of GitHub, apps/create-installation-access-token',
  },
  {
    id: 'app-token-permissions',
    statement: 'It may be asked for with fewer permissions; with more than were granted it is 422',
    evidence: 'documented',
    source: 'REST API description of GitHub, apps/create-installation-access-token; the message is reported',
  },
  {
    id: 'app-token-ended',
    statement: 'One that has ended is 401',
    evidence: 'documented',
    source: 'REST API description of GitHub, apps/create-installation-access-token',
  },
] as const satisfies readonly Behaviour[]
