#!/usr/bin/env node
// The launcher. Plain JavaScript, so that an old Node can say what is wrong. The sources run as TypeScript, which needs
// Node 22.18; the npm package `node` brings one along, and an older Node hands over to it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 18)) {
  // Compiled sources are kept in the system's temporary folder: half the time to start.
  module.enableCompileCache?.()
  const { main } = await import('./main.ts')
  await main(process.argv.slice(2))
} else {
  const bundled = fileURLToPath(new URL('../node_modules/node/bin/node', import.meta.url))
  if (!existsSync(bundled)) {
    process.stderr.write(
      `crew needs Node 22.18 or later and this is ${process.version}. Run \`npm ci\` in the project's folder: it brings the right one along.\n`,
    )
    process.exit(1)
  }
  const child = spawn(bundled, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  // The terminal sends Ctrl-C to both; the child decides when it is done. A kill of this process alone is passed on.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}
