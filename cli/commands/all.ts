import type { Command } from 'commander'

export function addCommands(_program: Command): void {}
