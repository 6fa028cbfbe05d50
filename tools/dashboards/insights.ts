import type { ToolContext } from '../define-tool.ts'
import { countFeedback } from '../feedback/count-feedback.ts'
import { getSegments } from '../metrics/get-segments.ts'
import { getAdoption } from '../usage/get-adoption.ts'
import { keptAnswer, type Patience, type TimedAnswer } from './kept-answer.ts'
import { countRow, factRow, type Panel, panelOf } from './panel.ts'

const LISTED = 8

/** What customers say, use and want: the handoff to whoever plans the product. */
export async function insightPanels(context: ToolContext, patience: Patience): Promise<Panel[]> {
  const exits = await keptAnswer(countFeedback, { origin: 'exit_reason' }, context, patience)
  const tickets = await keptAnswer(countFeedback, { origin: 'ticket' }, context, patience)
  const comments = await keptAnswer(countFeedback, { origin: 'survey_comment' }, context, patience)
  const adoption = await keptAnswer(getAdoption, {}, context, patience)
  const segments = await keptAnswer(getSegments, {}, context, patience)
  const categories = (answer: TimedAnswer<{ categories: { name: string; count: number }[] }>) =>
    answer.output.categories
      .filter(({ count }) => count > 0)
      .slice(0, LISTED)
      .map(({ name, count }) =>
        countRow(
          answer,
          { label: name.replaceAll('_', ' '), value: count, unit: 'count', metric: `feedback_category_${name}` },
          context,
        ),
      )
  const none = (answer: TimedAnswer<{ total: number | null }>, what: string) =>
    answer.output.total === null ? 'No text was ever loaded.' : answer.output.total === 0 ? `${what} in 90 days.` : null
  return [
    panelOf(
      {
        key: 'churn_reasons',
        title: 'Top churn reasons, 90 days',
        chart: 'bars',
        rows: categories(exits),
        note: none(exits, 'Nobody gave a reason for leaving'),
      },
      exits,
    ),
    panelOf(
      {
        key: 'requested_features',
        title: 'What support tickets are about, 90 days',
        chart: 'table',
        rows: categories(tickets),
        note:
          none(tickets, 'No ticket was written') ??
          'Missing features are counted as one subject; which feature is asked for waits for theme analysis.',
      },
      tickets,
    ),
    panelOf(
      {
        key: 'adoption',
        title: 'Feature adoption, 30 days',
        chart: 'bars',
        rows: adoption.output.features
          .slice(0, LISTED)
          .map(({ feature }, index) => factRow(adoption, `f${index + 1}.adoption`, feature)),
        note: adoption.output.features.length === 0 ? 'No use of a feature was recorded.' : null,
      },
      adoption,
    ),
    panelOf(
      {
        key: 'nps_themes',
        title: 'Themes of survey comments, 90 days',
        chart: 'bars',
        rows: categories(comments),
        note: none(comments, 'Nobody wrote a comment'),
      },
      comments,
    ),
    panelOf(
      {
        key: 'segments',
        title: 'Health score by plan',
        chart: 'bars',
        rows: segments.output.segments
          .slice(0, LISTED)
          .map(({ name }, index) => factRow(segments, `g${index + 1}.average_score`, name)),
      },
      segments,
    ),
  ]
}
