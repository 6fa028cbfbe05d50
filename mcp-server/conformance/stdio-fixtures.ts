/** The suite's fixtures on standard input and output, as `crew mcp` serves the product. */
import { serveStdio, takeStdout } from '../serve-stdio.ts'
import { createFixtureServer } from './fixture-server.ts'

await serveStdio(createFixtureServer(), takeStdout())
