/** How tools state settings and their changes: with both names, in words, and as facts. */
import { z } from 'zod'
import type { ToolContext } from '../define-tool.ts'
import { factDraft, ventureSubject } from '../fact-draft.ts'
import type { FactDraft } from '../facts.ts'
import type { FactUnit } from '../format.ts'
import type { SettingChange } from './check-settings.ts'
import { changesScores, type ParameterName, parameterNames, parameterOf, snakeName } from './parameters.ts'
import { minorOf, shownSetting } from './shown-setting.ts'

export const parameterName = z.enum(parameterNames as [ParameterName, ...ParameterName[]])

/** Kept in four bytes. */
export const versionNumber = z.int().min(1).max(2_147_483_647)

/** What a tool takes as a change; `to` is checked by the parameter itself, so that the refusal names it. */
export const wantedSetting = z.strictObject({
  parameter: z.string().min(1).max(100).meta({ description: 'engagementWeight or engagement_weight' }),
  to: z.json(),
})

/** Values may be somebody's address: fields of these names are withheld from receipts, where facts stand instead. */
export const withheldValues = ['before', 'after', 'beforeText', 'afterText'] as const

export const shownChange = z.object({
  parameter: parameterName,
  /** As the documents and commands write it. */
  name: z.string(),
  before: z.json(),
  after: z.json(),
  beforeText: z.string(),
  afterText: z.string(),
  chairmanOnly: z.boolean(),
  changesScores: z.boolean(),
})

export function showChange({ parameter, from, to }: SettingChange, currency: string): z.output<typeof shownChange> {
  return {
    parameter,
    name: snakeName(parameter),
    before: from,
    after: to,
    beforeText: shownSetting(parameter, from, currency),
    afterText: shownSetting(parameter, to, currency),
    chairmanOnly: parameterOf(parameter).chairmanOnly,
    changesScores: changesScores(parameter),
  }
}

/** The value as a fact about the venture, in the unit that facts have for it; else in words. */
export function settingFact(
  context: Pick<ToolContext, 'venture'>,
  key: string,
  name: ParameterName,
  value: unknown,
): FactDraft {
  const { unit, isPersonal } = parameterOf(name)
  const { currency } = context.venture
  const asNumber = typeof value === 'number' ? factUnits[unit] : undefined
  const stated = factDraft(
    {
      key: `${key}.${snakeName(name)}`,
      metric: `setting_${snakeName(name)}`,
      subject: ventureSubject(context),
      period: null,
      ...(asNumber !== undefined && typeof value === 'number'
        ? { value: unit === 'money' ? minorOf(value, currency) : value, unit: asNumber }
        : { value: shownSetting(name, value, currency), unit: 'text' as const }),
    },
    currency,
  )
  return isPersonal ? { ...stated, isPersonal: true } : stated
}

/** What it was and what it is, as `before.ticket_penalty` and `after.ticket_penalty`, behind `prefix`. */
export function changeFacts(
  context: Pick<ToolContext, 'venture'>,
  changes: readonly SettingChange[],
  prefix = '',
): FactDraft[] {
  return changes.flatMap(({ parameter, from, to }) => [
    settingFact(context, `${prefix}before`, parameter, from),
    settingFact(context, `${prefix}after`, parameter, to),
  ])
}

/** Units that a fact's text would round or has no word for are stated in words. */
const factUnits: Partial<Record<ReturnType<typeof parameterOf>['unit'], FactUnit>> = {
  days: 'days',
  money: 'money',
  count: 'count',
}
