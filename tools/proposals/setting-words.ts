/** Parameters in a proposal's words. One that no longer exists is shown as it was stored. */
import { findParameter, snakeName } from '../settings/parameters.ts'
import { shownSetting } from '../settings/shown-setting.ts'

/** `ticket_penalty` */
export function nameWords(parameter: string): string {
  const name = findParameter(parameter)
  return name === undefined ? parameter : snakeName(name)
}

/** `7 days` */
export function valueWords(parameter: string, value: unknown): string {
  const name = findParameter(parameter)
  return name === undefined ? JSON.stringify(value) : shownSetting(name, value)
}
