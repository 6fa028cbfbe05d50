/** The last day with data in the sample; every case looks at the venture as of then. */
export const sampleDay = '2026-10-30'
