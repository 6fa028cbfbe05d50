/** The words of a recorded outcome. */
export const channels = ['call', 'meeting', 'mail', 'chat', 'other'] as const
export const outcomes = ['successful', 'partly_successful', 'unsuccessful'] as const
export const responses = ['positive', 'neutral', 'negative', 'none'] as const
