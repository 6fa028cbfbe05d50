/** Who may do what: the one table of it. A tool names the capability it is part of, and `runTool` looks here. */

export const roles = ['chairman', 'success', 'eva', 'analyst', 'operator'] as const
export type Role = (typeof roles)[number]

const everyone = roles

/** EVA, an assistant, learns everything and proposes anything; she decides nothing and changes nothing herself. */
export const roleMatrix = {
  /** Customers, scores, metrics, proposals, receipts, settings. */
  read: everyone,
  /** A question in plain words; it answers with what its caller may read. */
  ask: everyone,
  propose: everyone,
  /** The crew's run: it scores, writes a report and files proposals, and decides nothing. */
  run_crew: everyone,
  /** What came of a conversation or a task. */
  record_outcome: ['chairman', 'success', 'eva'],
  compute: ['chairman', 'success', 'analyst', 'operator'],
  /** Acknowledging alerts, checks and triggers at once. */
  operate: ['chairman', 'success', 'operator'],
  decide: ['chairman', 'success'],
  complete_task: ['chairman', 'success'],
  change_settings: ['chairman', 'success', 'operator'],
  set_mode: ['chairman'],
  see_people: ['chairman', 'success', 'operator'],
  see_keys: ['chairman', 'analyst', 'operator'],
  verify_ledger: ['chairman', 'success', 'analyst', 'operator'],
  /** People, roles, tokens and API keys. */
  administer: ['chairman', 'operator'],
  /** Names, mail addresses and telephone numbers of people; from others they are masked. */
  see_personal_data: ['chairman', 'success', 'operator'],
} as const satisfies Record<string, readonly Role[]>

export type Capability = keyof typeof roleMatrix

/** Whether somebody with `held` roles has the capability. Who is an assistant is nothing besides, whatever else was given. */
export function isAllowed(capability: Capability, held: readonly Role[]): boolean {
  const counted: readonly Role[] = held.includes('eva') ? ['eva'] : held
  return roleMatrix[capability].some((role) => counted.includes(role))
}
