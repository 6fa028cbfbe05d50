/** What asks for something to be done: it is declined with the command that does it, and never taken for a question. */
import type { ToolContext } from '../../tools/define-tool.ts'

export type DeclinedCommand = 'decide' | 'send' | 'change_setting' | 'set_mode' | 'task' | 'mute' | 'run' | 'other'

const verbs: Record<DeclinedCommand, string> = {
  decide: 'release approve accept reject decline deny veto modify authorise authorize greenlight',
  send: 'send email mail message text shoot write draft call phone ring ping reply forward invite contact notify tell offer remind nudge reach',
  change_setting:
    'set raise lower increase decrease reduce bump change adjust tweak update configure reset double halve cap drop',
  set_mode: 'switch automate enable disable activate deactivate turn put',
  task: 'assign complete finish reassign close resolve reopen acknowledge ack dismiss',
  mute: 'mute unmute snooze silence stop pause shut',
  run: 'run refresh rerun recalculate recompute sync import load upload start launch kick trigger restart reboot',
  other:
    'delete remove erase wipe cancel create add make book schedule order buy pay refund wire transfer credit move upgrade downgrade migrate merge rename edit export download post publish hire fire give grant ignore forget pretend act imagine play sing translate calculate solve code compose generate summon open-sesame hack bypass override disregard promise charge bill extend renew archive hide unsubscribe fix wake print burn sell discount mark log record delay postpone reschedule escalate',
}
const kindOf = new Map(
  Object.entries(verbs).flatMap(([kind, words]) =>
    words.split(' ').map((word) => [word, kind as DeclinedCommand] as const),
  ),
)

/** Politeness and hesitation before the verb. */
const before =
  'please can could would will you hey hi hello ok okay uh um er so just go ahead and i want need would like to let us we should must now then right yeah alright kindly eva crew computer for me the system to be sure do me a favor favour and try quickly'.split(
    ' ',
  )
const politeWords = new Set(before)
/** "Would you like to", "can we call": these ask, where the verb comes after a person who is to do it. */
const asks =
  /^(?:who|what|which|when|where|why|how|whom|whose|is|are|was|were|did|does|has|have|any|do i|do we|should i|should we|can i|can we|could i|could we|must i|must we|shall i|shall we)\b/

/** A verb at the head that is a noun there, or asks: "open alerts", "update on Acme", "change log", "call list". */
const nouns: Record<string, RegExp> = {
  update: /^(?:me|us|on|from|for|about|please)\b/,
  change: /^(?:log|history|list)\b/,
  tell: /^(?:me|us)\b/,
  give: /^(?:me|us)\b/,
  message: /^(?:results|outcomes|stats|performance|history)\b/,
  email: /^(?:results|outcomes|stats|performance|success|campaign|campaigns|response|outreach)\b/,
  offer: /^(?:results|outcomes|stats|performance|success)\b/,
  call: /^(?:list|first)\b/,
  contact: /^(?:list)\b/,
  trigger: /^(?:activity|log|history|list|status|events?|stats|summary|overview|firings?)\b/,
  run: /^(?:me|us|down|through|status|rate)\b/,
  load: /^(?:status|dates?)\b/,
  import: /^(?:status|history|dates?|log)\b/,
  sync: /^(?:status|errors?|health|problems?)\b/,
  discount: /^(?:results|limit|offers?|cap|outcomes|rules?|setting|maximum|max)\b/,
  renew: /^$/,
  drop: /^(?:in|at|of|off)\b/,
  set: /^(?:of\b|up\b.*\bstatus\b|.*\b(?:against|beside|side by side|next to)\b)/,
  cancel: /^(?:rate|count|numbers?)\b/,
  stop: /^$/,
  play: /^$/,
  open: /^./,
  log: /^(?:in|ins|of|on)\b/,
  record: /^(?:count|of|numbers?)\b/,
  escalate: /^$/,
  close: /^(?:to)\b/,
  reply: /^(?:rate)\b/,
  cap: /^(?:on)\b/,
  put: /^(?:(?:it )?(?:simply|together)|an? (?:number|figure|percentage) on)\b/,
  make: /^(?:sense)\b/,
  write: /^(?:up|ups)\b/,
  fix: /^$/,
  text: /^$/,
  bill: /^$/,
  ring: /^$/,
  mark: /^$/,
  complete: /^(?:list|overview|picture|rundown|summary)\b/,
  start: /^(?:with|of)\b/,
  act: /^$/,
  add: /^(?:up)\b/,
  raise: /^$/,
}

/** Whether the words would have us work by other rules: never a question, however much of one is in them. */
export function wantsOtherRules(words: readonly string[]): boolean {
  return /\b(?:you are now|new rules?|(?:ignore|forget|override|disregard) (?:all|any|your|the|previous|every))\b/.test(
    words.join(' '),
  )
}

export function commandIn(words: readonly string[]): DeclinedCommand | undefined {
  const text = words.join(' ')
  const wishes =
    /\b(?:i want you to|i need you to|i would like you to|you should|you must|from now on|you are now|would you|could you|can you|will you|please|go ahead and|let us|and then) (\w+)(?: (.*))?$/
  const lead = leadingVerb(words)
  if (lead && !asks.test(text)) return lead
  const wished = wishes.exec(text)
  if (wished) {
    const found = verbAt(wished[1] ?? '', wished[2] ?? '')
    if (found) return found
  }
  if (/\blet (?:everything|it|them|all|the (?:system|crew|machine)) (?:run|go|do|send|act|work|decide)\b/.test(text))
    return 'set_mode'
  if (/\bp-\d+\b/.test(text) && /\b(?:approve|reject|accept|decline)\b/.test(text)) return 'decide'
  return undefined
}

function leadingVerb(words: readonly string[]): DeclinedCommand | undefined {
  const at = words.findIndex((word) => !politeWords.has(word))
  if (at < 0) return undefined
  return verbAt(words[at] ?? '', words.slice(at + 1).join(' '))
}

function verbAt(verb: string, rest: string): DeclinedCommand | undefined {
  const kind = kindOf.get(verb)
  if (!kind) return undefined
  return nouns[verb]?.test(rest) ? undefined : kind
}

/** What to do instead, in the words of the door it was asked through: tools, what is typed and pressed in a chat, or a terminal's. */
export function insteadOf(command: DeclinedCommand, door: ToolContext['door']): string {
  const { tool, slack, terminal } = instead[command]
  if (door === 'mcp') return tool
  return door === 'slack' ? slack : terminal
}

const instead: Record<DeclinedCommand, { tool: string; slack: string; terminal: string }> = {
  decide: {
    tool: 'list_proposals, then decide_proposal with the confirmation it hands out',
    slack: '/crew approvals, where each has its buttons: Approve, Modify, Reject, Escalate, Monitor',
    terminal: 'crew approvals, then crew approve P-1001 --reason "…" (or reject, modify, escalate, monitor)',
  },
  send: {
    tool: 'file_proposal with the message, for a person to approve',
    slack: '/crew run, which proposes messages, then /crew approvals with the button Approve on each',
    terminal: 'crew run, which proposes messages, then crew approvals to decide on them',
  },
  change_setting: {
    tool: 'file_proposal for a setting, or change_settings where you may',
    slack: '/crew settings name=value reason="…"',
    terminal: 'crew settings set name=value --reason "…"',
  },
  set_mode: {
    tool: 'set_mode, which is the Chairman’s',
    slack:
      '/crew set_mode kind=… mode=… reason="…", which is the Chairman’s; for parameters /crew settings name=value reason="…"',
    terminal:
      'crew mode set <kind> <manual|assisted|auto> --reason "…", which is the Chairman’s; for parameters crew settings set',
  },
  task: {
    tool: 'complete_task or acknowledge_alert',
    slack: '/crew complete_task task=T-101 for a task, /crew alerts with the button below an alert',
    terminal: 'crew done T-101 for a task, crew alerts ack A-101 for an alert',
  },
  mute: {
    tool: 'mute_alerts for alerts, change_settings for the rest',
    slack:
      '/crew mute 8h for alerts (or a customer before the time), /crew settings name=value reason="…" for the rest',
    terminal: 'crew alerts for alerts, crew settings set for the rest',
  },
  run: { tool: 'run_crew', slack: '/crew run', terminal: 'crew run' },
  other: {
    tool: 'what tools/list names to propose or change something',
    slack: '/crew help, which lists what can be done',
    terminal: 'crew --help, which lists what can be done',
  },
}
