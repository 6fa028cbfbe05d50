/** Every command, in the order `crew --help` shows them. */
import type { Command } from 'commander'
import { alertsCommand } from './alerts.ts'
import { approvalsCommand } from './approvals.ts'
import { askCommand } from './ask.ts'
import { backtestCommand } from './backtest.ts'
import { customerCommand, customersCommand } from './customers.ts'
import { dashboardCommand } from './dashboard.ts'
import { decisionCommands } from './decisions.ts'
import { doctorCommand } from './doctor.ts'
import { edgeCasesCommand } from './edge-cases.ts'
import { feedbackCommand } from './feedback.ts'
import { gatesCommand } from './gates.ts'
import { importCommand } from './import.ts'
import { jobsCommand } from './jobs.ts'
import { keysCommand } from './keys.ts'
import { ledgerCommand } from './ledger.ts'
import { loginCommand, logoutCommand } from './login.ts'
import { mcpCommand } from './mcp.ts'
import { metricsCommand } from './metrics.ts'
import { migrateCommand } from './migrate.ts'
import { modeCommand } from './mode.ts'
import { peopleCommand } from './people.ts'
import { receiptCommand } from './receipt.ts'
import { reportCommand } from './report.ts'
import { runCommand } from './run.ts'
import { sampleCommand } from './sample.ts'
import { scoreCommand } from './score.ts'
import { settingsCommand } from './settings.ts'
import { slackCommand } from './slack.ts'
import { startCommand } from './start.ts'
import { statusCommand } from './status.ts'
import { systemCommand } from './system.ts'
import { doneCommand, tasksCommand } from './tasks.ts'
import { tokensCommand } from './tokens.ts'
import { toolCommand } from './tool.ts'
import { triggersCommand } from './triggers.ts'
import { whyCommand } from './why.ts'
import { workerCommand } from './worker.ts'

export function addCommands(program: Command): void {
  const groups: [title: string, commands: Command[]][] = [
    ['Every day', [startCommand(), statusCommand(), dashboardCommand(), runCommand(), reportCommand(), askCommand()]],
    [
      'Customers',
      [
        customersCommand(),
        customerCommand(),
        whyCommand(),
        metricsCommand(),
        feedbackCommand(),
        edgeCasesCommand(),
        scoreCommand(),
      ],
    ],
    [
      'Deciding',
      [loginCommand(), logoutCommand(), approvalsCommand(), ...decisionCommands(), tasksCommand(), doneCommand()],
    ],
    ['Running', [alertsCommand(), triggersCommand(), systemCommand(), workerCommand(), mcpCommand(), jobsCommand()]],
    ['Proof', [gatesCommand(), backtestCommand(), receiptCommand(), ledgerCommand()]],
    [
      'Setting up',
      [
        doctorCommand(),
        importCommand(),
        sampleCommand(),
        migrateCommand(),
        settingsCommand(),
        modeCommand(),
        peopleCommand(),
        tokensCommand(),
        keysCommand(),
        slackCommand(),
        toolCommand(),
      ],
    ],
  ]
  for (const [title, commands] of groups) {
    for (const command of commands) program.addCommand(command.helpGroup(`${title}:`))
  }
}
