/** The only reader of the environment. Every problem is reported at once, as a ConfigError. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from './errors.ts'

const blankIsUnset = (value: unknown) => (value === '' ? undefined : value)
const text = () => z.preprocess(blankIsUnset, z.string().optional())
const url = (protocols: string[]) =>
  z.preprocess(
    blankIsUnset,
    z
      .string()
      .refine((value) => protocols.some((protocol) => value.startsWith(`${protocol}://`)), {
        message: `must start with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
      })
      .optional(),
  )
const publicUrl = () =>
  z.preprocess(
    blankIsUnset,
    z
      .string()
      .refine((value) => URL.canParse(value) && isPublic(new URL(value)), {
        message: 'must be the address that clients connect to, as https://crew.example.com/mcp',
      })
      .transform((value) => new URL(value))
      .optional(),
  )
/** Tokens cross a network there, so it is https; what else an address may have means nothing in one. */
const isPublic = ({ protocol, username, password, search, hash }: URL) =>
  protocol === 'https:' && `${username}${password}${search}${hash}` === ''
const tokenOf = (prefix: string) =>
  z.preprocess(blankIsUnset, z.string().startsWith(prefix, `must start with ${prefix}`).optional())
const count = (fallback: number, low: number, high: number) =>
  z.preprocess(blankIsUnset, z.coerce.number().int().min(low).max(high).default(fallback))

/** One entry a variable; `.env.example` lists the same names, and a test compares the two. */
export const environmentSchema = z.object({
  DATABASE_URL: url(['postgres', 'postgresql']),
  CREW_DATA_DIR: z.preprocess(blankIsUnset, z.string().default('./data')),
  CREW_VENTURE: text(),
  CREW_TOKEN: text(),
  CREW_LEDGER_KEY: z.preprocess(blankIsUnset, z.string().min(32, 'must be at least 32 characters').optional()),
  CREW_HTTP_PORT: z.preprocess(blankIsUnset, z.coerce.number().int().min(0).max(65_535).optional()),
  CREW_MCP_PORT: z.preprocess(blankIsUnset, z.coerce.number().int().min(0).max(65_535).optional()),
  CREW_MCP_PUBLIC_URL: publicUrl(),
  CREW_MCP_TOOLS: z.preprocess(blankIsUnset, z.enum(['curated', 'all']).default('curated')),
  REDIS_URL: url(['redis', 'rediss']),
  OPENAI_API_KEY: text(),
  OPENAI_BASE_URL: url(['http', 'https']),
  OPENAI_MODEL: z.preprocess(blankIsUnset, z.string().default('gpt-5-mini')),
  OPENAI_EMBEDDING_MODEL: z.preprocess(blankIsUnset, z.string().default('text-embedding-3-small')),
  OPENAI_TIMEOUT_SECONDS: count(60, 1, 600),
  OPENAI_TOKENS_PER_RUN: count(200_000, 1_000, 100_000_000),
  SMTP_URL: url(['smtp', 'smtps']),
  MAIL_FROM: z.preprocess(blankIsUnset, z.string().default('Customer Success <success@localhost>')),
  ALERT_WEBHOOK_URL: url(['http', 'https']),
  ALERT_WEBHOOK_SECRET: z.preprocess(blankIsUnset, z.string().min(16, 'must be at least 16 characters').optional()),
  SLACK_BOT_TOKEN: tokenOf('xoxb-'),
  SLACK_APP_TOKEN: tokenOf('xapp-'),
  SLACK_SIGNING_SECRET: text(),
  CREW_SLACK_PORT: count(8712, 0, 65_535),
  SLACK_TEAM_ID: tokenOf('T'),
  SLACK_API_URL: url(['http', 'https']),
})

export interface Config {
  databaseUrl: string | undefined
  dataDir: string
  venture: string | undefined
  token: string | undefined
  ledgerKey: string | undefined
  /** Where rows of other systems are taken; undefined: the usual port, and none where that is taken. */
  httpPort: number | undefined
  /** Where assistants connect; undefined: the usual port, and none where that is taken. */
  mcpPort: number | undefined
  /** Where clients reach the door through a reverse proxy, `https://crew.example.com/mcp`; undefined: on this computer only. */
  mcpPublicUrl: URL | undefined
  /** What an assistant is shown: the most useful tools, or every one its role may call. */
  mcpTools: 'curated' | 'all'
  redisUrl: string | undefined
  languageModel: LanguageModelConfig | undefined
  smtpUrl: string | undefined
  mailFrom: string
  alertWebhook: { url: string; secret: string } | undefined
  /** Undefined: no Slack. */
  slack: SlackConfig | undefined
}

export interface SlackConfig {
  botToken: string
  /** Socket Mode, which needs no address that Slack can reach; it goes before the signing secret where both are set. */
  appToken: string | undefined
  /** Requests over HTTP, each signed with this. */
  signingSecret: string | undefined
  /** Where requests over HTTP are taken, on 127.0.0.1; 0: any that is free. */
  port: number
  /** The only workspace that is answered; undefined: the one the bot's token belongs to. */
  teamId: string | undefined
  /** Instead of `https://slack.com/api/`. */
  apiUrl: string | undefined
}

export interface LanguageModelConfig {
  apiKey: string
  baseUrl: string | undefined
  model: string
  embeddingModel: string
  timeoutSeconds: number
  tokensPerRun: number
}

/** Parses `environment`, by default the process's own after `.env` where there is one. Throws ConfigError. */
export function readConfig(environment: Record<string, string | undefined> = processEnvironment()): Config {
  const parsed = environmentSchema.safeParse(environment)
  const problems = (parsed.error?.issues ?? []).map(
    (issue) => `${issue.path.join('.')}: ${issue.message}. Set it in .env or unset it.`,
  )
  if (environment.ALERT_WEBHOOK_URL && !environment.ALERT_WEBHOOK_SECRET) {
    problems.push('ALERT_WEBHOOK_SECRET: must be set where ALERT_WEBHOOK_URL is, for what is sent there is signed.')
  }
  if (environment.SLACK_BOT_TOKEN && !environment.SLACK_APP_TOKEN && !environment.SLACK_SIGNING_SECRET) {
    problems.push('SLACK_BOT_TOKEN: needs SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP) beside it.')
  }
  if (!environment.SLACK_BOT_TOKEN && (environment.SLACK_APP_TOKEN || environment.SLACK_SIGNING_SECRET)) {
    problems.push('SLACK_BOT_TOKEN: must be set where SLACK_APP_TOKEN or SLACK_SIGNING_SECRET is.')
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems)
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    dataDir: resolve(env.CREW_DATA_DIR),
    venture: env.CREW_VENTURE,
    token: env.CREW_TOKEN,
    ledgerKey: env.CREW_LEDGER_KEY,
    httpPort: env.CREW_HTTP_PORT,
    mcpPort: env.CREW_MCP_PORT,
    mcpPublicUrl: env.CREW_MCP_PUBLIC_URL,
    mcpTools: env.CREW_MCP_TOOLS,
    redisUrl: env.REDIS_URL,
    languageModel: env.OPENAI_API_KEY
      ? {
          apiKey: env.OPENAI_API_KEY,
          baseUrl: env.OPENAI_BASE_URL,
          model: env.OPENAI_MODEL,
          embeddingModel: env.OPENAI_EMBEDDING_MODEL,
          timeoutSeconds: env.OPENAI_TIMEOUT_SECONDS,
          tokensPerRun: env.OPENAI_TOKENS_PER_RUN,
        }
      : undefined,
    smtpUrl: env.SMTP_URL,
    mailFrom: env.MAIL_FROM,
    alertWebhook:
      env.ALERT_WEBHOOK_URL && env.ALERT_WEBHOOK_SECRET
        ? { url: env.ALERT_WEBHOOK_URL, secret: env.ALERT_WEBHOOK_SECRET }
        : undefined,
    slack: env.SLACK_BOT_TOKEN
      ? {
          botToken: env.SLACK_BOT_TOKEN,
          appToken: env.SLACK_APP_TOKEN,
          signingSecret: env.SLACK_SIGNING_SECRET,
          port: env.CREW_SLACK_PORT,
          teamId: env.SLACK_TEAM_ID,
          apiUrl: env.SLACK_API_URL,
        }
      : undefined,
  }
}

/** What only the test suite reads: servers to run against instead of the embedded database. */
export function readTestConfig(): { databaseUrl: string | undefined; redisUrl: string | undefined } {
  const parsed = z
    .object({ TEST_DATABASE_URL: url(['postgres', 'postgresql']), TEST_REDIS_URL: url(['redis']) })
    .parse(processEnvironment())
  return { databaseUrl: parsed.TEST_DATABASE_URL, redisUrl: parsed.TEST_REDIS_URL }
}

function processEnvironment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  return process.env
}
