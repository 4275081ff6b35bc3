export type { DocumentCalendar } from './calendar-document.ts'
export type { DocumentInstant } from './document-instant.ts'
export type { OpeningSpan } from './opening-span.ts'
export { type PathIndex, pathIndex } from './path-index.ts'
export { type Grounds, type Judgement, judgement } from './path-judgement.ts'
export {
  caselessPath,
  isPathPatternFault,
  type PathPattern,
  type PathPatternFault,
  pathPattern,
} from './path-pattern.ts'
export type { RuleSettings } from './rule-entries.ts'
export { ruleFindings } from './rule-findings.ts'
export type { Rule, RuleSource } from './rule.ts'
export { type Rules, rules, rulesFromText } from './rules.ts'
export { closureOf, directoriesOf, resolutionsOf, type WorkspaceLock } from './workspace-lock.ts'
export { readWorkspaceLock } from './workspace-lock-document.ts'
