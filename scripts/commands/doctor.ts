import { examine } from '../../src/chain/examine/examine.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import { table } from '../output.ts'
import { openRegistryOf, outputOf, reader } from '../registry-command.ts'

/** An idle chain with empty blocks off stands still too, so this is shown and is no fault. */
const staleSeconds = 60

export const doctor = reader(
  'doctor',
  'who holds which power, what is out of date, what cannot be reached; exits 1 when something is to be mended',
).action(async (options, command) => {
  const output = outputOf(command)
  const registry = await openRegistryOf(options)
  const head = await readBlock(registry.client)
  const examination = await examine(registry)
  const { findings, remarks, roles, seats } = examination
  const faults = findings.filter(({ ok }) => !ok)
  const age = Math.max(0, Math.round(Date.now() / 1000 - Date.parse(head.time) / 1000))
  const nameOf = (account: string) =>
    Object.entries(registry.deployment.contracts).find(([, { address }]) => address === account)?.[0] ?? null
  const lines = [
    `registry ${registry.name}, block ${head.block} of ${head.time}${age > staleSeconds ? `, ${age} s ago` : ''}`,
    '',
    table(
      roles.flatMap(({ role, members }) => members.map((account) => ({ role, account, which: nameOf(account) }))),
      ['role', 'account', 'which'],
    ),
    '',
    table(
      seats.map((seat) => ({ ...seat, seat: seat.name })),
      ['seat', 'entity_id', 'account', 'country', 'segment'],
    ),
    '',
    ...remarks.map((remark) => `note: ${remark}`),
    ...(faults.length === 0 ? [`${findings.length} checks, nothing to mend`] : [table(faults, ['check', 'found', 'wanted'])]),
  ]
  output.answer({ registry: registry.name, as_of: head, ...examination, faults: faults.length }, lines)
  if (faults.length > 0) process.exitCode = 1
})
