/** What many calls of the same moment want to know of a customer each, read of all those customers in one statement. */
import { askTogether } from '../../db/ask-together.ts'
import type { VentureDb } from '../../db/venture-db.ts'

interface AboutCustomer {
  customerId: string
}

/**
 * `read` answers the questions that are alike but for the customer: `first` is one of them. Undefined for a customer it has
 * no row of.
 */
export function ofEachCustomer<Question extends AboutCustomer, Row>(
  read: (db: VentureDb, first: Question, customerIds: string[]) => Promise<ReadonlyMap<string, Row>>,
): (db: VentureDb, question: Question) => Promise<Row | undefined> {
  return askTogether<VentureDb, Question, Row | undefined>(
    async (db, questions) => {
      const [first] = questions
      if (!first) return []
      const rows = await read(db, first, [...new Set(questions.map(({ customerId }) => customerId))])
      return questions.map(({ customerId }) => rows.get(customerId))
    },
    { alike: (question) => JSON.stringify({ ...question, customerId: null }) },
  )
}

export function byCustomerId<Row extends AboutCustomer>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.customerId, row]))
}
