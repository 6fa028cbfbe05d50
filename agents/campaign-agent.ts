/** Plans what to do for one customer: nothing, with why, or one action with its draft and its reason. */
import { z } from 'zod'
import type { Fact } from '../tools/facts.ts'
import { type Draft, draft } from '../tools/proposals/proposal.ts'
import { factText, reportFinding, templatePart } from '../tools/report/report-document.ts'
import { type Action, approaches } from './campaign-policy.ts'
import { campaignTemplates, readers } from './campaign-templates.ts'
import { causePhrases } from './cause-phrases.ts'
import { causeOrder } from './causes.ts'
import type { TextRules } from './check-text.ts'
import { assessmentTemplate } from './churn-predictor.ts'
import { type CustomerCase, factSheet, factsFor } from './customer-case.ts'
import { fence } from './fence.ts'
import { loadPrompt } from './load-prompt.ts'
import { byKey, fill, paragraph } from './phrases.ts'
import { knownFacts, type RunView, rulesForCase } from './run-view.ts'
import { noChoices, writeTexts } from './write-texts.ts'

const prompt = loadPrompt('campaign-agent', ['asOf', 'action', 'cause', 'facts', 'words', 'audience'])

const about = { customer: reportFinding.shape.customer }
export const campaignPlan = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('none'), why: z.string(), fallbacks: z.array(templatePart) }),
  z.object({
    ...about,
    kind: z.literal('action'),
    approach: z.enum(Object.keys(approaches) as [keyof typeof approaches]),
    cause: z.enum(causeOrder),
    title: factText,
    reason: factText,
    draft,
    /** `R-1042` of everything the texts rest on. */
    receipts: z.array(z.string()),
    writtenBy: z.enum(['model', 'template']),
    fallbacks: z.array(templatePart),
  }),
])
export type CampaignPlan = z.infer<typeof campaignPlan>

/** What an offer would be, as `quote_offer` says. */
export interface Offer {
  discountPercent: number
  costMinor: number
  facts: readonly Fact[]
}

/** What may be said to a customer: who they are, since when, and what is offered. */
const factsForCustomers = new Set(['customer_name', 'signed_up_on', 'offer_discount'])

/** `action` is chosen by rule (`chooseAction`); the texts are written here. */
export async function planCampaign(
  view: RunView,
  of: CustomerCase,
  action: Action,
  offer: Offer | undefined,
  turn: number,
): Promise<CampaignPlan> {
  if (action.kind === 'none') return { customer: of.customer, kind: 'none', why: action.why, fallbacks: [] }
  const { kind, approach, cause, dueInDays } = action
  const template = campaignTemplates[approach]
  const own = { ...of, facts: [...of.facts, ...(offer?.facts ?? [])] }
  const facts = new Map([...factsFor(own, cause), ...byKey(offer?.facts ?? [])])
  const known = new Map([...knownFacts(view), ...own.facts.map((fact): [string, Fact] => [fact.id, fact])])
  const isForCustomer = kind === 'message' || kind === 'offer'
  const rules = rulesForCase(view, known, own)
  const draftRules: TextRules = {
    ...rules,
    mustCite: false,
    maxLength: 2_000,
    ...(isForCustomer ? { audience: 'customer' as const, metrics: factsForCustomers } : {}),
  }
  const ordered = { ...of, causes: [cause, ...of.causes.filter(({ code }) => code !== cause.code)] }
  const { texts, fallbacks } = await writeTexts(view.writer, {
    agent: 'campaign_agent',
    prompt,
    values: {
      asOf: view.asOf,
      action: `${kind}: ${approach.replaceAll('_', ' ')}`,
      cause: causePhrases[cause.code].label,
      facts: factSheet(own.facts),
      words: fence(of.quotes.map(({ words }) => words)),
      audience: readers[kind],
    },
    slots: [
      {
        part: `the subject of what is proposed for ${of.customer.name}`,
        rules: { ...draftRules, maxLength: 200 },
        template: firstFilled([template.subject], facts),
      },
      {
        part: `the draft for ${of.customer.name}`,
        rules: draftRules,
        template: firstFilled(template.bodies, facts),
      },
      {
        part: `the reason for what is proposed for ${of.customer.name}`,
        rules,
        template: paragraph(assessmentTemplate(ordered, turn), fill(template.because, facts)),
      },
    ],
    keyOf: (index) => ['subject', 'body', 'reason'][index] ?? '',
    choices: noChoices,
  })
  const [subject, body, reason] = texts
  if (!subject || !body || !reason) throw new Error('three texts were asked for')
  const title = { ...subject, text: firstFilled([template.title], facts) }
  const used = [
    ...reason.facts,
    ...subject.facts,
    ...body.facts,
    ...own.facts.filter(({ id }) => cause.factIds.includes(id)),
  ]
  return campaignPlan.parse({
    customer: of.customer,
    kind: 'action',
    approach,
    cause: cause.code,
    title: {
      text: title.text,
      facts: own.facts.filter((fact) => title.text.includes(`{{fact:${fact.id}}}`)),
      writtenBy: 'template',
    },
    reason,
    draft: draftOf(kind, { subject: subject.text, body: body.text, dueInDays, offer }),
    receipts: [...new Set(used.map(({ receipt }) => receipt))],
    writtenBy: texts.some(({ writtenBy }) => writtenBy === 'model') ? 'model' : 'template',
    fallbacks,
  })
}

function draftOf(
  kind: 'message' | 'task' | 'offer' | 'escalation',
  { subject, body, dueInDays, offer }: { subject: string; body: string; dueInDays: number; offer: Offer | undefined },
): Draft {
  switch (kind) {
    case 'message':
      return { kind, subject, body, toUserId: null }
    case 'task':
      return { kind, title: subject, body, dueInDays }
    case 'escalation':
      return { kind, title: subject, body }
    case 'offer':
      if (!offer) throw new Error('an offer was chosen without a quote')
      return { kind, subject, body, discountPercent: offer.discountPercent, costMinor: offer.costMinor }
  }
}

/** Every approach ends with a sentence that needs no more than the name; its absence is a bug. */
function firstFilled(sentences: readonly string[], facts: ReadonlyMap<string, Fact>): string {
  const text = sentences.map((sentence) => fill(sentence, facts)).find((each) => each !== undefined)
  if (text === undefined)
    throw new Error(`no template can be filled: ${sentences[0]} (${[...facts.keys()].join(', ')})`)
  return text
}
