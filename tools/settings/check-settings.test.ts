import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UserError } from '../../errors.ts'
import { settingProblems, settleChanges } from './check-settings.ts'
import { constraints } from './constraints.ts'
import { groupOf, type ParameterName, parameterNames, parameterOf, snakeName } from './parameters.ts'
import { defaultSettings, type Settings, settingsSchema } from './settings.ts'
import { readSettingText, shownSetting } from './shown-setting.ts'

function refusalOf(work: () => unknown): UserError['answer'] {
  try {
    work()
  } catch (error) {
    if (error instanceof UserError) return error.answer
    throw error
  }
  throw new Error('it was accepted')
}

/** Half of them in range; the others next to the ends, far outside, or not numbers at all. */
function anyValueOf(name: ParameterName): fc.Arbitrary<unknown> {
  const { limits } = parameterOf(name)
  if (!limits) return fc.constantFrom<unknown>(defaultSettings[name], defaultSettings[name], '', 7, null)
  const { low, high } = limits
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(low, high, (low + high) / 2, Math.round((low + high) / 2)) },
    { weight: 2, arbitrary: fc.double({ min: low, max: high, noNaN: true }) },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(low - 1, high + 1, low, high, 'many', null, Number.NaN) },
  )
}

const anyChanges = fc
  .uniqueArray(fc.constantFrom(...parameterNames), { minLength: 1, maxLength: 6 })
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, anyValueOf(name)]))))

describe.each(parameterNames)('%s', (name) => {
  const { schema, limits, meaning, range } = parameterOf(name)

  test('has a default in its range, a meaning and a range in words', () => {
    expect(schema.safeParse(defaultSettings[name])).toMatchObject({ success: true, data: defaultSettings[name] })
    expect(meaning.length).toBeGreaterThan(8)
    expect(range.length).toBeGreaterThan(3)
    expect(groupOf(name)).toBeDefined()
    expect(snakeName(name)).toMatch(/^[a-z]+(_[a-z]+)*$/)
  })

  test('is typed as it is shown', () => {
    const shown = shownSetting(name, defaultSettings[name])
    expect(readSettingText(name, shown)).toEqual(defaultSettings[name])
  })

  test('is refused by name on both sides of its range, and when it is of another type', () => {
    const wrong = limits ? [limits.low - 1, limits.high + 1, 'many'] : [true]
    for (const to of wrong) {
      const refused = refusalOf(() => settleChanges(defaultSettings, [{ parameter: snakeName(name), to }]))
      expect(refused).toMatchObject({ code: 'invalid_input', field: name, value: JSON.stringify(to) })
      expect(refused.message).toContain(snakeName(name))
      expect(refused.fix).toContain(limits ? String(limits.low) : range)
      expect(refused.fix).toContain(limits ? String(limits.high) : range)
    }
  })
})

test('a set is accepted exactly when every value is in its range and every rule holds', () => {
  fc.assert(
    fc.property(anyChanges, (changes) => {
      const document = { ...defaultSettings, ...changes }
      const inRange = parameterNames.every((name) => parameterOf(name).schema.safeParse(document[name]).success)
      const isRight = inRange && constraints.every(({ holds }) => holds(document as Settings))
      expect(settingProblems(document).length === 0).toBe(isRight)
      expect(settingsSchema.safeParse(document).success).toBe(isRight)
      const wanted = Object.entries(changes).map(([parameter, to]) => ({ parameter, to }))
      if (!isRight) {
        expect(() => settleChanges(defaultSettings, wanted)).toThrow(UserError)
        return
      }
      const settled = settleChanges(defaultSettings, wanted)
      expect(settled.settings).toEqual(document)
      const moved = Object.keys(changes).filter(
        (name) =>
          JSON.stringify(document[name as ParameterName]) !== JSON.stringify(defaultSettings[name as ParameterName]),
      )
      expect(settled.changes.map(({ parameter }) => parameter).sort()).toEqual(moved.sort())
      for (const { parameter, from, to } of settled.changes)
        expect([from, to]).toEqual([defaultSettings[parameter], document[parameter]])
    }),
    { numRuns: 400 },
  )
})

test('every problem is named at once', () => {
  // Two values out of range; and the weights, which sum to 50 + 30 + 30 = 110.
  const refused = refusalOf(() =>
    settleChanges(defaultSettings, [
      { parameter: 'ticket_penalty', to: 99 },
      { parameter: 'engagementWeight', to: 50 },
      { parameter: 'nps_min_responses', to: 5 },
    ]),
  )
  expect(refused.message).toMatch(/^There are 3 problems, so nothing was changed:/)
  expect(refused.message).toMatch(/ticket_penalty cannot be 99: it takes 5 to 20/)
  expect(refused.message).toMatch(/nps_min_responses cannot be 5: it takes a whole number from 50 to 500/)
  expect(refused.message).toMatch(/the three weights must sum to 100; engagement_weight would be 50/)
  expect(refused.field?.split(', ')).toEqual(
    expect.arrayContaining(['ticketPenalty', 'npsMinResponses', 'engagementWeight', 'supportWeight', 'valueWeight']),
  )
})

test('a name that is none is refused with the nearest; a parameter given twice under two names too', () => {
  const misspelt = refusalOf(() => settleChanges(defaultSettings, [{ parameter: 'engagment_weight', to: 40 }]))
  expect(misspelt).toMatchObject({ value: 'engagment_weight', fix: expect.stringContaining('engagement_weight') })
  const twice = [
    { parameter: 'ticketPenalty', to: 11 },
    { parameter: 'ticket_penalty', to: 12 },
  ]
  expect(refusalOf(() => settleChanges(defaultSettings, twice)).message).toMatch(/ticket_penalty is given twice/)
})

test.each([
  ['weeklyDigestDay', 'friday', 5],
  ['renewalReminderDays', '60, 30', [60, 30]],
  ['coreFeatures', 'feature_1,feature_2', ['feature_1', 'feature_2']],
  ['coreFeatures', 'none', []],
  ['coreFeatures', '["a, b"]', ['a, b']],
  [
    'crmFieldMapping',
    'health_score:cs_health, health_status',
    { health_score: 'cs_health', health_status: 'health_status' },
  ],
  ['highRisk', '0.8', 0.8],
  ['highRisk', '', ''],
  ['ticketPenalty', '10 points', 10],
  ['ticketPenalty', '10 days', '10 days'],
  ['budgetPerCampaign', '12,500', 12_500],
] as const)('%s is typed as “%s”', (name, text, value) => {
  expect(readSettingText(name, text)).toEqual(value)
})
