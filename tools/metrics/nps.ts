/** Net promoter score with its interval. */

const Z_95 = 1.959_963_985

/**
 * % promoters − % detractors, −100 to 100, with the 95 % interval of a difference of two shares of one sample
 * (multinomial variance: (p + d − (p − d)²) ÷ n). Null without an answer.
 */
export function netPromoterScore(
  promoters: number,
  detractors: number,
  responses: number,
): { nps: number; low: number; high: number } | null {
  if (responses === 0) return null
  const p = promoters / responses
  const d = detractors / responses
  const half = Z_95 * Math.sqrt((p + d - (p - d) ** 2) / responses)
  const percent = (share: number) => Math.round(1000 * Math.max(-1, Math.min(1, share))) / 10
  return { nps: percent(p - d), low: percent(p - d - half), high: percent(p - d + half) }
}
