/** What the bot may do in Slack, and what for. `manifest.yaml` asks for these and no others; `crew doctor` compares. */
export const botScopes: Readonly<Record<string, string>> = {
  'app_mentions:read': 'hear when it is mentioned',
  'chat:write': 'answer, alert, and show what waits for a decision',
  commands: 'hear /crew',
  'im:history': 'hear direct messages; look for a message that may have left before it is sent again',
  'im:read': 'know a direct message when it sees one',
  'im:write': 'begin a direct message, for alerts and approvals to one person',
  'channels:read': 'find the channels of alerts, and know a public channel, where nothing private is said',
  'groups:read': 'the same for private channels',
  'channels:history': 'look for an alert that may have left before it is sent again',
  'groups:history': 'the same in private channels',
  'users:read': 'know who asks',
  'users:read.email': 'know them by their mail address, as `crew people` has it',
}
