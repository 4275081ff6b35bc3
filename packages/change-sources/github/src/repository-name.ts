/** `owner` and `name` of `owner/name`; nothing for what GitHub would never call a repository. */
export function repositoryParts(
  text: unknown,
): { readonly owner: string; readonly repo: string } | undefined {
  const [, owner, repo] = (typeof text === 'string' && fullName.exec(text)) || []
  // In a path, these two would lead elsewhere.
  if (owner === undefined || repo === undefined || [owner, repo].some((part) => /^\.\.?$/.test(part)))
    return undefined
  return { owner, repo }
}

const fullName = /^([\w.-]{1,100})\/([\w.-]{1,100})$/
