import { z } from 'zod'

const id = z.string().optional().catch(undefined)
const author = z.object({ team: id, user_team: id, source_team: id }).optional().catch(undefined)
const named = z.object({
  team_id: id,
  team: z.object({ id }).nullish().catch(undefined),
  user: z.object({ team_id: id }).optional().catch(undefined),
  event: author,
  view: z.object({ app_installed_team_id: id }).nullish().catch(undefined),
})

/**
 * Every workspace that a request of Slack names, each once: where it happened, who acted, where the app is installed. In a
 * channel shared between companies these differ, and only one of them says who is asking.
 */
export function workspacesNamed(body: unknown): string[] {
  const { data } = named.safeParse(body)
  const { team_id, team, user, event, view } = data ?? {}
  const all = [team_id, team?.id, user?.team_id, event?.team, event?.user_team, event?.source_team]
  return [...new Set([...all, view?.app_installed_team_id].filter((each) => each !== undefined))]
}
