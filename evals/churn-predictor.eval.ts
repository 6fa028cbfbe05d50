import { afterAll } from 'vitest'
import type { ChurnAssessment } from '../agents/churn-predictor.ts'
import { type AgentCase, agentEval, type Bench, closeBench } from './agent-case.ts'
import { daysSinceUsed, mostAtStake, openTickets, predictedProbability } from './sample-facts.ts'

function probabilityCase(place: number): AgentCase {
  return {
    name: `customer ${place}: the probability is the stored one, and facts are about that customer`,
    async judge({ crew, run }: Bench) {
      const assessment = run.assessments[place - 1]
      if (!assessment) throw new Error(`the run assessed fewer than ${place} customers`)
      const { customer, probability } = assessment
      return {
        said: { probability: probability?.value ?? null, about: probability?.subject.id ?? customer.id },
        right: { probability: await predictedProbability(crew.db, customer.id), about: customer.id },
      }
    },
  }
}

/** Those whose causes, of all that were chosen, hold one of `codes`; their records must then show it. */
const having = ({ run }: Bench, ...codes: string[]): ChurnAssessment[] =>
  run.assessments.filter(({ primary, secondary }) =>
    [primary, ...secondary].some((code) => code && codes.includes(code)),
  )

agentEval('churn predictor', [
  ...[1, 2, 3, 4].map(probabilityCase),
  {
    name: 'it assesses those with most at stake, in that order',
    judge: async ({ crew, run }) => ({
      said: run.assessments.map(({ customer }) => customer.id),
      right: await mostAtStake(crew.db, run.assessments.length),
    }),
  },
  {
    name: 'whoever may leave over tickets has open tickets',
    async judge(bench) {
      const named = having(bench, 'tickets_unresolved', 'tickets_escalated')
      const counts = await Promise.all(named.map(({ customer }) => openTickets(bench.crew.db, customer.id)))
      return { said: counts.filter((count) => count === 0), right: [] }
    },
  },
  {
    name: 'whoever is called inactive has not signed in for a week',
    async judge(bench) {
      const days = await Promise.all(
        having(bench, 'inactive').map(({ customer }) => daysSinceUsed(bench.crew.db, customer.id)),
      )
      return { said: days.filter((each) => each !== null && each < 7), right: [] }
    },
  },
  {
    name: 'the main cause is one that the records or their words show',
    judge: ({ run }) => ({
      said: run.assessments.filter(({ primary }, index) => primary !== (run.candidates[index]?.causes[0] ?? null)),
      right: [],
    }),
  },
  {
    name: 'every critical customer is urgent now',
    judge: ({ run }) => ({
      said: run.assessments.filter(
        ({ urgency }, index) => run.candidates[index]?.status === 'critical' && urgency !== 'now',
      ),
      right: [],
    }),
  },
  {
    name: 'two customers with different causes get different reasons',
    judge({ run }) {
      const texts = new Map(
        run.assessments.map(({ primary, text }) => [primary, text.text.replace(/\{\{[^}]+\}\}/g, '')]),
      )
      return { said: new Set(texts.values()).size, right: texts.size }
    },
  },
])

afterAll(closeBench)
