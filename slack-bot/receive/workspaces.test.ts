import { expect, it } from 'vitest'
import { workspacesNamed } from './workspaces.ts'

it.each([
  ['an event', { team_id: 'T1', event: { user: 'U1', team: 'T2', user_team: 'T3', source_team: 'T4' } }],
  ['a command', { team_id: 'T1', user_id: 'U1' }],
  ['a press', { team: { id: 'T1' }, user: { id: 'U1', team_id: 'T2' } }],
  ['a dialog', { team: { id: 'T1' }, user: { team_id: 'T2' }, view: { app_installed_team_id: 'T3' } }],
])('names every workspace of %s', (_, body) => {
  const all = JSON.stringify(body)
    .match(/"T\d"/g)
    ?.map((each) => JSON.parse(each))
  expect(workspacesNamed(body)).toEqual(all)
})

it('names each once, and none where there is none', () => {
  expect(workspacesNamed({ team_id: 'T1', team: null, user: { team_id: 'T1' }, view: null })).toEqual(['T1'])
  expect(workspacesNamed('not an object')).toEqual([])
})
