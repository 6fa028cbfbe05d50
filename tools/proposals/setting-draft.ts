/** The part of a proposal that changes settings: several parameters at once, so that those that sum move together. */
import { z } from 'zod'

const settingChange = z.strictObject({
  parameter: z.string().trim().min(1).max(100).meta({ description: 'engagementWeight or engagement_weight' }),
  /** The value in force when it was proposed. */
  from: z.json(),
  to: z.json(),
})

export const settingDraft = z.strictObject({
  kind: z.literal('setting'),
  changes: z
    .array(settingChange)
    .min(1)
    .max(50)
    .refine((changes) => new Set(changes.map(({ parameter }) => parameter)).size === changes.length, {
      message: 'names a parameter twice',
    }),
  evidence: z.string().trim().min(1).max(10_000),
})
export type SettingDraft = z.infer<typeof settingDraft>

/** What the parameters were when it was filed, or asked again. */
export const settingFingerprint = z.object({ about: z.literal('setting'), values: z.record(z.string(), z.json()) })

/** A draft of one parameter, as they were first stored. */
const singleDraft = z.strictObject({
  kind: z.literal('setting'),
  parameter: z.string(),
  from: z.json(),
  to: z.json(),
  evidence: z.string(),
})
const singleFingerprint = z.object({ about: z.literal('setting'), parameter: z.string(), value: z.json() })

/** A stored draft in today's form. */
export function upgradeDraft(stored: unknown): unknown {
  const { success, data } = singleDraft.safeParse(stored)
  if (!success) return stored
  const { kind, evidence, ...change } = data
  return { kind, changes: [change], evidence }
}

/** A stored fingerprint in today's form. */
export function upgradeFingerprint(stored: unknown): unknown {
  const { success, data } = singleFingerprint.safeParse(stored)
  return success ? { about: data.about, values: { [data.parameter]: data.value } } : stored
}
