/** Bolt's log, silent: stdout is for people, and what matters is logged as an incident where it is caught. */
import { type Logger, LogLevel } from '@slack/bolt'

const ignore = () => {}

export const quietLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  setLevel: ignore,
  getLevel: () => LogLevel.ERROR,
  setName: ignore,
}
