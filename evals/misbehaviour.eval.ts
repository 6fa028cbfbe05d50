/** Ten ways in which a model misbehaves: each is caught, the template writes instead, and the report would say why. */
import * as ls from 'langsmith/vitest'
import { afterAll, expect } from 'vitest'
import { assessChurn, type ChurnAssessment } from '../agents/churn-predictor.ts'
import { readCase } from '../agents/customer-case.ts'
import { agentActor, type RunView } from '../agents/run-view.ts'
import { createWriter } from '../graphs/language-model.ts'
import { type Behaviour, startModelServer } from '../graphs/model-server.fixture.ts'
import { bench, closeBench } from './agent-case.ts'

/** What the model may cite: a fact of the customer it is asked about, and one of another. */
interface Citable {
  name: string
  score: string
  probability: string
  scoreOfAnother: string
  nameOfAnother: string
}

interface Misbehaviour {
  name: string
  behave(citable: Citable): Behaviour
  /** In the reason that the report gives. */
  named: RegExp
}

const saying = (text: string): Behaviour => ({ json: { text, primary: '', secondary: [] } })

const misbehaviours: Misbehaviour[] = [
  {
    name: 'it invents a number',
    behave: ({ name }) => saying(`{{fact:${name}}} will leave with a likelihood of 87.`),
    named: /is a number/,
  },
  {
    name: 'it writes a number in words',
    behave: ({ name }) => saying(`{{fact:${name}}} has not been seen for forty-two days.`),
    named: /cite a fact or leave it out/,
  },
  {
    name: 'it cites a true fact of another customer',
    behave: ({ scoreOfAnother }) => saying(`They stand at {{fact:${scoreOfAnother}}} now.`),
    named: /and this text is about/,
  },
  {
    name: 'it cites a fact that does not exist',
    behave: () => saying('They stand at {{fact:R1.score}} now.'),
    named: /is not one of the facts/,
  },
  {
    name: 'it puts a true fact where the words call for another',
    behave: ({ probability }) => saying(`They have {{fact:${probability}}} open tickets.`),
    named: /the words beside it call for/,
  },
  {
    name: 'it names another customer',
    behave: ({ name, nameOfAnother }) => saying(`{{fact:${name}}} does what ${nameOfAnother} did before leaving.`),
    named: /is another customer/,
  },
  {
    name: 'it hands on a link, as a text told it to',
    behave: ({ name }) => saying(`{{fact:${name}}} should log in at https://example.invalid to keep the account.`),
    named: /addresses and links/,
  },
  { name: 'it answers with broken JSON', behave: () => ({ text: '{"text": "They may le' }), named: /JSON/ },
  { name: 'it refuses', behave: () => ({ refusal: 'I cannot help with that.' }), named: /refused/ },
  { name: 'its server answers 429 and goes on', behave: () => ({ status: 429 }), named: /limiting requests/ },
]

ls.describe('guards', () => {
  for (const { name, behave, named } of misbehaviours) {
    ls.test(name, { inputs: { misbehaviour: name }, referenceOutputs: {} }, async () => {
      const { said, template, reasons } = await withModel(behave)
      const holds = said === template && reasons.length > 0 && reasons.every((reason) => named.test(reason))
      ls.logOutputs({ reason: reasons[0]?.slice(0, 60) ?? 'none' })
      ls.logFeedback({ key: 'holds', score: holds ? 1 : 0 })
      expect(said).toBe(template)
      expect(reasons).toEqual([expect.stringMatching(named)])
    })
  }
})

afterAll(closeBench)

/** What the churn predictor says with that model, what it says without one, and why the template had to write. */
async function withModel(behave: Misbehaviour['behave']) {
  const { crew, run } = await bench()
  const [first, second] = run.candidates
  if (!first || !second) throw new Error('the sample has fewer than two customers to look at')
  const context = await crew.context({ actor: agentActor('health_analyst') })
  const [of, another] = [await readCase(context, first.customer.id), await readCase(context, second.customer.id)]
  const idOf = (each: typeof of, key: string) => {
    const id = each.facts.find((fact) => fact.id.endsWith(`.${key}`))?.id
    if (id === undefined) throw new Error(`no fact ${key}`)
    return id
  }
  const server = await startModelServer(() =>
    behave({
      name: idOf(of, 'name'),
      score: idOf(of, 'score'),
      probability: idOf(of, 'churn_probability'),
      scoreOfAnother: idOf(another, 'score'),
      nameOfAnother: another.customer.name,
    }),
  )
  try {
    const writer = await createWriter(server.config, { backoffMs: [1, 1] })
    const offline = await createWriter(undefined)
    const view: Omit<RunView, 'writer'> = {
      asOf: run.asOf,
      venture: { id: crew.venture.id, name: crew.venture.name },
      figures: { health: [], atRisk: [], revenue: [], churn: [], feedback: [] },
      cases: [of, another],
    }
    const assess = (by: typeof writer): Promise<ChurnAssessment> => assessChurn({ ...view, writer: by }, of, 0)
    const [said, template] = [await assess(writer), await assess(offline)]
    return { said: said.text.text, template: template.text.text, reasons: said.fallbacks.map(({ reason }) => reason) }
  } finally {
    await server.close()
  }
}
