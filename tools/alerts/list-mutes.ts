import { z } from 'zod'
import { standingMutes } from '../../db/queries/alert-mutes.ts'
import { defineTool } from '../define-tool.ts'
import { lineOfMute, muteLine } from './mute-shapes.ts'

export const listMutes = defineTool({
  name: 'list_mutes',
  title: 'Who has muted which alerts',
  description:
    'Who does not want to hear of which alerts, and until when, the first to end first: so that nobody wonders why a message did not come. mute_alerts adds one, unmute_alerts ends one.',
  effect: 'read',
  capability: 'operate',
  readsPersonalData: true,
  withheldFields: ['personName'],
  replayable: false,
  input: z.object({}),
  output: z.object({ mutes: z.array(muteLine) }),
  async run(_input, { db, now, actor }) {
    const rows = await standingMutes(db, now)
    return { output: { mutes: rows.map((row) => lineOfMute(row, actor.id)) }, facts: [], rowCount: rows.length }
  },
})
