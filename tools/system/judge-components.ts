/** Judges each component from its readings. Pure; the limits are here and nowhere else. */
import type { SystemReadings } from '../../db/queries/system.ts'
import type { Settings } from '../settings/settings.ts'

export const components = [
  'scores',
  'data_loading',
  'crm_sync',
  'campaigns',
  'nps_deployment',
  'alerts',
  'database',
  'worker',
] as const
type Component = (typeof components)[number]

export const states = ['healthy', 'warning', 'degraded', 'off'] as const
export type SystemState = (typeof states)[number]

export interface Judged {
  component: Component
  state: SystemState
  /** How far behind it is; null where that says nothing. */
  lagSeconds: number | null
  attempted: number
  failed: number
  /** Why it is not healthy, or what it rests on; without figures, which stand beside it. */
  reason: string
}

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** RETENTION-004: scores older than this are stale. Half of it is a refresh that did not come. */
const STALE_SCORES_SECONDS = 48 * HOUR
const LATE_SCORES_SECONDS = 26 * HOUR
/** What was loaded is scored within minutes by a worker; a mark this old was forgotten. */
const FORGOTTEN_MARK_SECONDS = HOUR
const LATE_DATA_SECONDS = 48 * HOUR
/** An alert is to be delivered within a minute. */
const LATE_ALERT_SECONDS = MINUTE
const STUCK_ALERT_SECONDS = 15 * MINUTE
/** Below this many tries a failure is one, not a failing system. */
const MIN_TRIES = 3
const SLOW_DATABASE_MS = 250
const FAILING_DATABASE_MS = 2_000

interface Surroundings {
  now: Date
  settings: Pick<Settings, 'crmPlatform' | 'npsSurveyIntervalDays' | 'healthCheckMinutes'>
  /** Simulated data does not grow, so nothing about it is late. */
  isSimulated: boolean
  /** How long the database took to answer. */
  databaseMs: number
  /** When a worker last checked the system; null when none ever did. */
  lastCheckAt: Date | null
}

/** One judgement a component, in the order of `components`. */
export function judgeComponents(readings: SystemReadings, around: Surroundings): Judged[] {
  const age = (at: Date | null) =>
    at === null ? null : Math.max(0, Math.round((around.now.getTime() - at.getTime()) / 1000))
  return [
    scores(readings, age),
    dataLoading(readings, age, around),
    crm(around),
    campaigns(readings),
    npsDeployment(readings, age, around),
    alerts(readings, age),
    database(around),
    worker(age(around.lastCheckAt), around),
  ]
}

/** The worst of those that are on; off only when all are. */
export function overallState(judged: readonly Pick<Judged, 'state'>[]): SystemState {
  for (const state of ['degraded', 'warning', 'healthy'] as const) {
    if (judged.some((each) => each.state === state)) return state
  }
  return 'off'
}

type Age = (at: Date | null) => number | null

function judged(component: Component, state: SystemState, reason: string, more: Partial<Judged> = {}): Judged {
  return { component, state, reason, lagSeconds: null, attempted: 0, failed: 0, ...more }
}

function scores(readings: SystemReadings, age: Age): Judged {
  if (readings.customers === 0) return judged('scores', 'off', 'no customer is loaded yet')
  const lagSeconds = age(readings.refreshedAt)
  if (lagSeconds === null) return judged('scores', 'degraded', 'customers are loaded and were never scored')
  if (lagSeconds > STALE_SCORES_SECONDS) {
    return judged('scores', 'degraded', 'scores are stale; the last good ones are shown as such', { lagSeconds })
  }
  if (lagSeconds > LATE_SCORES_SECONDS)
    return judged('scores', 'warning', 'a daily refresh did not come', { lagSeconds })
  if ((age(readings.oldestMarkAt) ?? 0) > FORGOTTEN_MARK_SECONDS) {
    return judged('scores', 'warning', 'what was loaded since is not scored yet', { lagSeconds })
  }
  return judged('scores', 'healthy', 'refreshed in time', { lagSeconds })
}

function dataLoading(readings: SystemReadings, age: Age, { isSimulated }: Surroundings): Judged {
  const lagSeconds = age(readings.loadedAt)
  if (lagSeconds === null) return judged('data_loading', 'off', 'nothing was loaded yet')
  if (isSimulated) return judged('data_loading', 'off', 'simulated data does not grow')
  return lagSeconds > LATE_DATA_SECONDS
    ? judged('data_loading', 'warning', 'nothing was loaded for long', { lagSeconds })
    : judged('data_loading', 'healthy', 'data comes in', { lagSeconds })
}

function crm({ settings }: Surroundings): Judged {
  if (settings.crmPlatform === 'none') return judged('crm_sync', 'off', 'no CRM is configured')
  return judged('crm_sync', 'off', `syncing with ${settings.crmPlatform} waits for its connector`)
}

function campaigns({ touchesTried, touchesFailed, touchesStuck }: SystemReadings): Judged {
  const counts = { attempted: touchesTried, failed: touchesFailed }
  if (touchesTried >= MIN_TRIES && 2 * touchesFailed > touchesTried) {
    return judged('campaigns', 'degraded', 'most messages of the last day failed', counts)
  }
  if (touchesFailed > 0) return judged('campaigns', 'warning', 'messages of the last day failed', counts)
  if (touchesStuck > 0) return judged('campaigns', 'warning', 'a message began to leave and did not end', counts)
  return judged('campaigns', 'healthy', touchesTried === 0 ? 'no message was due' : 'every message left', counts)
}

function npsDeployment({ surveySentAt }: SystemReadings, age: Age, { settings, isSimulated }: Surroundings): Judged {
  const lagSeconds = age(surveySentAt)
  if (lagSeconds === null) return judged('nps_deployment', 'off', 'no survey was ever sent')
  if (isSimulated) return judged('nps_deployment', 'off', 'simulated data does not grow')
  return lagSeconds > settings.npsSurveyIntervalDays * DAY
    ? judged('nps_deployment', 'degraded', 'no survey was sent for longer than the survey interval', { lagSeconds })
    : judged('nps_deployment', 'healthy', 'surveys are sent', { lagSeconds })
}

function alerts({ alertsTried, alertsFailed, alertWaitingSince }: SystemReadings, age: Age): Judged {
  const lagSeconds = age(alertWaitingSince)
  const counts = { lagSeconds, attempted: alertsTried, failed: alertsFailed }
  if ((lagSeconds ?? 0) > STUCK_ALERT_SECONDS) {
    return judged('alerts', 'degraded', 'an alert waits and no worker hands it over', counts)
  }
  if (alertsTried >= MIN_TRIES && 2 * alertsFailed > alertsTried) {
    return judged('alerts', 'degraded', 'most alerts of the last day failed', counts)
  }
  if (alertsFailed > 0) return judged('alerts', 'warning', 'alerts of the last day failed', counts)
  if ((lagSeconds ?? 0) > LATE_ALERT_SECONDS) return judged('alerts', 'warning', 'an alert is late', counts)
  return judged('alerts', 'healthy', alertsTried === 0 ? 'no alert was due' : 'every alert was handed over', counts)
}

function database({ databaseMs }: Surroundings): Judged {
  const state = databaseMs > FAILING_DATABASE_MS ? 'degraded' : databaseMs > SLOW_DATABASE_MS ? 'warning' : 'healthy'
  return judged('database', state, state === 'healthy' ? 'answers in time' : 'answers slowly')
}

function worker(lagSeconds: number | null, { settings }: Surroundings): Judged {
  if (lagSeconds === null) return judged('worker', 'off', 'no worker has run yet')
  const interval = settings.healthCheckMinutes * MINUTE
  if (lagSeconds > 2 * interval)
    return judged('worker', 'warning', 'no worker has checked the system of late', { lagSeconds })
  return judged('worker', 'healthy', 'checks in time', { lagSeconds })
}
