/**
 * A pristine database, kept with the installed packages: creating one takes 3 s, copying it 0.2 s. Without it, or
 * where it cannot be written, everything works and the first start takes its 3 s.
 */
import { constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGES = /^(.*[\\/]node_modules)[\\/]@electric-sql[\\/]pglite[\\/]/

/** Where the template of the installed PGlite lies, or null when it is not installed in a node_modules. */
function templateFolder(): string | null {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'))
  const [own, packages] = PACKAGES.exec(entry) ?? []
  if (!own || !packages) return null
  const { version } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8')) as { version: string }
  return join(packages, '.cache', 'customer-success-crew', `pgdata-${version}`)
}

/** Copies the template to `folder`, which does not exist yet. False when there is no template. */
export function copyTemplate(folder: string): boolean {
  const template = templateFolder()
  if (!template || !existsSync(template)) return false
  cpSync(template, folder, { recursive: true, mode: constants.COPYFILE_FICLONE })
  return true
}

/** Keeps `folder`, a database that was never started, as the template. */
export function saveTemplate(folder: string): void {
  const template = templateFolder()
  if (!template || existsSync(template)) return
  const own = `${template}.${process.pid}`
  try {
    mkdirSync(dirname(template), { recursive: true })
    cpSync(folder, own, { recursive: true, mode: constants.COPYFILE_FICLONE })
    renameSync(own, template) // of several processes one wins, and a template is always whole
  } catch {
    rmSync(own, { recursive: true, force: true }) // packages installed read-only: go without
  }
}
