/** One thing that `crew doctor` looked at. */
export interface Check {
  what: string
  /** warning: it works, and something is missing. off: not set up, which is allowed. */
  state: 'ok' | 'warning' | 'failed' | 'off'
  found: string
  /** What to do, or to click; null where nothing is to be done. */
  fix: string | null
}

export const ok = (what: string, found: string): Check => ({ what, state: 'ok', found, fix: null })
export const off = (what: string, found: string, fix: string | null = null): Check => ({
  what,
  state: 'off',
  found,
  fix,
})
export const warning = (what: string, found: string, fix: string): Check => ({ what, state: 'warning', found, fix })
export const failed = (what: string, found: string, fix: string): Check => ({ what, state: 'failed', found, fix })
