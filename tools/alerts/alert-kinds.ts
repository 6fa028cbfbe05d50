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
  to: (recipients: Recipients) => Destination[]
}

interface AlertRoute {
  severity: Severity
  to: (recipients: Recipients) => Destination[]
  /** In order; the first comes when the time to answer is over. None: nobody has to answer. */
  escalations: readonly Escalation[]
}

const slack = (recipient: string): Destination => ({ medium: 'slack', recipient })
const email = (recipient: string): Destination => ({ medium: 'email', recipient })

const team = ({ settings }: Recipients) => [slack(settings.teamSlackChannel)]
const chairman = ({ settings }: Recipients) => [slack(settings.chairmanSlackUser), email(settings.chairmanEmail)]

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
  nps_negative: { severity: 'high', to: chairman, escalations: [{ afterHours: () => AT_ONCE_HOURS, to: team }] },
  system_degraded: {
    severity: 'medium',
    to: ({ settings }) => [slack(settings.opsSlackChannel)],
    escalations: [
      { afterHours: () => 1, to: ({ settings }) => [email(settings.opsEmail), slack(settings.teamSlackChannel)] },
      { afterHours: () => 4, to: chairman },
    ],
  },
  crm_sync_failed: {
    severity: 'medium',
    to: ({ settings }) => [email(settings.opsEmail)],
    escalations: [
      {
        afterHours: () => 4,
        to: ({ settings }) => [slack(settings.opsSlackChannel), ...team({ settings, owner: null })],
      },
      { afterHours: () => 8, to: chairman },
    ],
  },
  retention_down: { severity: 'medium', to: team, escalations: [{ afterHours: () => HOURS_A_WEEK, to: chairman }] },
  weekly_digest: {
    severity: 'low',
    to: (recipients) => [email(recipients.settings.digestEmail), ...team(recipients)],
    escalations: [],
  },
  chairman_notice: { severity: 'high', to: chairman, escalations: [{ afterHours: () => NOTICE_HOURS, to: team }] },
}

/** Where escalation `step` (from 1) of the alert goes, and when the one after it is due; undefined past the last. */
export function escalationOf(
  kind: AlertKind,
  step: number,
  about: Recipients & { dueAt: Date },
): { destinations: Destination[]; nextAt: Date | null } | undefined {
  const { escalations } = alertRoutes[kind]
  const escalation = escalations[step - 1]
  return escalation && { destinations: escalation.to(about), nextAt: escalatesAt(kind, step + 1, about) }
}

/** When escalation `step` is due; null when there is none. */
export function escalatesAt(
  kind: AlertKind,
  step: number,
  { settings, dueAt }: { settings: Settings; dueAt: Date },
): Date | null {
  const hours = alertRoutes[kind].escalations[step - 1]?.afterHours(settings)
  return hours === undefined ? null : new Date(dueAt.getTime() + hours * 3_600_000)
}

/** `A-101` */
export function alertLabel(number: number): string {
  return `A-${number}`
}
