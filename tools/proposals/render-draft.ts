/** Drafts as people read them: each `{{fact:id}}` replaced by the fact's own text. */
import type { Fact } from '../facts.ts'
import { renderFactText } from '../report/fact-text.ts'
import type { Draft } from './proposal.ts'
import type { SettingDraft } from './setting-draft.ts'
import { nameWords, valueWords } from './setting-words.ts'

export function renderDraftText(text: string, facts: readonly Fact[]): string {
  const byId = new Map(facts.map((each) => [each.id, each]))
  return renderFactText(text, byId, { plain: (part) => part, fact: (each) => each.text }).join('')
}

/** A draft's heading and text, filled in. */
export function renderDraft(draft: Draft, facts: readonly Fact[]): { heading: string; body: string } {
  switch (draft.kind) {
    case 'message':
    case 'offer':
      return { heading: renderDraftText(draft.subject, facts), body: renderDraftText(draft.body, facts) }
    case 'task':
    case 'escalation':
      return { heading: renderDraftText(draft.title, facts), body: renderDraftText(draft.body, facts) }
    case 'setting':
      return {
        heading: `Set ${listed(draft.changes.map(changeWords))}`,
        body: renderDraftText(draft.evidence, facts),
      }
  }
}

/** `ticket_penalty from 10 to 12`. */
function changeWords({ parameter, from, to }: SettingDraft['changes'][number]): string {
  return `${nameWords(parameter)} from ${valueWords(parameter, from)} to ${valueWords(parameter, to)}`
}

const listed = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
