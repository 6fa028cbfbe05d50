/** What is declined names a way that exists behind the door it was asked through. */
import { expect, test } from 'vitest'
import { helpCommand } from '../../slack-bot/commands/help.ts'
import { parts } from '../../slack-bot/parts.ts'
import { tools } from '../../tools/registry.ts'
import { commandIn, type DeclinedCommand, insteadOf } from './commands.ts'

const asked: Record<DeclinedCommand, string> = {
  decide: 'approve P-1001',
  send: 'email Acme about the offer',
  change_setting: 'raise the healthy threshold to 80',
  set_mode: 'enable auto for messages',
  task: 'complete the call with Acme',
  mute: 'snooze the alerts',
  run: 'refresh the scores',
  other: 'delete Acme',
}

test.each(Object.entries(asked))('to %s', (kind, question) => {
  expect(commandIn(question.toLowerCase().split(' '))).toBe(kind)
  const toolNames = tools.map(({ name }) => name)
  const commands = parts.flatMap((part) => part.commands ?? []).map(({ name }) => name)
  const callable = [...commands, helpCommand.name, ...toolNames, 'run_crew', 'file_proposal']

  const slack = insteadOf(kind as DeclinedCommand, 'slack')
  const named = [...slack.matchAll(/\/crew ([a-z_-]+)/g)].map(([, name]) => name)
  expect(named.length).toBeGreaterThan(0)
  for (const name of named) expect(callable).toContain(name)
  expect(slack).not.toMatch(/(?<!\/)crew |--/)

  const mcp = insteadOf(kind as DeclinedCommand, 'mcp')
  for (const name of mcp.match(/[a-z]+_[a-z_]+/g) ?? []) expect(callable).toContain(name)
  expect(mcp).not.toContain('crew ')
  expect(insteadOf(kind as DeclinedCommand, 'cli')).toMatch(/^crew /)
})

test('in Slack a decision is a button', () => {
  expect(insteadOf('decide', 'slack')).toContain('Approve')
  expect(insteadOf('send', 'slack')).toContain('the button Approve')
})
