import { afterAll } from 'vitest'
import { factIdsIn } from '../tools/report/fact-text.ts'
import { defaultSettings } from '../tools/settings/settings.ts'
import { agentEval, type Bench, closeBench } from './agent-case.ts'
import { filedProposals, toolsCalled } from './sample-facts.ts'

const actions = ({ run }: Bench) => run.plans.flatMap((plan) => (plan.kind === 'action' ? [plan] : []))
const filed = ({ crew, run }: Bench) => filedProposals(crew.db, run.runId)
const wordsOf = (draft: Record<string, unknown>) =>
  [draft.subject, draft.title, draft.body].filter((each): each is string => typeof each === 'string').join('\n')

agentEval('campaign agent', [
  {
    name: 'whoever has no cause gets no proposal',
    judge: ({ run }) => ({
      said: run.plans.filter(({ kind }, index) => kind === 'action' && run.candidates[index]?.causes.length === 0),
      right: [],
    }),
  },
  {
    name: 'there is one plan a customer, in their order',
    judge: ({ run }) => ({
      said: run.plans.map(({ customer }) => customer.id),
      right: run.candidates.map(({ customer }) => customer.id),
    }),
  },
  {
    name: 'every action is filed, waits for a person, and rests on receipts that exist',
    async judge(bench) {
      const proposals = (await filed(bench)).filter(({ customerId }) => customerId !== null)
      return {
        said: {
          customers: proposals.map(({ customerId }) => customerId).sort(),
          odd: proposals.filter(({ status, receiptCount }) => status !== 'waiting' || receiptCount === 0),
        },
        right: {
          customers: actions(bench)
            .map(({ customer }) => customer.id)
            .sort(),
          odd: [],
        },
      }
    },
  },
  {
    name: 'every placeholder of a draft and its reason is a stored fact',
    async judge(bench) {
      const missing = (await filed(bench)).flatMap(({ reason, draft, facts }) => {
        const stored = new Set(facts.map(({ id }) => id))
        return factIdsIn(`${reason}\n${wordsOf(draft)}`).filter((id) => !stored.has(id))
      })
      return { said: missing, right: [] }
    },
  },
  {
    name: 'facts of a proposal are about its customer, or about what it wrote',
    async judge(bench) {
      const foreign = (await filed(bench)).filter(
        ({ customerId, facts }) =>
          customerId !== null &&
          facts.some(
            (fact) => 'kind' in fact.subject && fact.subject.kind === 'customer' && fact.subject.id !== customerId,
          ),
      )
      return { said: foreign, right: [] }
    },
  },
  {
    name: 'what a customer would read has no score, probability or word of ours',
    async judge(bench) {
      const leaks = (await filed(bench)).filter(
        ({ kind, draft }) =>
          (kind === 'message' || kind === 'offer') &&
          /churn|health|score|at risk|critical|probabilit|retention|MRR|ARR\b/i.test(
            wordsOf(draft).replace(/\{\{[^}]+\}\}/g, ''),
          ),
      )
      return { said: leaks.map(wordsOfProposal), right: [] }
    },
  },
  {
    name: 'offers together stay inside the budget of a campaign',
    async judge(bench) {
      const spent = (await filed(bench)).reduce((sum, { costMinor }) => sum + costMinor, 0)
      return { said: spent <= defaultSettings.budgetPerCampaign * 100, right: true }
    },
  },
  {
    name: 'a critical customer is met by a person, not by a message',
    judge: (bench) => ({
      said: actions(bench).filter(
        ({ customer, draft }) =>
          draft.kind === 'message' &&
          bench.run.candidates.find((each) => each.customer.id === customer.id)?.status === 'critical',
      ),
      right: [],
    }),
  },
  {
    name: 'different approaches have different drafts',
    judge(bench) {
      const drafts = new Map(actions(bench).map(({ approach, draft }) => [approach, wordsOf(draft).slice(0, 200)]))
      return { said: new Set(drafts.values()).size, right: drafts.size }
    },
  },
  {
    name: 'it proposes and never decides or sends',
    async judge({ crew, run }) {
      const called = await toolsCalled(crew.db, run.runId, 'agent:campaign_agent')
      return { said: called.filter((tool) => !['file_proposal', 'quote_offer'].includes(tool)), right: [] }
    },
  },
])

function wordsOfProposal({ number, draft }: { number: number; draft: Record<string, unknown> }): string {
  return `P-${number}: ${wordsOf(draft)}`
}

afterAll(closeBench)
