/**
 * The routing table: what each kind of alert is worth, who hears of it, how long they have, and who hears of it next.
 * The task that a critical customer means is opened by the trigger, not by the alert.
 */
import type { Settings } from '../settings/settings.ts'

export const alertKinds = [
  'critical_customer',
  'nps_negative',
  'system_degraded',
  'crm_sync_failed',
  'retention_down',
  'weekly_digest',
  'chairman_notice',
] as const
export type AlertKind = (typeof alertKinds)[number]

export const severities = ['low', 'medium', 'high'] as const
export type Severity = (typeof severities)[number]

export const openAlertStatuses = ['raised', 'delivered', 'escalated'] as const
export const alertStatuses = [...openAlertStatuses, 'acknowledged', 'recovered', 'resolved'] as const
export type AlertStatus = (typeof alertStatuses)[number]

export interface Destination {
  medium: 'slack' | 'email'
  /** `#channel` or `@user` in Slack, else an address. */
  recipient: string
}

interface Recipients {
  settings: Settings
  /** The account owner's address, where the alert is about a customer that has one. */
  owner: string | null
}

interface Escalation {
  /** Hours from when the alert was due, without an acknowledgement. */
  afterHours: (settings: Settings) => number
  to: (settings: Settings) => Destination[]
}

interface AlertRoute {
  severity: Severity
  to: (recipients: Recipients) => Destination[]
  /** In order; the first comes when the time to answer is over. None: nobody has to answer. */
  escalations: readonly Escalation[]
}

const slack = (recipient: string): Destination => ({ medium: 'slack', recipient })
const email = (recipient: string): Destination => ({ medium: 'email', recipient })

const team = (settings: Settings) => [slack(settings.teamSlackChannel)]
const chairman = (settings: Settings) => [slack(settings.chairmanSlackUser), email(settings.chairmanEmail)]

const HOURS_A_WEEK = 168
/** What is the Chairman's at once is nobody's above; unanswered, the team hears of it after the shortest time of the table. */
const AT_ONCE_HOURS = 1
const NOTICE_HOURS = 24

export const alertRoutes: Readonly<Record<AlertKind, AlertRoute>> = {
  critical_customer: {
    severity: 'high',
    to: ({ settings, owner }) => [slack(settings.criticalSlackChannel), ...(owner === null ? [] : [email(owner)])],
    escalations: [
      { afterHours: (settings) => settings.criticalResponseHours, to: team },
      {
        afterHours: (settings) => Math.max(settings.chairmanEscalationHours, 2 * settings.criticalResponseHours),
        to: chairman,
      },
    ],
  },
  nps_negative: {
    severity: 'high',
    to: ({ settings }) => chairman(settings),
    escalations: [{ afterHours: () => AT_ONCE_HOURS, to: team }],
  },
  system_degraded: {
    severity: 'medium',
    to: ({ settings }) => [slack(settings.opsSlackChannel)],
    escalations: [
      { afterHours: () => 1, to: (settings) => [email(settings.opsEmail), ...team(settings)] },
      { afterHours: () => 4, to: chairman },
    ],
  },
  crm_sync_failed: {
    severity: 'medium',
    to: ({ settings }) => [email(settings.opsEmail)],
    escalations: [
      {
        afterHours: () => 4,
        to: (settings) => [slack(settings.opsSlackChannel), ...team(settings)],
      },
      { afterHours: () => 8, to: chairman },
    ],
  },
  retention_down: {
    severity: 'medium',
    to: ({ settings }) => team(settings),
    escalations: [{ afterHours: () => HOURS_A_WEEK, to: chairman }],
  },
  weekly_digest: {
    severity: 'low',
    to: ({ settings }) => [email(settings.digestEmail), ...team(settings)],
    escalations: [],
  },
  chairman_notice: {
    severity: 'high',
    to: ({ settings }) => chairman(settings),
    escalations: [{ afterHours: () => NOTICE_HOURS, to: team }],
  },
}

/** The mail address for what was for a chat that cannot be reached. */
export function mailInstead(recipient: string, settings: Settings): Destination {
  if (recipient === settings.chairmanSlackUser) return email(settings.chairmanEmail)
  if (/^[^@\s]+@[^@\s]+$/.test(recipient)) return email(recipient)
  const isTeams = recipient === settings.teamSlackChannel || recipient === settings.criticalSlackChannel
  return email(isTeams ? settings.digestEmail : settings.opsEmail)
}

/** When escalation `step` (from 1) is due for an alert that was due at `dueAt`; null when there is none. */
export function escalatesAt(
  kind: AlertKind,
  step: number,
  { settings, dueAt }: { settings: Settings; dueAt: Date },
): Date | null {
  const hours = escalationHours(kind, step, settings)
  return hours === null ? null : new Date(dueAt.getTime() + hours * 3_600_000)
}

/** Hours without an acknowledgement until escalation `step`; null past the last. */
export function escalationHours(kind: AlertKind, step: number, settings: Settings): number | null {
  return alertRoutes[kind].escalations[step - 1]?.afterHours(settings) ?? null
}

/** `A-101` */
export function alertLabel(number: number): string {
  return `A-${number}`
}
