/** Every command, in the order `crew --help` shows them. */
import type { Command } from 'commander'

type Load = () => Promise<Command[]>

/** By title, the names a file's commands have, and how to load it: one command does not wait for the others' tools. */
const groups: [title: string, commands: [names: string, load: Load][]][] = [
  [
    'Every day',
    [
      ['start', async () => [(await import('./start.ts')).startCommand()]],
      ['status', async () => [(await import('./status.ts')).statusCommand()]],
      ['dashboard', async () => [(await import('./dashboard.ts')).dashboardCommand()]],
      ['run', async () => [(await import('./run.ts')).runCommand()]],
      ['report', async () => [(await import('./report.ts')).reportCommand()]],
      ['ask', async () => [(await import('./ask.ts')).askCommand()]],
    ],
  ],
  [
    'Customers',
    [
      ['customers', async () => [(await import('./customers.ts')).customersCommand()]],
      ['customer', async () => [(await import('./customers.ts')).customerCommand()]],
      ['why', async () => [(await import('./why.ts')).whyCommand()]],
      ['metrics', async () => [(await import('./metrics.ts')).metricsCommand()]],
      ['feedback', async () => [(await import('./feedback.ts')).feedbackCommand()]],
      ['edge-cases', async () => [(await import('./edge-cases.ts')).edgeCasesCommand()]],
      ['score', async () => [(await import('./score.ts')).scoreCommand()]],
    ],
  ],
  [
    'Deciding',
    [
      ['login', async () => [(await import('./login.ts')).loginCommand()]],
      ['logout', async () => [(await import('./login.ts')).logoutCommand()]],
      ['approvals', async () => [(await import('./approvals.ts')).approvalsCommand()]],
      ['approve reject modify escalate monitor', async () => (await import('./decisions.ts')).decisionCommands()],
      ['tasks', async () => [(await import('./tasks.ts')).tasksCommand()]],
      ['done', async () => [(await import('./tasks.ts')).doneCommand()]],
    ],
  ],
  [
    'Running',
    [
      ['alerts', async () => [(await import('./alerts.ts')).alertsCommand()]],
      ['triggers', async () => [(await import('./triggers.ts')).triggersCommand()]],
      ['system', async () => [(await import('./system.ts')).systemCommand()]],
      ['worker', async () => [(await import('./worker.ts')).workerCommand()]],
      ['mcp', async () => [(await import('./mcp.ts')).mcpCommand()]],
      ['jobs', async () => [(await import('./jobs.ts')).jobsCommand()]],
    ],
  ],
  [
    'Proof',
    [
      ['gates', async () => [(await import('./gates.ts')).gatesCommand()]],
      ['backtest', async () => [(await import('./backtest.ts')).backtestCommand()]],
      ['receipt', async () => [(await import('./receipt.ts')).receiptCommand()]],
      ['ledger', async () => [(await import('./ledger.ts')).ledgerCommand()]],
    ],
  ],
  [
    'Setting up',
    [
      ['doctor', async () => [(await import('./doctor.ts')).doctorCommand()]],
      ['import', async () => [(await import('./import.ts')).importCommand()]],
      ['sample', async () => [(await import('./sample.ts')).sampleCommand()]],
      ['migrate', async () => [(await import('./migrate.ts')).migrateCommand()]],
      ['settings', async () => [(await import('./settings.ts')).settingsCommand()]],
      ['mode', async () => [(await import('./mode.ts')).modeCommand()]],
      ['people', async () => [(await import('./people.ts')).peopleCommand()]],
      ['tokens', async () => [(await import('./tokens.ts')).tokensCommand()]],
      ['keys', async () => [(await import('./keys.ts')).keysCommand()]],
      ['slack', async () => [(await import('./slack.ts')).slackCommand()]],
      ['tool', async () => [(await import('./tool.ts')).toolCommand()]],
    ],
  ],
]

/** Adds the command that is called, or all of them when `called` is none: for help, and to guess what was meant. */
export async function addCommands(program: Command, called?: string): Promise<void> {
  const bears = (names: string) => called !== undefined && names.split(' ').includes(called)
  const isOne = groups.some(([, commands]) => commands.some(([names]) => bears(names)))
  for (const [title, commands] of groups) {
    for (const [names, load] of commands) {
      if (isOne && !bears(names)) continue
      for (const command of await load()) program.addCommand(command.helpGroup(`${title}:`))
    }
  }
}
