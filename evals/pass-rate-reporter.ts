/** After the tables, one line an agent: how many of its cases hold. */
import type { Reporter, TestModule } from 'vitest/node'

export default class PassRateReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.suites()].map((suite) => {
        const results = [...suite.children.allTests()].map((test) => test.result().state === 'passed')
        const passed = results.filter((each) => each).length
        const percent = results.length === 0 ? 0 : Math.round((100 * passed) / results.length)
        return `  ${suite.name.padEnd(28)} ${passed} of ${results.length}  (${percent} %)`
      }),
    )
    process.stdout.write(`\nPass rate\n${lines.sort().join('\n')}\n\n`)
  }
}
