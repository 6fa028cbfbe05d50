/** Answers about plans, industries, segments and countries that were named. */
import { byKey, fill, listed } from '../../../agents/phrases.ts'
import { UserError } from '../../../errors.ts'
import { getSegments } from '../../../tools/metrics/get-segments.ts'
import { runTool } from '../../../tools/run-tool.ts'
import type { Answer, Answerer } from '../answer.ts'
import type { Asked } from '../understand.ts'

type Group = NonNullable<Asked['groups']>[number]

/** As a tool's filter: of several dimensions all hold. Throws where two of one were named, for nobody is of both. */
export function filterOf(groups: readonly Group[]): Partial<Record<Group['dimension'], string>> {
  for (const [index, { dimension }] of groups.entries())
    if (groups.findIndex((other) => other.dimension === dimension) < index) throw several(groups)
  return Object.fromEntries(groups.map(({ dimension, name }) => [dimension, name]))
}

/** The one that was named, where the answer is of one at a time. Throws where there are more. */
export function onlyGroup(groups: readonly Group[]): Group | undefined {
  if (groups.length > 1) throw several(groups)
  return groups[0]
}

function several(groups: readonly Group[]): UserError {
  return new UserError({
    code: 'invalid_input',
    message: `You named ${listed(groups.map(({ name }) => name))}, and this I answer of one at a time. Ask of one, or to compare them.`,
    fix: 'Ask of one.',
  })
}

export async function segmentsBy(by: Group['dimension'], context: Parameters<Answerer>[1], period = {}) {
  return runTool(getSegments, { by, limit: 200, ...period }, context)
}

const figures: Record<string, string> = {
  average_score: 'an average health score of {KEY.average_score}',
  healthy: '{KEY.healthy} healthy',
  at_risk: '{KEY.at_risk} at risk',
  critical: '{KEY.critical} critical',
  mrr: '{KEY.mrr} a month',
  churn_rate: 'a churn rate of {KEY.churn_rate} in {KEY.churn_period}',
  nps: 'an NPS of {KEY.nps} from {KEY.nps_responses|answer|answers}',
}

/** One group's figures, of those that are known. */
export function groupLines(
  group: { name: string },
  { facts, output }: Awaited<ReturnType<typeof segmentsBy>>,
  wanted: readonly string[],
): Answer {
  const about = byKey(facts)
  const index = output.segments.findIndex(({ name }) => name.toLowerCase() === group.name.toLowerCase())
  const key = `g${index + 1}`
  const known = wanted.flatMap((each) => fill((figures[each] ?? '').replaceAll('KEY', key), about) ?? [])
  const name = fill(`{${key}.name}`, about)
  return { text: name && known.length > 0 ? `${name}: ${listed(known)}.` : 'There is no data for that group.', facts }
}
