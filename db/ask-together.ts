/**
 * What many callers want of the database in the same moment goes to it as one statement. Questions that come while others of
 * their kind are being answered wait and form the next group, so fifty callers at once cost a few round trips and one alone
 * waits for nobody. A group is asked after each of its questions came: an answer is as fresh as if it had been asked alone.
 */
import postgres from 'postgres'
import type { Queryable } from './client.ts'

/** A pool or a transaction; of one venture where it says which. */
type Place = { sql: Queryable; ventureId?: string }

interface Waiting<Question, Answer> {
  question: Question
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/**
 * `ask` answers a list of questions in their order, of one place and, with `alike`, of one kind: only questions of equal text
 * share a group. When the database refuses a group, its questions are asked one by one, so that one bad question fails alone.
 */
export function askTogether<At extends Place, Question, Answer>(
  ask: (place: At, questions: readonly Question[]) => Promise<readonly Answer[]>,
  { most = 100, alike = () => '' }: { most?: number; alike?: (question: Question) => string } = {},
): (place: At, question: Question) => Promise<Answer> {
  /** By pool or transaction: one that is gone takes its groups with it. */
  const places = new WeakMap<object, Map<string, Waiting<Question, Answer>[]>>()

  const answerAll = async (place: At, waiting: Waiting<Question, Answer>[], forget: () => void) => {
    // Questions of the same turn of the event loop share a group too.
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const group = waiting.splice(0, most)
      try {
        await answerGroup(place, group)
      } catch (error) {
        if (group.length === 1 || !(error instanceof postgres.PostgresError))
          for (const { reject } of group) reject(error)
        else for (const one of group) await answerGroup(place, [one]).catch(one.reject)
      }
    }
    forget()
  }

  const answerGroup = async (place: At, group: readonly Waiting<Question, Answer>[]) => {
    const answers = await ask(
      place,
      group.map(({ question }) => question),
    )
    if (answers.length !== group.length) throw new Error(`${answers.length} answers to ${group.length} questions`)
    // The lengths are equal: an answer that is undefined is one.
    for (const [index, { resolve }] of group.entries()) resolve(answers[index] as Answer)
  }

  return (place, question) =>
    new Promise((resolve, reject) => {
      const ofPlace = places.get(place.sql) ?? new Map<string, Waiting<Question, Answer>[]>()
      places.set(place.sql, ofPlace)
      const kind = `${place.ventureId ?? ''} ${alike(question)}`
      const underWay = ofPlace.get(kind)
      const waiting = underWay ?? []
      waiting.push({ question, resolve, reject })
      if (underWay) return
      ofPlace.set(kind, waiting)
      void answerAll(place, waiting, () => ofPlace.delete(kind))
    })
}
