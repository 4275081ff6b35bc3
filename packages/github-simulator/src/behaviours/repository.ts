import type { Behaviour } from '@sallyport/simulation'

/** See `behaviour.ts`. */
export const repositoryBehaviours = [
  {
    id: 'repository-described',
    statement: 'A repository tells its default branch, and its name as the owner spells it',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/get',
  },
  {
    id: 'repository-any-case',
    statement: 'Names of owners and repositories are the same in any case',
    evidence: 'assumed',
    source: 'nobody says; links in any case work',
  },
  {
    id: 'repository-empty',
    statement: 'In an empty repository, git objects, refs and commits are 409 `Git Repository is empty.`',
    evidence: 'reported',
    source: 'github/rest-api-description #385, fullsend-ai/fullsend #326',
  },
  {
    id: 'repository-empty-lists',
    statement: 'Its lists of branches and tags are empty',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'repository-ref',
    statement: 'A ref is asked by its full name without `refs/`; slashes may be escaped; another is 404',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-ref',
  },
  {
    id: 'repository-ref-object',
    statement: 'A ref tells the object it points to: of an annotated tag the tag, not the commit',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-ref and git/get-tag',
  },
  {
    id: 'repository-matching-refs',
    statement: 'Matching refs are all that begin with a text, whole or not',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/list-matching-refs',
  },
  {
    id: 'repository-matching-unpaged',
    statement: 'They come all at once',
    evidence: 'assumed',
    source: 'the description has a Link header and no page parameter',
  },
  {
    id: 'repository-branches',
    statement: 'Branches and tags are listed by short name with the commit, in pages',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/list-branches, repos/list-tags',
  },
  {
    id: 'repository-list-order',
    statement: 'They come in the order of their names',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'repository-commit',
    statement: 'A commit is asked by id, branch or tag',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/get-commit',
  },
  {
    id: 'repository-commit-missing',
    statement: 'One that is not there is 422 `No commit found for SHA`',
    evidence: 'reported',
    source: 'rust-lang/homu #141, yegor256/rultor #1344',
  },
  {
    id: 'repository-git-commit',
    statement: '`git/commits` takes full ids of commits and tells the tree; another is 404',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-commit',
  },
  {
    id: 'repository-unreachable',
    statement: 'Commits that no ref leads to can be asked for as long as they are on disk',
    evidence: 'assumed',
    source: 'how long GitHub keeps them is not documented',
  },
  {
    id: 'repository-compare-three-dot',
    statement: 'A comparison is from the merge base to the head',
    evidence: 'documented',
    source: 'GitHub docs, Comparing commits: three-dot',
  },
  {
    id: 'repository-compare-status',
    statement: 'Its status is `ahead`, `behind`, `diverged` or `identical`, as seen from the base',
    evidence: 'documented',
    source: 'REST API description of GitHub, commit-comparison',
  },
  {
    id: 'repository-compare-files',
    statement: 'Files are on the first page only, 300 at most, and nothing tells that there are more',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/compare-commits; github/rest-api-description #33',
  },
  {
    id: 'repository-compare-commits',
    statement: 'Without paging the last 250 commits are told; with it, pages from the oldest',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/compare-commits',
  },
  {
    id: 'repository-compare-renamed',
    statement: 'A rename is one file with `previous_filename`',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/compare-commits',
  },
  {
    id: 'repository-compare-mode',
    statement: 'A change of mode alone is `modified`, with `sha: null`',
    evidence: 'reported',
    source: 'github/rest-api-description #4652',
  },
  {
    id: 'repository-compare-changed',
    statement: 'A change of type, such as a file that became a link, is `changed`',
    evidence: 'assumed',
    source: 'the status is described, its meaning is not',
  },
  {
    id: 'repository-compare-removed',
    statement: 'The `sha` of a removed file is what it held',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'repository-compare-missing',
    statement: 'A commit or ref that is not there is 404 `Not Found`',
    evidence: 'documented',
    source: 'REST API description of GitHub, repos/compare-commits, for the status',
  },
  {
    id: 'repository-compare-unrelated',
    statement: 'Without a common ancestor it is 404 `No common ancestor between ...`',
    evidence: 'reported',
    source: 'trilom/file-changes-action #138, caarlos0/fork-cleaner #31',
  },
  {
    id: 'repository-compare-too-long',
    statement:
      'One that takes too long is 422 `Server Error: Sorry, this diff is taking too long to generate.`',
    evidence: 'reported',
    source: 'programs that look for this message',
  },
  {
    id: 'repository-tree',
    statement:
      'A tree is asked by the id of a tree or commit, or by a ref; it tells mode, type and id of each entry',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-tree; that commits work is reported',
  },
  {
    id: 'repository-tree-recursive',
    statement: '`recursive` with any value, 0 too, tells what is below as well',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-tree',
  },
  {
    id: 'repository-tree-truncated',
    statement: 'From 100,000 entries or 7 MB on the tree is cut off and `truncated`',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-tree',
  },
  {
    id: 'repository-tree-single-limit',
    statement: 'The same limits hold for one level',
    evidence: 'assumed',
    source: 'they are documented for `recursive` only',
  },
  {
    id: 'repository-tree-order',
    statement: 'Entries come in git’s order, a directory before what is in it',
    evidence: 'assumed',
    source: 'nobody says',
  },
  {
    id: 'repository-tree-missing',
    statement: 'A tree that is not there is 404 `Not Found`',
    evidence: 'documented',
    source: 'REST API description of GitHub, git/get-tree, for the status',
  },
] as const satisfies readonly Behaviour[]
