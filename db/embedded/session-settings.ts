/**
 * Settings of a client's session (its start-up options and what it SET since). The one backend carries one client's
 * settings at a time; when it changes hands, the difference is applied.
 */

export type SessionSettings = ReadonlyMap<string, string>

/** Start-up parameters that are not settings. */
const NOT_SETTINGS = new Set(['user', 'database', 'replication', 'options'])

/** Everything this session changed, `role` too, which pg_settings does not show. */
export const SETTINGS_QUERY =
  "SELECT name, current_setting(name) FROM pg_settings WHERE source = 'session'" +
  " UNION ALL SELECT 'role', current_setting('role') WHERE current_setting('role') <> 'none'"

/** The settings a start-up message asks for: plain parameters and `options` as on a command line (`-c name=value`). */
export function startupSettings(parameters: ReadonlyMap<string, string>): SessionSettings {
  const settings = new Map<string, string>()
  for (const [name, value] of parameters) {
    const isDefault = name === 'client_encoding' && /^'?utf-?8'?$/i.test(value)
    if (!NOT_SETTINGS.has(name) && !name.startsWith('_pq_.') && !isDefault) settings.set(name, value)
  }
  const words = (parameters.get('options') ?? '').match(/(?:\\.|\S)+/g) ?? []
  const options = words.map((word) => word.replace(/\\(.)/g, '$1'))
  for (let index = 0; index < options.length; index++) {
    const word = options[index] ?? ''
    const assignment = word === '-c' ? options[++index] : word.replace(/^(?:-c|--)/, '')
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment ?? '') ?? []
    if (name !== undefined && value !== undefined) settings.set(name.replaceAll('-', '_'), value)
  }
  return settings
}

/** SQL that turns a session with `from` into one with `to`; empty when they are equal. */
export function settingsChange(from: SessionSettings, to: SessionSettings): string {
  const resets = [...from.keys()].filter((name) => !to.has(name)).map((name) => `RESET ${quotedName(name)}`)
  const sets = [...to]
    .filter(([name, value]) => from.get(name) !== value)
    .map(([name, value]) => `set_config(${quotedText(name)}, ${quotedText(value)}, false)`)
  return [...resets, ...(sets.length > 0 ? [`SELECT ${sets.join(', ')}`] : [])].join(';')
}

const quotedText = (text: string): string =>
  text.includes('\\') ? ` E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`

/** Extension settings have a dot, which stands between two names. */
const quotedName = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.')
