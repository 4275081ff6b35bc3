import { lex } from './lexer.ts'
import type { File, Package, Wall } from './repository.ts'

const widest = 25

/** `exports` names `.` and named subpaths, nothing by wildcard, and every door is on disk. */
export const doors: Wall = ({ packages }) =>
  packages.flatMap((self) =>
    Object.entries(self.manifest.exports ?? {}).flatMap(([name, target]) => {
      const place = `${self.folder}/package.json: exports["${name}"]`
      if (!/^\.(?:\/[a-z0-9]+(?:-[a-z0-9]+)*(?:\.json)?)?$/.test(name))
        return [`${place}: expected "." or a named subpath, found "${name}"`]
      if (doorAt(self, target) !== undefined) return []
      return [`${place}: expected a file on disk, found ${JSON.stringify(target)}`]
    }),
  )

/** A door lets 25 names through at most, and says each of them. */
export const doorWidth: Wall = ({ packages }) =>
  packages.flatMap((self) =>
    Object.values(self.manifest.exports ?? {}).flatMap((target) => {
      const door = doorAt(self, target)
      if (door === undefined || !door.path.endsWith('.ts')) return []
      const names = exportedNames(door.text)
      if (names.includes('*')) return [`${door.path}: expected every exported name, found export *`]
      return names.length <= widest
        ? []
        : [`${door.path}: expected at most ${widest} exported names, found ${names.length}`]
    }),
  )

function doorAt({ folder, files }: Package, target: unknown): File | undefined {
  if (typeof target !== 'string' || !target.startsWith('./')) return undefined
  return files.find(({ path }) => path === `${folder}/${target.slice(2)}`)
}

const list = /\bexport\s+(?:type\s+)?\{([^}]*)\}/g
const declaration =
  /\bexport\s+(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:const|let|function\*?|class|interface|type)\s+(\w+)/g

/** The names a module exports, sorted; `*` when it passes on what it does not name. */
export function exportedNames(text: string): readonly string[] {
  const { code } = lex(text)
  const listed = [...code.matchAll(list)].flatMap(([, names = '']) => names.split(',').flatMap(lastWord))
  const declared = [...code.matchAll(declaration)].flatMap(([, name]) => name ?? [])
  const passedOn = /\bexport\s+(?:type\s+)?\*\s+from\b/.test(code) ? ['*'] : []
  return [...new Set([...listed, ...declared, ...passedOn])].sort()
}

/** `type A as B` exports B. */
const lastWord = (clause: string): string[] => clause.trim().split(/\s+/).slice(-1).filter(Boolean)
