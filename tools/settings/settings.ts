/** A venture's settings: one immutable document a version. A set that breaks a rule is refused whole. */
import { z } from 'zod'
import { settingsInForce } from '../../db/queries/settings.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { type ParameterName, parameters } from './parameters.ts'

type Shape = { [Name in ParameterName]: (typeof parameters)[Name]['schema'] }
const shape = Object.fromEntries(Object.entries(parameters).map(([name, { schema }]) => [name, schema])) as Shape

/** Completes what is absent by defaults; refuses unknown names, values out of range and broken constraints. */
export const settingsSchema = z.strictObject(shape).superRefine((settings, context) => {
  const refuse = (path: ParameterName, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  // Parts are rounded to two decimals: weights with more could add up to a score of 100.01.
  for (const weight of ['engagementWeight', 'supportWeight', 'valueWeight'] as const)
    if (Number(settings[weight].toFixed(2)) !== settings[weight]) refuse(weight, 'must not have more than two decimals')
  const weights = settings.engagementWeight + settings.supportWeight + settings.valueWeight
  if (Math.abs(weights - 100) > 1e-9) refuse('engagementWeight', `the three weights sum to ${weights}, not to 100`)
  if (settings.activeLoginDays >= settings.moderateLoginDays)
    refuse('activeLoginDays', 'must be less than moderateLoginDays')
  if (settings.moderateLoginDays >= settings.lowLoginDays) refuse('moderateLoginDays', 'must be less than lowLoginDays')
  if (settings.activeEngagementPoints <= settings.moderateEngagementPoints)
    refuse('activeEngagementPoints', 'must be more than moderateEngagementPoints')
  if (settings.moderateEngagementPoints <= settings.lowEngagementPoints)
    refuse('moderateEngagementPoints', 'must be more than lowEngagementPoints')
  if (settings.minSupportPoints > settings.maxSupportPoints)
    refuse('minSupportPoints', 'must not exceed maxSupportPoints')
  if (settings.atRiskThreshold >= settings.healthyThreshold) refuse('atRiskThreshold', 'must be below healthyThreshold')
  if (settings.lowRisk >= settings.mediumRisk) refuse('lowRisk', 'must be below mediumRisk')
  if (settings.mediumRisk >= settings.highRisk) refuse('mediumRisk', 'must be below highRisk')
  if (settings.sendWindowStart >= settings.sendWindowEnd) refuse('sendWindowStart', 'must be before sendWindowEnd')
})
export type Settings = z.output<typeof settingsSchema>

export const defaultSettings: Settings = settingsSchema.parse({})

/** The newest version in force at `at`, by default now. Version 0 with the defaults where none was ever saved. */
export async function readSettings(
  db: VentureDb,
  at: Date = new Date(),
): Promise<{ settings: Settings; version: number }> {
  const row = await settingsInForce(db, at)
  return row
    ? { settings: settingsSchema.parse(row.settings), version: row.version }
    : { settings: defaultSettings, version: 0 }
}
