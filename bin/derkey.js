#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const wanted = 24
if (Number(process.versions.node.split('.')[0]) < wanted) {
  process.stderr.write(
    `derkey needs Node ${wanted} or later, this is ${process.version}: \`npx -y -p node@${wanted} -c bash\` opens a shell that has it\n`,
  )
  process.exit(1)
}
// What was compiled once starts in half the time. Node's own place for it is /tmp, where others could put code: this one is the user's.
module.enableCompileCache(join(homedir(), '.cache', 'derkey'))
// A checkout runs the TypeScript itself; the packed package carries JavaScript, because Node strips no types under node_modules.
const source = new URL('../scripts/derkey.ts', import.meta.url)
await import(existsSync(source) ? source.href : new URL('../dist/scripts/derkey.js', import.meta.url).href)
