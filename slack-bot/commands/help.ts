/** What can be asked, with every command of every part, and with `help tools` every tool that the person may call. */
import { isAllowed } from '../../tools/role-matrix.ts'
import type { Command } from '../bot.ts'
import { helpMessage, toolListMessage } from '../messages/help.ts'

export const helpCommand: Command = {
  name: 'help',
  usage: 'help [tools]',
  about: 'what can be asked; help tools: every tool by its name',
  isForOne: () => true,
  async run({ rest, bot, person }) {
    if (!/^tools?$/i.test(rest)) return helpMessage(bot.commands)
    const callable = bot.tools.tools.filter(
      ({ capability, answersSecret }) => answersSecret === undefined && isAllowed(capability, person.actor.roles),
    )
    return toolListMessage(callable)
  },
}
