/** What a person typed, from Slack's markup: links and mentions as they read, entities as the characters they stand for. */

/** Without the bot's own name where it stands first. */
export function spokenText(markup: string, botUser: string): string {
  return markup
    .replaceAll(new RegExp(`<@${botUser}(?:\\|[^>]*)?>`, 'g'), ' ')
    .replaceAll(/<(?:mailto:|tel:|https?:\/\/)[^>|]*\|([^>]*)>/g, '$1')
    .replaceAll(/<(?:mailto:|tel:)?([^>|]*)\|?([^>]*)>/g, (_, target: string, label: string) => label || target)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[“”]/g, '"')
    .replaceAll(/\s+/g, ' ')
    .trim()
}
