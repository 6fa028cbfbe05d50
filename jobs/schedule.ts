/** Every job there is; one file each. Nothing here decides on a proposal. */
import { checkSystemJob } from './check-system.ts'
import type { Job } from './define-job.ts'
import { dispatchAlertsJob } from './dispatch-alerts.ts'
import { evaluateTriggersJob } from './evaluate-triggers.ts'
import { expireProposalsJob } from './expire-proposals.ts'
import { forgetRequestsJob } from './forget-requests.ts'
import { keepDashboardNumbersJob } from './keep-dashboard-numbers.ts'
import { monthlyReviewJob } from './monthly-review.ts'
import { readFeedbackJob } from './read-feedback.ts'
import { refreshScoresJob } from './refresh-scores.ts'
import { resumeProposalsJob } from './resume-proposals.ts'
import { signLedgerHeadJob } from './sign-ledger-head.ts'
import { weeklyDigestJob } from './weekly-digest.ts'

export const jobs: readonly Job[] = [
  refreshScoresJob,
  expireProposalsJob,
  resumeProposalsJob,
  signLedgerHeadJob,
  dispatchAlertsJob,
  weeklyDigestJob,
  checkSystemJob,
  evaluateTriggersJob,
  monthlyReviewJob,
  forgetRequestsJob,
  keepDashboardNumbersJob,
  readFeedbackJob,
]
