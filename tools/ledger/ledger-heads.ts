/**
 * Signed heads in `<data folder>/ledger-heads.jsonl`: where each chain ended and when. The rows that are left of a
 * chain with its tail cut off, and its head row rewritten, look whole; only a head noted elsewhere shows the loss.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ledgerHead } from '../../db/queries/ledger.ts'
import type { VentureDb } from '../../db/venture-db.ts'
import { canonicalJson } from '../canonical-json.ts'
import { readIfThere } from '../private-file.ts'

const signedHead = z.object({
  ventureId: z.string(),
  seq: z.int().min(1),
  hash: z.string(),
  at: z.string(),
  signature: z.string(),
})
export type SignedHead = z.infer<typeof signedHead>

export function ledgerHeadsFile(dataDir: string): string {
  return join(dataDir, 'ledger-heads.jsonl')
}

/** Notes the venture's head, unless the file's newest line for it says the same. Hourly, and when a command ends. */
export async function signLedgerHead(db: VentureDb, key: Buffer, dataDir: string, at: Date): Promise<void> {
  const head = await ledgerHead(db)
  if (!head || head.seq === 0) return
  const { heads } = await readSignedHeads(db.ventureId, key, dataDir)
  if (heads.at(-1)?.hash === head.hash) return
  const unsigned = { ventureId: db.ventureId, seq: head.seq, hash: head.hash, at: at.toISOString() }
  await mkdir(dataDir, { recursive: true })
  await appendFile(ledgerHeadsFile(dataDir), `${canonicalJson({ ...unsigned, signature: sign(key, unsigned) })}\n`, {
    mode: 0o600,
  })
}

/** The venture's heads in file order, and the numbers of lines that are not what was signed (by this key). */
export async function readSignedHeads(
  ventureId: string,
  key: Buffer,
  dataDir: string,
): Promise<{ heads: SignedHead[]; badLines: number[] }> {
  const heads: SignedHead[] = []
  const badLines: number[] = []
  const lines = ((await readIfThere(ledgerHeadsFile(dataDir))) ?? '').split('\n')
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    const head = parseHead(line)
    if (head && head.ventureId !== ventureId) continue
    if (head && isSigned(key, head)) heads.push(head)
    else badLines.push(index + 1)
  }
  return { heads, badLines }
}

function parseHead(line: string): SignedHead | undefined {
  try {
    return signedHead.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

function isSigned(key: Buffer, { signature, ...unsigned }: SignedHead): boolean {
  const expected = Buffer.from(sign(key, unsigned))
  const given = Buffer.from(signature)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

function sign(key: Buffer, unsigned: Omit<SignedHead, 'signature'>): string {
  return createHmac('sha256', key).update('ledger head').update(canonicalJson(unsigned)).digest('hex')
}
