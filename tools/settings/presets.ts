/** Ready-made sets for kinds of business. A preset changes what it names and leaves the rest as it is. */
import type { Settings } from './settings.ts'

export const presetNames = ['enterprise', 'consumer', 'startup', 'product_led', 'freemium'] as const
export type PresetName = (typeof presetNames)[number]

export interface Preset {
  meaning: string
  settings: Readonly<Partial<Settings>>
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  enterprise: {
    meaning: 'few large accounts that sign in weekly: value counts most, and a critical one is called within hours',
    settings: {
      engagementWeight: 30,
      supportWeight: 30,
      valueWeight: 40,
      activeLoginDays: 7,
      moderateLoginDays: 14,
      criticalResponseHours: 4,
    },
  },
  consumer: {
    meaning: 'many small accounts that should come every day; win-back waits longer',
    settings: {
      engagementWeight: 60,
      supportWeight: 20,
      valueWeight: 20,
      activeLoginDays: 1,
      winBackInactiveDays: 90,
    },
  },
  startup: {
    meaning: 'moving fast: a lower uptime to reach and a short cooldown; the Chairman applies it, for uptime is his',
    settings: { targetUptimePercent: 95, campaignCooldownDays: 3 },
  },
  product_led: {
    meaning: 'customers that find value by themselves: engagement and value count, support little',
    settings: { engagementWeight: 50, supportWeight: 20, valueWeight: 30 },
  },
  freemium: {
    meaning: 'most do not pay yet: engagement says most, support and value little',
    settings: { engagementWeight: 60, supportWeight: 30, valueWeight: 10 },
  },
}
