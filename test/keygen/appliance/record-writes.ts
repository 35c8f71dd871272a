/** Loaded before a program (`--import`): everything it writes through `node:fs` and to its standard streams is kept in the file RECORD_WRITES. */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const record = fs.openSync(process.env['RECORD_WRITES'] ?? '', 'a')
const { writeSync } = fs
const keep = (data: unknown) => {
  if (typeof data === 'string') writeSync(record, data)
  else if (ArrayBuffer.isView(data)) writeSync(record, Buffer.from(data.buffer, data.byteOffset, data.byteLength))
}
const watch = (target: object, names: readonly string[]) => {
  for (const name of names) {
    const original = Reflect.get(target, name) as (...args: unknown[]) => unknown
    Reflect.set(target, name, function (this: unknown, ...args: unknown[]) {
      for (const arg of args.slice(0, 2).flat()) keep(arg)
      return original.apply(this, args)
    })
  }
}
watch(fs, ['writeFileSync', 'appendFileSync', 'writeSync', 'writevSync', 'write', 'writev', 'writeFile', 'appendFile'])
watch(fs.promises, ['writeFile', 'appendFile'])
watch(process.stdout, ['write'])
watch(process.stderr, ['write'])
syncBuiltinESMExports()
