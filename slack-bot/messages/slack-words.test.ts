/** Every way out that a tool names can be gone from Slack, or is said to be the operator's in a terminal. */
import { glob, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { errorMessage } from './error.ts'
import { slackWords } from './slack-words.ts'

describe('a way out is said as one goes it in Slack', () => {
  const cases: [tool: string, slack: string][] = [
    ['See what waits with crew approvals.', 'See what waits with /crew approvals.'],
    [
      'Name it as P-1042; see what waits with crew approvals.',
      'Name it as P-1042; see what waits with /crew approvals.',
    ],
    [
      'Read P-1042 again (get_proposal, or crew approvals P-1042) and decide on what it shows.',
      'Read P-1042 again (/crew approvals P-1042) and decide on what it shows.',
    ],
    [
      'Pass it on with: crew escalate P-1042 --reason "…".',
      'Pass it on with: /crew approvals P-1042, then the button escalate.',
    ],
    ['Ask someone who is chairman, or log in as such a person: crew login.', 'Ask someone who is chairman.'],
    ['Log in as the Chairman: crew login --token-file <the file the first start named>.', 'Ask the Chairman.'],
    ['Log in as someone who may: crew login.', 'Ask someone who may.'],
    ['See what is open with list_tasks, or crew tasks.', 'See what is open with /crew list_tasks.'],
    ['When it is done: crew done T-101', 'When it is done: /crew complete_task task=T-101'],
    ['Take it: npx crew alerts ack A-101 --note "what you do"', 'Take it: /crew alerts A-101'],
    [
      'Versions 1 to 3 exist; see them with crew settings history.',
      'Versions 1 to 3 exist; see them with /crew list_setting_changes.',
    ],
    [
      'or name another: crew settings set channel=#name.',
      'or name another: /crew settings channel=#name reason="why".',
    ],
    [
      'Give its id or a part of its name; list_customers shows who is there.',
      'Give its id or a part of its name; /crew list_customers shows who is there.',
    ],
    ['Type /crew list_mutes to see them.', 'Type /crew list_mutes to see them.'],
    ['Run the crew first: npx crew run.', 'Run the crew first: /crew run.'],
    ['See them with crew people; give them other roles.', 'See them with /crew list_people; give them other roles.'],
    ['Add them: crew people add.', 'Add them: crew people add (in a terminal).'],
    ['Type /crew help, or ask the crew again.', 'Type /crew help, or ask the crew again.'],
  ]
  for (const [tool, slack] of cases) it(tool, () => expect(slackWords(tool)).toBe(slack))
})

it('leaves no command of a terminal in any fix that a tool has, unless it says where to type it', async () => {
  const left: string[] = []
  let ways = 0
  for await (const file of glob('{tools,graphs}/**/*.ts', { exclude: ['**/*.test.ts'] })) {
    const source = await readFile(file, 'utf8')
    for (const [, fix = ''] of source.matchAll(/\bfix: *[`'](.*?)[`'],?$/gm)) {
      ways++
      const said = slackWords(fix)
      const commands = [...said.matchAll(/(?<![/\w])crew ([a-z]+)[^.,;:]*/g)].filter(
        ([whole]) => !/\(in a terminal\)|^crew (?:again|has|when|first|to)\b/.test(whole),
      )
      left.push(...commands.map(([whole]) => `${file}: ${whole}`))
    }
  }
  expect(left).toEqual([])
  expect(ways).toBeGreaterThan(50)
})

it('is what the person reads who is refused', () => {
  const { blocks } = errorMessage({
    code: 'not_found',
    message: 'There is no proposal P-9.',
    fix: 'See crew approvals.',
  })
  expect(JSON.stringify(blocks)).toContain('/crew approvals')
})
