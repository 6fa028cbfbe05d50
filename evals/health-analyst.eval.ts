import { afterAll } from 'vitest'
import { defaultSettings } from '../tools/settings/settings.ts'
import { type AgentCase, agentEval, type Bench, cited, closeBench } from './agent-case.ts'
import { averageScore, mostAtStake, snapshotOf, statusCounts, toolsCalled } from './sample-facts.ts'

const weights = {
  engagement: defaultSettings.engagementWeight,
  support: defaultSettings.supportWeight,
  value: defaultSettings.valueWeight,
}

/** The note about the customer in this place says the score that is stored, and ranks the parts by points lost. */
function noteCase(place: number): AgentCase {
  return {
    name: `note ${place}: score, status and points lost are those stored`,
    async judge({ crew, run }: Bench) {
      const note = run.analysis.notable[place - 1]
      if (!note) throw new Error(`the run noted fewer than ${place} customers`)
      const { score, ...parts } = await snapshotOf(crew.db, note.customer.id)
      const lost = (['engagement', 'support', 'value'] as const)
        .map((part) => ({ part, points: Math.round((weights[part] - (parts[part] ?? weights[part])) * 100) / 100 }))
        .filter(({ points }) => points > 0)
        .sort((a, b) => b.points - a.points)
      return {
        said: {
          score: cited(note.note, 'score'),
          status: cited(note.note, 'status'),
          lost: note.pointsLost,
          about: note.note.facts.every(({ subject }) => subject.id === note.customer.id),
        },
        right: { score, status: parts.status.replace('_', ' '), lost, about: true },
      }
    },
  }
}

agentEval('health analyst', [
  {
    name: 'the average score is that of the stored scores',
    judge: async ({ crew, run }) => ({
      said: cited(run.analysis.summary, 'average_score'),
      right: await averageScore(crew.db),
    }),
  },
  {
    name: 'counts by status are those of the stored scores',
    async judge({ crew, run }) {
      const { healthy, at_risk, critical } = await statusCounts(crew.db)
      const said = ['healthy', 'at_risk', 'critical'].map((status) => cited(run.analysis.summary, `count.${status}`))
      return { said, right: [healthy, at_risk, critical] }
    },
  },
  {
    name: 'the customers it notes are those with most at stake, in that order',
    judge: async ({ crew, run }) => ({
      said: run.analysis.notable.map(({ customer }) => customer.id),
      right: await mostAtStake(crew.db, run.analysis.notable.length),
    }),
  },
  {
    name: 'it reads through its tools, and acts through none',
    judge: async ({ crew, run }) => ({
      said: await toolsCalled(crew.db, run.runId, 'agent:health_analyst'),
      right: [
        'count_feedback',
        'get_churn_rate',
        'get_customer',
        'get_health_summary',
        'get_revenue',
        'list_at_risk',
        'search_feedback',
      ],
    }),
  },
  {
    name: 'no number stands outside a fact',
    judge: ({ run }) => ({
      said: [run.analysis.summary, ...run.analysis.notable.map(({ note }) => note)].filter(({ text }) =>
        /\d/.test(text.replace(/\{\{fact:[^}]+\}\}/g, '')),
      ),
      right: [],
    }),
  },
  ...[1, 2, 3, 4, 5].map(noteCase),
])

afterAll(closeBench)
