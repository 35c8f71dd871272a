/**
 * Makes a batch of two keys as `derkey keygen appliance make` does, and is killed (SIGKILL) at the step of the given number: a call that changes
 * the disk, the half of a file being written. Exits with 0 where there is no such step; at step `stay` it stays when all is done.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { StatementSync } from 'node:sqlite'

const [directory = '', out = '', certificate = '', password = '', killAt = '0'] = process.argv.slice(2)
let step = 0
let counting = false

const killedAt = (): boolean => counting && (step += 1) === Number(killAt)
const die = () => process.kill(process.pid, 'SIGKILL')
const patch = (target: object, names: readonly string[]) => {
  for (const name of names) {
    const original = Reflect.get(target, name) as (...args: unknown[]) => unknown
    Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
      if (killedAt()) {
        if (name === 'writeFileSync') original.call(this, args[0], (args[1] as Buffer).subarray(0, (args[1] as Buffer).length / 2), args[2])
        die()
      }
      return original.apply(this, args)
    })
  }
}
patch(fs, ['writeFileSync', 'renameSync', 'mkdirSync', 'rmSync', 'fsyncSync'])
patch(StatementSync.prototype, ['run'])
syncBuiltinESMExports()

const { openAppliance } = await import('../../../src/keygen/appliance/open-appliance.ts')
const { makeBatch } = await import('../../../src/keygen/appliance/make-batch.ts')
const { planKeys } = await import('../../../scripts/keygen/plan-keys.ts')
const now = Date.now()
const keys = planKeys({ recipient: certificate, count: 2, csr: true, now })
const appliance = await openAppliance(directory, password)
counting = true
makeBatch(appliance, { processId: '1', keys, out, now })
counting = false
appliance.close()
if (killAt === 'stay') {
  process.stdout.write('made')
  process.stdin.resume()
}
