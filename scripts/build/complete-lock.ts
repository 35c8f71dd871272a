/**
 * Adds to package-lock.json the optional packages of other platforms that npm left out because the registry at hand does not offer them;
 * `npm ci` refuses a lock file without them. To be run after `npm install`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Entry = { version?: string; dev?: boolean; optionalDependencies?: Record<string, string> }
type Lock = { packages: Record<string, object & Entry> }

const file = join(import.meta.dirname, '..', '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
const systems = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony', 'sunos', 'aix', 'openbsd', 'netbsd']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el']

/** What npm would have read in the package's manifest: its name says for which platform it is. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const words = name.split(/[/-]/)
  const [os, cpu] = [systems.find((each) => words.includes(each)), processors.find((each) => words.includes(each))]
  if (os === undefined || cpu === undefined) return undefined
  if (os !== 'linux' || !words.some((word) => /^(gnu|musl)/.test(word))) return { os: [os], cpu: [cpu] }
  return { os: [os], cpu: [cpu], libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] }
}

for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`
    const platform = platformOf(name)
    if (place in lock.packages || platform === undefined) continue
    lock.packages[place] = { version, ...platform, ...(dev === true && { dev }), optional: true } as Entry
  }
}
const [root, ...rest] = Object.entries(lock.packages)
if (root === undefined) throw new RangeError('package-lock.json holds no packages')
const sorted = [root, ...rest.sort(([one], [other]) => (one < other ? -1 : 1))]
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
