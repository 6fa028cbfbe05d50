import { type Command, Option } from 'commander'
import { completeAndCarryOn } from '../../graphs/proposal/decide-and-carry-out.ts'
import { runTool } from '../../tools/run-tool.ts'
import { listTasks } from '../../tools/tasks/list-tasks.ts'
import { command, counted, faint, table, warning } from '../output.ts'
import { needsRefresh, showOutcome } from '../proposal-view.ts'
import { datedCommand, parseCount, withCrew } from '../session.ts'
import { brokeOff, openLife } from './decisions.ts'

export function tasksCommand(): Command {
  return datedCommand('tasks', 'what people have to do: calls, messages the system may not send, checks')
    .option('--limit <count>', 'how many to show', parseCount(1, 500), 20)
    .action((options) =>
      withCrew(options, async (crew, out) => {
        const { output } = await runTool(listTasks, { limit: options.limit }, await crew.context())
        out.result(output, () => {
          const [first] = output.tasks
          if (!first) {
            out.line(`No task is open. Next: ${out.crew('approvals')}`)
            return
          }
          out.line(
            table(
              ['task', 'kind', 'customer', 'what', 'for', 'due'],
              output.tasks.map((task) => [
                command(task.task),
                task.kind,
                task.customer?.name ?? '',
                task.title,
                task.assignedTo ?? '',
                task.dueAt === null ? '' : task.isOverdue ? warning(task.dueAt.slice(0, 10)) : task.dueAt.slice(0, 10),
              ]),
            ),
          )
          out.line()
          out.line(faint(`${output.tasks.length} of ${counted(output.total, 'open task')}, by due day.`))
          out.line(`Next: ${out.crew(`done ${first.task} --note "what came of it"`)}`)
        })
      }),
    )
}

export function doneCommand(): Command {
  return datedCommand('done', 'say that a task, or the one open task of a proposal, is done')
    .argument('<task or proposal>', 'T-101 or P-1042')
    .option('--note <text>', 'what came of it')
    .addOption(
      new Option('--outcome <outcome>', 'sent or not_sent settles a message of which nobody knows whether it left')
        .choices(['done', 'not_done', 'sent', 'not_sent'])
        .default('done'),
    )
    .action((task: string, options) =>
      withCrew(options, async (crew, out, config) => {
        const life = await openLife(crew, config)
        try {
          const input = { task, outcome: options.outcome, ...(options.note ? { note: options.note } : {}) }
          const { answer, proposal, incidentId } = await completeAndCarryOn(life, input, await crew.context())
          out.result({ ...answer.output, incidentId }, () => {
            out.line(
              `${answer.output.task}: ${answer.output.outcome.replace('_', ' ')}, says ${answer.output.doneBy}.${answer.output.proposal ? ` ${answer.output.proposal} is ${answer.output.proposalStatus}.` : ''}`,
            )
            if (proposal) showOutcome(proposal, out)
            if (proposal && needsRefresh(proposal)) out.line(`Next: ${out.crew('score')}, for scores change with it`)
            else out.line(`Next: ${out.crew('tasks')}`)
          })
          if (incidentId !== undefined) brokeOff(incidentId, out)
        } finally {
          await life.close()
        }
      }),
    )
}
