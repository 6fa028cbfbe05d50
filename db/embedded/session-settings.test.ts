import { expect, test } from 'vitest'
import { settingsChange, startupSettings } from './session-settings.ts'

test('start-up parameters and options are read as a server reads them', () => {
  const settings = startupSettings(
    new Map([
      ['user', 'crew'],
      ['database', 'crew'],
      ['client_encoding', 'UTF8'],
      ['application_name', 'bullmq'],
      ['options', '-c search_path="bullmq" --statement-timeout=5 -cTimeZone=Asia/Tokyo -c crew.note=two\\ words'],
    ]),
  )
  expect(Object.fromEntries(settings)).toEqual({
    application_name: 'bullmq',
    search_path: '"bullmq"',
    statement_timeout: '5',
    TimeZone: 'Asia/Tokyo',
    'crew.note': 'two words',
  })
})

test('only the difference between two clients is applied', () => {
  const from = new Map([
    ['search_path', 'a'],
    ['TimeZone', 'UTC'],
  ])
  expect(settingsChange(from, from)).toBe('')
  expect(settingsChange(from, new Map([['TimeZone', "it's"]]))).toBe(
    `RESET "search_path";SELECT set_config('TimeZone', 'it''s', false)`,
  )
  expect(settingsChange(new Map([['crew.owner', '1']]), new Map())).toBe('RESET "crew"."owner"')
})
