/** Proposals in this Slack: who is told, what the messages look like to whom, and how they get there. */
import type { Actor } from '../../tools/define-tool.ts'
import { activePerson, whoHolds } from '../../tools/people/who-holds.ts'
import type { Delivered, MessageToDraw, ProposalChat, Recipient } from '../../tools/slack/proposal-chat.ts'
import { type Found, openDirectory, unreachable } from '../alerts/directory.ts'
import type { SlackMessage } from '../blocks.ts'
import type { Bot } from '../bot.ts'
import { type HiddenFrom, hiddenProposals, proposalCard, proposalLine, proposalList } from '../messages/proposal.ts'
import type { PostOutcome } from '../post.ts'
import { type ReadProposal, readProposal, teamReader } from './read-proposal.ts'

/** Named in a list; the rest is counted. Each line is a read, and a message takes 50 blocks. */
const NAMED_IN_LIST = 15
/** After this what Slack cannot say now is asked again. */
const ASK_AGAIN_MS = 30_000

export const personRecipient = (personId: string): Recipient => ({ name: `person:${personId}`, personId })

export function createProposalChat(bot: Bot): ProposalChat<SlackMessage> {
  const { crew, poster } = bot
  const directory = openDirectory(bot)

  async function find({ name, personId }: Recipient): Promise<Found> {
    if (personId === null) return directory.find(name, { meant: [], known: [] })
    const email = (await activePerson(crew.db, personId, new Date()))?.email
    return email ? inPerson(email) : NO_ADDRESS
  }
  const inPerson = (email: string) => directory.find(email, { meant: [email], known: [email] })

  async function readerOf({ recipient, channel }: MessageToDraw): Promise<Actor | 'everybody' | HiddenFrom> {
    if (recipient.personId !== null) {
      const actor = (await activePerson(crew.db, recipient.personId, new Date()))?.actor
      return actor && actor.roles.length > 0 ? actor : 'who_has_no_role'
    }
    const found = channel === null ? await find(recipient) : { channel }
    const readers =
      'channel' in found ? await bot.readersOf(found.channel).catch(() => 'workspace' as const) : 'workspace'
    if (readers === 'other_workspaces') return readers
    return readers === 'members' ? teamReader : 'everybody'
  }

  return {
    async recipients(addressedTo) {
      const { settings } = await crew.context()
      if (addressedTo === 'success') return [{ name: settings.teamSlackChannel, personId: null }]
      const inSlack: Recipient[] = []
      for (const { actor, email } of await whoHolds(crew.db, 'chairman', new Date())) {
        // While Slack cannot be asked, nobody counts as missing.
        if (email !== null && !('unreachable' in (await inPerson(email)))) inSlack.push(personRecipient(actor.id))
      }
      return inSlack
    },

    async draw(asked) {
      const reader = await readerOf(asked)
      if (reader === 'who_has_no_role' || reader === 'other_workspaces') {
        const states = asked.proposals.map(({ id, status, round }) => ({ proposalId: id, status, round }))
        return { content: hiddenProposals(reader), states }
      }
      const isPublic = reader === 'everybody'
      const named = asked.proposals.slice(0, asked.form === 'card' ? 1 : NAMED_IN_LIST)
      const read: (ReadProposal & { postedRound: number })[] = []
      for (const { id, postedRound } of named) read.push({ ...(await readProposal(bot, id, reader)), postedRound })
      const states = [
        ...read.map(({ detail }) => ({ proposalId: detail.id, status: detail.status, round: detail.round })),
        ...asked.proposals.slice(named.length).map(({ id, ...state }) => ({ ...state, proposalId: id })),
      ]
      const [only] = read
      if (asked.form === 'card' && only) {
        const { detail, setting, postedRound } = only
        return { content: proposalCard(detail, setting, { postedRound, isPublic }), states }
      }
      return {
        content: proposalList(
          read.map(({ detail, setting, postedRound }) => proposalLine(detail, setting, postedRound)),
          {
            waiting: asked.proposals.filter((each) => each.status === 'waiting' && each.round === each.postedRound)
              .length,
            beyond: asked.proposals.length - read.length,
          },
        ),
        states,
      }
    },

    async post(recipient, content, options) {
      const found = await find(recipient)
      if ('unreachable' in found) return { outcome: 'failed', code: found.unreachable.code, ...found }
      if ('problem' in found) {
        const at = new Date(Date.now() + (found.problem.kind === 'limited' ? found.problem.afterMs : ASK_AGAIN_MS))
        // Nothing was posted by this attempt; whether one before it was stays open.
        return { outcome: 'retry', at, problem: found.problem.problem, mayHaveLeft: false }
      }
      return withFix(await poster.post(found.channel, content, options), recipient)
    },

    async update({ channel, ts }, content) {
      return withFix(await poster.update(channel, ts, content), { name: channel, personId: null })
    },

    async nameOf({ name, personId }) {
      if (personId === null) return name
      return (await activePerson(crew.db, personId, new Date()))?.actor.name ?? 'a person who is gone'
    },

    onProblem: (error) => bot.onProblem(error, 'slack proposals'),
  }
}

const NO_ADDRESS: Found = {
  unreachable: { code: 'users_not_found', concerns: 'destination' },
  problem: 'the person has no mail address here, by which they would be found in Slack',
  fix: 'Add one: crew people add.',
}

function withFix(outcome: PostOutcome, { name }: Recipient): Delivered {
  return outcome.outcome === 'failed'
    ? { ...outcome, fix: unreachable(outcome.code, outcome.problem, name).fix }
    : outcome
}
