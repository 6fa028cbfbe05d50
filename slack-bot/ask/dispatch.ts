/** What is meant by some words: a command, a tool by its name, or a question. */
import { conversationIn, keepConversation, type SlackPlace } from '../../tools/slack/conversations.ts'
import type { SlackMessage } from '../blocks.ts'
import { paged } from '../blocks.ts'
import type { Bot, Command, CommandCall, SlackPerson } from '../bot.ts'
import { helpCommand } from '../commands/help.ts'
import { answerMessage } from '../messages/answer.ts'
import { callTool } from './call-tool.ts'

const LONGEST_QUESTION = 1_000

export interface Dispatched {
  firstWord: string
  isEffect: boolean
  /** It says nothing to anybody else. */
  isForOne: boolean
  answer(progress: (text: string) => void): Promise<SlackMessage[]>
}

export function dispatch(
  bot: Bot,
  person: SlackPerson,
  words: string,
  { place, once }: { place: SlackPlace; once: CommandCall['once'] },
): Dispatched {
  const [, first = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(words.trim()) ?? []
  const command = words.trim() === '' ? helpCommand : commandNamed(bot.commands, first, rest)
  const call = (progress: (text: string) => void): CommandCall => ({
    rest,
    person,
    bot,
    channel: place.channel,
    call: (tool, input) => bot.call(person, tool, input, { onProgress: ({ message }) => progress(message) }),
    progress,
    once,
  })
  if (command) {
    return {
      firstWord: 'One moment…',
      isEffect: command.isEffect?.(rest) ?? false,
      isForOne: command.isForOne?.(rest) ?? false,
      answer: async (progress) => paged(await command.run(call(progress))),
    }
  }
  const tool = bot.tools.find(first.replaceAll('-', '_').toLowerCase())
  if (tool) {
    return {
      firstWord: 'One moment…',
      isEffect: tool.effect !== 'read',
      isForOne: false,
      answer: async (progress) => paged(await callTool(tool, rest, call(progress))),
    }
  }
  return {
    firstWord: 'Looking that up…',
    isEffect: false,
    isForOne: false,
    answer: async (progress) => paged(await ask(bot, person, words, place, progress)),
  }
}

/** `why did Acme drop` is a question, `why Acme` the command. */
function commandNamed(commands: readonly Command[], first: string, rest: string): Command | undefined {
  const name = first.toLowerCase().replaceAll('_', '-')
  const command = commands.find((each) => each.name === name || each.aliases?.includes(name))
  return command && !command.isQuestion?.(rest) ? command : undefined
}

async function ask(
  bot: Bot,
  person: SlackPerson,
  words: string,
  place: SlackPlace,
  progress: (text: string) => void,
): Promise<SlackMessage> {
  const question = words.slice(0, LONGEST_QUESTION)
  const context = await bot.contextOf(person)
  const conversation = await conversationIn(context, place)
  const answer = await bot.call(
    person,
    'ask_crew',
    { question, ...(conversation ? { conversation } : {}) },
    { onProgress: ({ message }) => progress(message) },
  )
  // What was not understood has said nothing to come back to.
  const output = answer.output as { answered: boolean; conversation: string }
  if (output.answered) await keepConversation(context, place, output.conversation)
  return answerMessage(answer, bot.crew.venture)
}
