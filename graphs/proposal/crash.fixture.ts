/** A process of its own that decides on a proposal, carries it out, and is killed at the step it was told. */
import { openMail } from '../../tools/outbox/open-mail.ts'
import { decideProposal } from '../../tools/proposals/decide-proposal.ts'
import { addCustomer, file, openStage, setTestMode } from '../../tools/proposals/proposal.fixture.ts'
import { runTool } from '../../tools/run-tool.ts'
import { openProposalLife } from './proposal-life.ts'

export interface CrashOrder {
  stage: { url: string; ventureId: string; dataDir: string }
  personId: string
  killAt: string
  smtpUrl?: string
  email?: string
}

const order = JSON.parse(process.argv[2] ?? '{}') as CrashOrder
const stage = await openStage(order.stage)
const reach = (step: string) => {
  if (step === order.killAt) process.kill(process.pid, 'SIGKILL')
}
const life = await openProposalLife({
  crew: stage.crew,
  mail: openMail({ dataDir: stage.dataDir, smtpUrl: order.smtpUrl, mailFrom: 'success@crew.invalid' }),
  onTransition: reach,
})
await setTestMode(stage, 'message', 'assisted')
const { id: customerId } = await addCustomer(stage.db, order.email === undefined ? {} : { email: order.email })
const filed = await file(stage, { customerId })
reach('filed')
await life.start(filed.id)
reach('started')
const actor = { ...stage.anna, id: order.personId }
const input = { proposal: filed.label, decision: 'approve', reason: 'Looks right.' }
await runTool(decideProposal, input, await stage.context({ actor }))
reach('decided')
await life.resume(filed.id)
reach('resumed')
await life.close()
await stage.close()
