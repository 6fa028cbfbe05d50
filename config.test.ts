import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { environmentSchema, readConfig } from './config.ts'
import { ConfigError } from './errors.ts'

describe('configuration', () => {
  it('lists the same variables as .env.example', () => {
    const example = readFileSync(new URL('.env.example', import.meta.url), 'utf8')
    const names = [...example.matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1])
    expect(names.sort()).toEqual(Object.keys(environmentSchema.shape).sort())
  })

  it('treats a blank variable as unset', () => {
    expect(readConfig({ DATABASE_URL: '', OPENAI_API_KEY: '' })).toMatchObject({
      databaseUrl: undefined,
      languageModel: undefined,
    })
  })

  it('reports every problem at once, by name and without the value of a secret', () => {
    const attempt = () => readConfig({ DATABASE_URL: 'mysql://me:hunter2@host/x', OPENAI_TIMEOUT_SECONDS: 'soon' })
    expect(attempt).toThrow(ConfigError)
    expect(attempt).toThrow(/DATABASE_URL: must start with postgres:\/\/[\s\S]*OPENAI_TIMEOUT_SECONDS/)
    expect(attempt).not.toThrow(/hunter2/)
  })

  it('takes as the public address of the MCP door one that tokens may cross a network to', () => {
    const read = (url: string) => readConfig({ CREW_MCP_PUBLIC_URL: url }).mcpPublicUrl?.href
    expect(read('https://crew.example.com/mcp')).toBe('https://crew.example.com/mcp')
    for (const wrong of ['http://crew.example.com/mcp', 'crew.example.com', 'https://me:secret@crew.example.com/mcp'])
      expect(() => read(wrong)).toThrow(/CREW_MCP_PUBLIC_URL: must be .* https:\/\/crew\.example\.com\/mcp/)
  })

  it('takes a webhook for alerts only with a secret to sign by, and only over http', () => {
    const secret = 'a secret of some length'
    expect(readConfig({ ALERT_WEBHOOK_URL: 'https://hooks.invalid/x', ALERT_WEBHOOK_SECRET: secret })).toMatchObject({
      alertWebhook: { url: 'https://hooks.invalid/x', secret },
    })
    expect(() => readConfig({ ALERT_WEBHOOK_URL: 'https://hooks.invalid/x' })).toThrow(
      /ALERT_WEBHOOK_SECRET: must be set/,
    )
    expect(() => readConfig({ ALERT_WEBHOOK_URL: 'file:///etc/passwd', ALERT_WEBHOOK_SECRET: 'short' })).toThrow(
      /ALERT_WEBHOOK_URL: must start with http[\s\S]*ALERT_WEBHOOK_SECRET: must be at least 16/,
    )
  })
})
