/** Every tool there is. Adding a capability is adding a file and a line here. */
import type { Tool } from './define-tool.ts'
import { countFeedback } from './feedback/count-feedback.ts'
import { searchFeedback } from './feedback/search-feedback.ts'
import { verifyLedger } from './ledger/verify-ledger.ts'
import { addPerson } from './people/add-person.ts'
import { assignRoles } from './people/assign-roles.ts'
import { deactivatePerson } from './people/deactivate-person.ts'
import { issueToken } from './people/issue-token.ts'
import { listPeople } from './people/list-people.ts'
import { getReceipt } from './receipts/get-receipt.ts'
import { replayReceipt } from './receipts/replay-receipt.ts'
import { getStatus } from './status/get-status.ts'

export const tools: readonly Tool[] = [
  getStatus,
  getReceipt,
  replayReceipt,
  verifyLedger,
  searchFeedback,
  countFeedback,
  listPeople,
  addPerson,
  assignRoles,
  deactivatePerson,
  issueToken,
]

/** The tool of that name, or undefined. */
export function findTool(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name)
}
