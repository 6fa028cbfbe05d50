/** Each section's title and what it means, for a reader who knows nothing of the system; thresholds as they are set. */
import type { Settings } from '../settings/settings.ts'
import type { SectionKey } from './report-document.ts'

export function sectionWords(settings: Settings): Record<SectionKey, { title: string; meaning: string }> {
  const { healthyThreshold: healthy, atRiskThreshold: atRisk } = settings
  return {
    changed: {
      title: 'What changed',
      meaning: `A health score says how well a customer is doing, from 0 (worst) to 100 (best): how recently its people signed in, how many support tickets are open, how much of the product it uses. From ${healthy} a customer counts as healthy, from ${atRisk} to below ${healthy} as at risk, below ${atRisk} as critical.`,
    },
    at_risk: {
      title: 'Who is at risk, and why',
      meaning:
        'The customers that a person should look at first, the greatest expected loss on top: what they pay a year times their churn probability. Healthy ones are listed when their score is falling. The reasons are read from their records.',
    },
    voices: {
      title: 'In customers’ own words',
      meaning: 'What customers wrote in surveys, in support tickets and on leaving. Quotations are unedited.',
    },
    proposed: {
      title: 'What was proposed',
      meaning:
        'Actions the crew suggests for these causes, the most valuable first. A proposal does nothing by itself: it waits until a person decides.',
    },
    decided: {
      title: 'What was decided',
      meaning: 'What people decided about proposals since the run before this one, and what followed from it.',
    },
    next: { title: 'What to do next', meaning: 'The shortest way from this report to a result.' },
  }
}
