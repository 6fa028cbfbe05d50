import { afterAll } from 'vitest'
import { receiptAnchor } from '../tools/report/fact-text.ts'
import { renderHtml } from '../tools/report/html.ts'
import { renderMarkdown } from '../tools/report/markdown.ts'
import type { ReportDocument } from '../tools/report/report-document.ts'
import { openReport } from '../tools/report/store-report.ts'
import { agentEval, type Bench, cited, closeBench } from './agent-case.ts'
import { feedbackBody, monthlyRevenue, statusCounts } from './sample-facts.ts'

const report = async ({ crew, run }: Bench): Promise<ReportDocument> => openReport(await crew.context(), run.runId)
const headline = ({ headlines, facts }: ReportDocument, key: string) => {
  const factId = headlines.find((each) => each.key === key)?.factId
  return facts.find(({ id }) => id === factId)?.value
}
const paragraphs = ({ run }: Bench, section: string) => run.report.paragraphs.filter((each) => each.section === section)

agentEval('insights writer', [
  {
    name: 'monthly revenue is that of the subscriptions',
    async judge(bench) {
      const said = paragraphs(bench, 'changed').map((paragraph) => cited(paragraph, 'mrr'))
      return { said: said.find((each) => each !== undefined), right: await monthlyRevenue(bench.crew.db) }
    },
  },
  {
    name: 'the headlines count what the stored scores count',
    async judge(bench) {
      const document = await report(bench)
      const counts = await statusCounts(bench.crew.db)
      return {
        said: [headline(document, 'at_risk'), headline(document, 'critical')],
        right: [counts.at_risk ?? 0, counts.critical ?? 0],
      }
    },
  },
  {
    name: 'quotations are word for word what that customer wrote',
    async judge({ crew, run }) {
      const quotes = run.report.findings.flatMap((finding) => finding.quotes)
      const wrong = await Promise.all(
        quotes.map(async ({ feedbackId, customer, words }) => {
          const { body, customerId } = await feedbackBody(crew.db, feedbackId)
          return body === words && customerId === customer.id ? [] : [words]
        }),
      )
      return { said: { some: quotes.length > 0, wrong: wrong.flat() }, right: { some: true, wrong: [] } }
    },
  },
  {
    name: 'findings come in the order of urgency, one a customer',
    judge: ({ run }) => ({
      said: run.report.findings.map(({ customer }) => customer.id),
      right: run.candidates.map(({ customer }) => customer.id),
    }),
  },
  {
    name: 'each finding speaks of its own customer only',
    judge: ({ run }) => ({
      said: run.report.findings.filter(({ customer, why }) =>
        why.facts.some(({ subject }) => subject.kind === 'customer' && subject.id !== customer.id),
      ),
      right: [],
    }),
  },
  {
    name: 'no number stands outside a fact',
    judge: ({ run }) => ({
      said: [...run.report.paragraphs, ...run.report.findings.map(({ why }) => why)].filter(({ text }) =>
        /\d/.test(text.replace(/\{\{fact:[^}]+\}\}/g, '')),
      ),
      right: [],
    }),
  },
  {
    name: 'every fact shown has its receipt on the page',
    async judge(bench) {
      const document = await report(bench)
      const page = renderHtml(document)
      const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
      return { said: document.facts.filter(({ receipt }) => !ids.has(receiptAnchor(receipt))), right: [] }
    },
  },
  {
    name: 'what changed, who is at risk, voices and what to do are each written',
    judge: (bench) => ({
      said: ['changed', 'at_risk', 'voices', 'next'].filter((section) => paragraphs(bench, section).length === 0),
      right: [],
    }),
  },
  {
    name: 'it says that the data are simulated and that no model wrote it',
    async judge(bench) {
      const markdown = renderMarkdown(await report(bench))
      return {
        said: [markdown.includes('Simulated data'), markdown.includes('no language model was used')],
        right: [true, true],
      }
    },
  },
  {
    name: 'what was filed is in the report',
    async judge(bench) {
      const markdown = renderMarkdown(await report(bench))
      const numbers = bench.run.proposals.flatMap((each) => (each.outcome === 'filed' ? [each.proposal] : []))
      return { said: numbers.filter((number) => !markdown.includes(number)), right: [] }
    },
  },
])

afterAll(closeBench)
