/** Every tool there is. Adding a capability is adding a file and a line here. */

import { acknowledgeAlert } from './alerts/acknowledge-alert.ts'
import { getAlert } from './alerts/get-alert.ts'
import { getWeeklyDigest } from './alerts/get-weekly-digest.ts'
import { listAlerts } from './alerts/list-alerts.ts'
import { listMutes } from './alerts/list-mutes.ts'
import { muteAlerts } from './alerts/mute-alerts.ts'
import { unmuteAlerts } from './alerts/unmute-alerts.ts'
import { runBacktest } from './backtest/run-backtest.ts'
import { quoteOffer } from './campaigns/quote-offer.ts'
import { getChurnProbability } from './churn/get-churn-probability.ts'
import { getChurnRate } from './churn/get-churn-rate.ts'
import { predictChurn } from './churn/predict-churn.ts'
import { findCustomers } from './customers/find-customers.ts'
import { getCustomer } from './customers/get-customer.ts'
import { listAtRisk } from './customers/list-at-risk.ts'
import { listCustomers } from './customers/list-customers.ts'
import { getDashboard } from './dashboards/get-dashboard.ts'
import type { Tool } from './define-tool.ts'
import { countFeedback } from './feedback/count-feedback.ts'
import { searchFeedback } from './feedback/search-feedback.ts'
import { getGates } from './gates/get-gates.ts'
import { explainScore } from './health/explain-score.ts'
import { explainSegmentScore } from './health/explain-segment-score.ts'
import { getHealthSummary } from './health/get-health-summary.ts'
import { getHealthTrend } from './health/get-health-trend.ts'
import { listEdgeCases } from './health/list-edge-cases.ts'
import { refreshScores } from './health/refresh-scores.ts'
import { createApiKey } from './ingest/create-api-key.ts'
import { listApiKeys } from './ingest/list-api-keys.ts'
import { revokeApiKey } from './ingest/revoke-api-key.ts'
import { verifyLedger } from './ledger/verify-ledger.ts'
import { getNps } from './metrics/get-nps.ts'
import { getOutcomes } from './metrics/get-outcomes.ts'
import { getRetention } from './metrics/get-retention.ts'
import { getRevenue } from './metrics/get-revenue.ts'
import { getSegments } from './metrics/get-segments.ts'
import { getTimeToValue } from './metrics/get-time-to-value.ts'
import { getModes } from './modes/get-modes.ts'
import { setMode } from './modes/set-mode.ts'
import { listOutcomes } from './outcomes/list-outcomes.ts'
import { recordOutcome } from './outcomes/record-outcome.ts'
import { addPerson } from './people/add-person.ts'
import { assignRoles } from './people/assign-roles.ts'
import { createToken } from './people/create-token.ts'
import { deactivatePerson } from './people/deactivate-person.ts'
import { issueToken } from './people/issue-token.ts'
import { listPeople } from './people/list-people.ts'
import { listTokens } from './people/list-tokens.ts'
import { revokeToken } from './people/revoke-token.ts'
import { setMail } from './people/set-mail.ts'
import { decideProposal } from './proposals/decide-proposal.ts'
import { fileProposalTool } from './proposals/file-proposal.ts'
import { getProposal } from './proposals/get-proposal.ts'
import { listProposals } from './proposals/list-proposals.ts'
import { getReceipt } from './receipts/get-receipt.ts'
import { replayReceipt } from './receipts/replay-receipt.ts'
import { getReport } from './report/get-report.ts'
import { listReports } from './report/list-reports.ts'
import { applyPreset } from './settings/apply-preset.ts'
import { changeSettings } from './settings/change-settings.ts'
import { compareSettings } from './settings/compare-settings.ts'
import { getSettings } from './settings/get-settings.ts'
import { listPresets } from './settings/list-presets.ts'
import { listSettingChanges } from './settings/list-setting-changes.ts'
import { restoreSettings } from './settings/restore-settings.ts'
import { getStatus } from './status/get-status.ts'
import { listTickets } from './support/list-tickets.ts'
import { checkSystem } from './system/check-system.ts'
import { getSystemHealth } from './system/get-system-health.ts'
import { completeTask } from './tasks/complete-task.ts'
import { listTasks } from './tasks/list-tasks.ts'
import { evaluateTriggers } from './triggers/evaluate-triggers.ts'
import { listReviewsDue } from './triggers/list-reviews-due.ts'
import { listScoreCrossings } from './triggers/list-score-crossings.ts'
import { listTriggers } from './triggers/list-triggers.ts'
import { getAdoption } from './usage/get-adoption.ts'
import { getUsage } from './usage/get-usage.ts'

export const tools: readonly Tool[] = [
  getStatus,
  getHealthSummary,
  getHealthTrend,
  explainScore,
  explainSegmentScore,
  listCustomers,
  findCustomers,
  getCustomer,
  listAtRisk,
  getChurnProbability,
  getChurnRate,
  runBacktest,
  getGates,
  getRetention,
  getRevenue,
  getNps,
  getSegments,
  getTimeToValue,
  getOutcomes,
  getDashboard,
  getUsage,
  getAdoption,
  quoteOffer,
  listTickets,
  refreshScores,
  predictChurn,
  getReceipt,
  replayReceipt,
  verifyLedger,
  searchFeedback,
  countFeedback,
  listPeople,
  addPerson,
  assignRoles,
  setMail,
  deactivatePerson,
  issueToken,
  createToken,
  listTokens,
  revokeToken,
  fileProposalTool,
  listProposals,
  getProposal,
  decideProposal,
  getSettings,
  listSettingChanges,
  compareSettings,
  listPresets,
  changeSettings,
  applyPreset,
  restoreSettings,
  getModes,
  setMode,
  listTasks,
  completeTask,
  recordOutcome,
  listOutcomes,
  listAlerts,
  getAlert,
  acknowledgeAlert,
  muteAlerts,
  unmuteAlerts,
  listMutes,
  getWeeklyDigest,
  getReport,
  listReports,
  listEdgeCases,
  listTriggers,
  evaluateTriggers,
  listReviewsDue,
  listScoreCrossings,
  getSystemHealth,
  checkSystem,
  createApiKey,
  listApiKeys,
  revokeApiKey,
]

/** The tool of that name, or undefined. */
export function findTool(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name)
}
