/** Settings: those that differ from their default, or one with all there is to know about it. */
import type { ToolAnswer } from '../../tools/define-tool.ts'
import { getSettings } from '../../tools/settings/get-settings.ts'
import {
  type Block,
  context,
  fields,
  header,
  joinMrkdwn,
  message,
  mrkdwn,
  type SlackMessage,
  section,
  sections,
} from '../blocks.ts'
import { counted, footer, type Of } from './words.ts'

type Setting = (typeof getSettings.output)['_output']['settings'][number]

/** `answer` is of `get_settings`. */
export function settingsMessage(answer: ToolAnswer<unknown>, of: Of): SlackMessage {
  const { settings, version, problems } = getSettings.output.parse(answer.output)
  const [only] = settings
  const warnings = problems.map((problem) => section(mrkdwn`⚠️ ${problem}`))
  const last = footer(of, { receipt: answer.receipt, more: [mrkdwn`Settings version ${version}`] })
  if (settings.length === 1 && only !== undefined) {
    return message(mrkdwn`${only.name}: ${only.text}`, [...oneSetting(only), ...warnings, last])
  }
  const title = settings.length === 0 ? 'Every setting has its default' : `${counted(settings.length, 'setting')}`
  return message(mrkdwn`${title}`, [
    header(title),
    ...(settings.length === 0 ? [] : sections(joinMrkdwn(settings.map(line), '\n'))),
    ...warnings,
    context(
      mrkdwn`One of them: \`/crew settings engagement_weight\`. A change: \`/crew settings active_login_days=2 reason="why"\``,
    ),
    last,
  ])
}

function line({ name, text, defaultText, isDefault }: Setting) {
  return mrkdwn`\`${name}\`  *${text}*${isDefault ? '' : ` (default ${defaultText})`}`
}

function oneSetting({ name, text, defaultText, range, meaning, rules, chairmanOnly, changesScores }: Setting): Block[] {
  return [
    section(mrkdwn`\`${name}\`  *${text}*\n${meaning}`),
    ...fields([
      ['Default', defaultText],
      ['Range', range],
      ['Who changes it', chairmanOnly ? 'the Chairman' : 'the success team'],
      ['After a change', changesScores ? 'scores are refreshed' : 'nothing is computed anew'],
    ]),
    ...(rules.length === 0
      ? []
      : [
          section(
            joinMrkdwn(
              rules.map((rule) => mrkdwn`•  ${rule}`),
              '\n',
            ),
          ),
        ]),
  ]
}
