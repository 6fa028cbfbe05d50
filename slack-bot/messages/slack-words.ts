/** What a tool says to do, in the words of Slack: tools name commands of a terminal, and here there are `/crew …` and buttons. */

/** The first that fits is taken, so the particular stand before the general. */
const inSlack: readonly (readonly [terminal: RegExp, slack: string])[] = [
  // Nobody logs in here: the mail address of the profile says who it is.
  [/, or log in as such a person: crew login\b/g, ''],
  [
    /\bLog in first: crew login\b[^.\n]*/g,
    'The operator adds you by the mail address of your Slack profile: crew people add (in a terminal)',
  ],
  [/\bLog in as the Chairman(?::| with) crew login\b[^.,\n]*/g, 'Ask the Chairman'],
  [/\bLog in as someone who may: crew login\b[^.,\n]*/g, 'Ask someone who may'],
  // A decision is a button under the facts it rests on.
  [
    /(?<![/\w])crew approvals, then crew approve P-\d+ --reason "[^"]*" \([^)]*\)/g,
    '/crew approvals, where each has its buttons',
  ],
  [
    /(?<![/\w])crew (approve|reject|modify|escalate|monitor) (P-\d+)(?: --reason "[^"]*")?/g,
    '/crew approvals $2, then the button $1',
  ],
  [/\(get_proposal, or crew approvals (P-\d+)\)/g, '(/crew approvals $1)'],
  [/(?<![/\w])crew done (T-\d+|P-\d+)/g, '/crew complete_task task=$1'],
  [/\blist_tasks, or crew tasks\b|(?<![/\w])crew tasks\b/g, '/crew list_tasks'],
  [/(?<![/\w])crew alerts (?:ack|show) (A-\d+)(?: --with-folded)?(?: --note "[^"]*")?/g, '/crew alerts $1'],
  [/(?<![/\w])crew alerts --kind \w+/g, '/crew alerts'],
  [/(?<![/\w])crew settings set ([\w<>]+)=(\S+) --reason ("[^"]*")/g, '/crew settings $1=$2 reason=$3'],
  [/(?<![/\w])crew settings set ([\w<>]+=[^\s.]+)/g, '/crew settings $1 reason="why"'],
  [/(?<![/\w])crew settings set\b/g, '/crew settings name=value reason="why"'],
  [/(?<![/\w])crew settings history\b/g, '/crew list_setting_changes'],
  [
    /(?<![/\w])crew mode set <kind> <manual\|assisted\|auto> --reason "[^"]*"/g,
    '/crew set_mode kind=… mode=manual, assisted or auto reason="why"',
  ],
  [/(?<![/\w])crew receipt (R-[\d…]+|<[^>]+>) --replay/g, '/crew replay_receipt $1'],
  [/\brun_crew, or crew run\b/g, '/crew run'],
  [/(?<![/\w])crew people\b(?! \w)/g, '/crew list_people'],
  [/(?<![/\w])crew keys\b(?! \w)/g, '/crew list_api_keys'],
  [/(?<![/\w])crew tokens\b(?! \w)/g, '/crew list_tokens'],
  [/(?<![/\w])crew system\b/g, '/crew metrics system'],
  [/(?<![/\w])crew (?:--help|help)\b/g, '/crew help'],
  [/(?<![/\w])crew (approvals|alerts|customer|feedback|metrics|mute|receipt|report|run|settings|why)\b/g, '/crew $1'],
  // A tool's own name is a command here.
  [
    /(?<!\/crew )(?<![/\w=])((?:get|list|count|find|run|stop|search|explain|replay|file|record|complete|acknowledge|mute|unmute|change|set|refresh)_[a-z_]+)\b/g,
    '/crew $1',
  ],
  // What is left is the operator's, who has a terminal.
  [
    /(?<![/\w])crew (doctor|import|jobs|keys|login|people|slack|start|tokens|worker)\b((?: (?:add|create|list|revoke|run|token)\b)?)/g,
    'crew $1$2 (in a terminal)',
  ],
]

export function slackWords(text: string): string {
  // What a rule has written is not read by the next: it is set aside until all have been tried.
  const written: string[] = []
  const marked = inSlack.reduce(
    (words, [terminal, slack]) =>
      words.replace(new RegExp(`(?:\\bnpx )?${terminal.source}`, 'g'), (found) => {
        const said = found.replace(/^npx /, '').replace(terminal, slack)
        return `\uE000${written.push(said) - 1}\uE001`
      }),
    text,
  )
  return marked.replace(/\uE000(\d+)\uE001/g, (_, index) => written[Number(index)] ?? '')
}
