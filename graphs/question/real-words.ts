/** Words of the language one slip away from one of ours, which are not to be taken for it: `butter` is not `better`. */
export const realWords: ReadonlySet<string> = new Set(
  'butter store stores scare scope snore shore stare writing wailing charge plant plants plane place planet'.split(' '),
)
