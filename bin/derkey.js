#!/usr/bin/env node
import { existsSync, mkdirSync, statSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

/** Where what was compiled is kept; undefined where others could put code: under sudo the home may be the one of whoever calls. */
function cacheFolder() {
  try {
    const folder = join(homedir(), '.cache', 'derkey')
    // a home of "" or "." is whatever folder this is called in
    if (!isAbsolute(folder)) return undefined
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { uid, mode } = statSync(folder)
    return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0) ? folder : undefined
  } catch {
    // no home, or none to write into
    return undefined
  }
}

const wanted = 24
if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(
    `derkey needs Node ${wanted} or later, this is ${process.version}: \`npx -y -p node@${wanted} -c bash\` opens a shell that has it\n`,
  )
  process.exit(1)
}
// What was compiled once starts in half the time. Node's own place for it is /tmp, where others could put code: this one is the user's.
const cache = cacheFolder()
if (cache !== undefined) module.enableCompileCache(cache)
// A checkout runs the TypeScript itself; the packed package carries JavaScript, because Node strips no types under node_modules.
const source = new URL('../scripts/derkey.ts', import.meta.url)
await import(existsSync(source) ? source.href : new URL('../dist/scripts/derkey.js', import.meta.url).href)
