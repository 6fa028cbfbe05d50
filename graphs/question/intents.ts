/**
 * What can be asked offline, and how: each intent with its patterns. The first that matches is meant; a model may choose
 * among the same intents when none does.
 */

export const intentNames = [
  'why_average',
  'why_moved',
  'why_customer',
  'churn_probability',
  'at_risk',
  'segments',
  'churn_rate',
  'retention',
  'nps',
  'revenue',
  'waiting',
  'feedback',
  'tickets',
  'health',
  'status',
  'customer',
] as const
export type IntentName = (typeof intentNames)[number]

export interface Understood {
  intent: IntentName
  /** As the question names it. */
  customer?: string
  topic?: string
}

interface Intent {
  /** What to try, shown when a question is not understood. */
  example: string
  /** Groups named `customer` and `topic` are taken over. */
  patterns: readonly RegExp[]
}

const moved = String.raw`(?:declin\w+|drop\w*|fall\w*|fell|go(?:ing|ne)? (?:down|up)|went (?:down|up)|down|up|ris(?:e|ing|en)|rose|improv\w+|chang\w+|mov(?:e|ed|ing)|worse|better)\b`

export const intents: Record<IntentName, Intent> = {
  why_average: {
    example: 'Why did our average score drop?',
    patterns: [
      new RegExp(
        `^why (?:is|has|did|does|are|have) (?:the |our )?(?:average |overall )?(?:customers?['’]? )?(?:health ?)?(?:scores? )?(?:of (?:all |our )+customers )?(?:get |got )?${moved}`,
      ),
      new RegExp(
        `^why (?:is|has|did|does|are|have) (?:the )?(?:average )?(?:health )?(?:score )?(?:of )?plan (?<topic>.+?)(?:['’]s)?(?: health)?(?: score)? (?:get |got )?${moved}`,
      ),
    ],
  },
  why_moved: {
    example: 'Why did Acme’s score drop?',
    patterns: [
      new RegExp(
        `^why (?:is|has|did|does|are|have) (?:the )?(?:health |score )*(?:of )?(?<customer>.+?)(?:['’]s)?(?: health)?(?: score)? (?:get |got )?${moved}`,
      ),
    ],
  },
  why_customer: {
    example: 'Why is Acme at risk?',
    patterns: [
      /^why (?:is|has|did|does|are|have) (?:the )?(?:health |score )*(?:score )?(?:of )?(?<customer>.+?)(?:['’]s)?(?: health)?(?: score)? (?:at risk|critical|so low|low|declin\w+|drop\w*|fall\w*|fell|fallen|unhappy|leav\w+|going down|down|struggl\w+|los\w+)/,
      /^what(?: is|['’]s) wrong with (?<customer>.+)/,
    ],
  },
  churn_probability: {
    example: 'How likely is Acme to leave?',
    patterns: [
      /^how likely (?:is|are) (?<customer>.+?) to (?:leave|churn|cancel)/,
      /(?:churn )?(?:probability|risk|likelihood) (?:of churn )?(?:of|for) (?<customer>.+)/,
      /^will (?<customer>.+?) (?:leave|churn|cancel)/,
    ],
  },
  at_risk: {
    example: 'Who is at risk?',
    patterns: [
      /\b(?:who|which customers?|list|show)\b.*\b(?:at[- ]risk|critical|leav\w+|churning|in danger|worr\w+|attention)\b/,
      /\bwho(?:m)? (?:should|do|must) (?:i|we) (?:call|contact|talk to|look at)/,
      /^(?:customers )?at risk$/,
    ],
  },
  segments: {
    example: 'Compare Enterprise and Basic',
    patterns: [
      /^compare (?:the |our )?(?<topic>.+)/,
      /\b(?:churn|health|score|nps|mrr|customers?)\b.* (?:by|per) (?<topic>plan|industry|segment|country|size|tenure)\b/,
    ],
  },
  churn_rate: {
    example: 'What was the churn rate last quarter?',
    patterns: [/\bchurn(?: rate)?\b/, /\bhow many (?:customers )?(?:left|leave|churned|have left)\b/, /\bwho left\b/],
  },
  retention: { example: 'How is retention?', patterns: [/\bretention\b(?!.*revenue)/, /\bcohorts?\b/] },
  nps: { example: 'What is our NPS?', patterns: [/\bnps\b/, /\bpromoter/, /\bdetractor/] },
  revenue: {
    example: 'What is our MRR?',
    patterns: [/\b(?:mrr|arr|nrr|grr|revenue)\b/, /\bhow much (?:do|does) .*\b(?:pay|bring|earn)/],
  },
  waiting: {
    example: 'What waits for me?',
    patterns: [
      /\bwhat(?:['’]s| is| are)?\b.*\b(?:wait\w*|pending|to decide|on my desk)\b/,
      /\bapprovals?\b/,
      /\bproposals?\b/,
      /\bwhat (?:should|must|do) i decide/,
    ],
  },
  feedback: {
    example: 'What do customers say about pricing?',
    patterns: [
      /\bwhat (?:do|did|does) (?:our |the )?(?:customers?|people|users) (?:say|write|think|said|wrote) (?:about|of) (?<topic>.+)/,
      /\bfeedback (?:about|on|regarding) (?<topic>.+)/,
      /\bwhat (?:do|did|does|has|have) (?<customer>.+?) (?:say|write|said|wrote|written)\b/,
      /\bfeedback (?:of|from) (?<customer>.+)/,
    ],
  },
  tickets: {
    example: 'Which tickets does Acme have open?',
    patterns: [
      /\btickets? (?:of|from|by|for) (?<customer>.+?)(?: (?:are|is) open)?$/,
      /\btickets? (?:does|has) (?<customer>.+?) (?:have )?open/,
      /\btickets?\b/,
    ],
  },
  health: {
    example: 'How healthy are our customers?',
    patterns: [
      /\bhow (?:are|is|healthy are) (?:our |the |all )?(?:customers|customer base|health)\b/,
      /\baverage (?:health )?score\b/,
      /^(?:customer )?health$/,
    ],
  },
  status: {
    example: 'How much data is there?',
    patterns: [
      /^status$/,
      /\bhow (?:much|many) (?:data|customers|users)\b/,
      /\bwhen was .*(?:refreshed|loaded|updated)/,
    ],
  },
  customer: {
    example: 'Show Acme',
    patterns: [
      /^(?:show|open|describe|tell me about|how is|what about|what do we know about) (?:me )?(?:customer )?(?<customer>.+)/,
    ],
  },
}

/** What `question` (without its time) asks for, by the patterns; undefined when none matches. */
export function understand(question: string): Understood | undefined {
  const plain = question
    .trim()
    .replace(/[?!.\s]+$/, '')
    .replace(/^(?:please|hi|hello|hey)[,\s]+/i, '')
  for (const intent of intentNames) {
    for (const pattern of intents[intent].patterns) {
      const match = new RegExp(pattern, 'i').exec(plain)
      if (!match) continue
      const { customer, topic } = match.groups ?? {}
      return { intent, ...(customer ? { customer: customer.trim() } : {}), ...(topic ? { topic: topic.trim() } : {}) }
    }
  }
  return undefined
}
