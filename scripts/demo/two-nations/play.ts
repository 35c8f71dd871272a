import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { registriesOf } from '../../registries/registries-of-options.ts'
import { createCaAsking } from '../demo-ca.ts'
import { startGatewayAsking } from '../gateway.ts'
import { createLegacyCa, issueLegacy } from '../legacy-ca.ts'
import type { Narrator } from '../narrator.ts'
import { connect } from './connect.ts'
import { cutOff } from './cut-off.ts'
import { makeDevices, type DeviceName, type Devices } from './devices.ts'
import { issue, issued, refusedFor } from './issue.ts'
import { foundNation, type Nation } from './nation.ts'
import { revoke } from './revoke.ts'
import { createVisitor, type Visit } from './visits.ts'

/** Each nation's registry, and everything that devices met with. */
export type PlayedTwoNations = { readonly registries: Readonly<Record<string, string>>; readonly visits: readonly Visit[] }

/**
 * Plays how the registries of two nations, on two chains, are asked by one CA and one gateway (requirements 1, 3 and 24).
 * @param closing gets what has to be closed, in the order in which it was opened
 * @throws Problem where a step ends otherwise than it should
 */
export async function playTwoNations(directory: string, narrator: Narrator, closing: (() => unknown)[]): Promise<PlayedTwoNations> {
  const nations = await foundNations(directory, narrator, closing)
  const { first, second } = nations
  const devices = await register(directory, nations, narrator)
  const asked = { registries: [first.asked, second.asked] }
  const file = join(directory, 'registries.json')
  await writeFile(file, `${JSON.stringify(asked, null, 2)}\n`)

  narrator.step(3, 'One certificate authority', 'asks both registries, and names in the certificate the one that decided.')
  const ca = await createCaAsking(await registriesOf({ registries: file }), directory)
  closing.push(ca.close)
  const certify = (name: DeviceName) => issue(ca, directory, devices, name, narrator)
  const certificates = new Map<DeviceName, string>()
  for (const name of ['first_inverter', 'second_inverter', 'both_inverter'] as const)
    certificates.set(name, issued(name, await certify(name)))
  refusedFor('unregistered', 'stranger', await certify('stranger'))
  narrator.say('A legacy CA that asks nobody signs the stranger all the same.')
  const legacy = await createLegacyCa(directory)
  certificates.set('stranger', await issueLegacy(legacy, 'stranger', devices.stranger.csr, 'sha256'))

  const gateway = await startGatewayAsking(asked, directory, ca, legacy)
  closing.push(gateway.stop)
  const visitor = await createVisitor({ gateway, directory, devices, certificates, nations })
  const scene = { nations, devices, certify, visitor, narrator }
  await connect(scene)
  await revoke(scene)
  await cutOff(scene)
  return { registries: { first: first.registry, second: second.registry }, visits: visitor.visits }
}

type Nations = { readonly first: Nation; readonly second: Nation }

async function foundNations(directory: string, narrator: Narrator, closing: (() => unknown)[]): Promise<Nations> {
  narrator.step(1, 'Two nations', 'found a registry each, on a chain of its own, with a Governing Body of its own.')
  const found = async (name: Nation['name']) => {
    const nation = await foundNation(name, directory)
    closing.push(nation.close)
    return nation
  }
  const [first, second] = await Promise.all([found('first'), found('second')])
  for (const { name, country, registry } of [first, second]) narrator.fact(name, `${country}, registry ${registry}`)
  narrator.fact('files', directory)
  return { first, second }
}

async function register(directory: string, { first, second }: Nations, narrator: Narrator): Promise<Devices> {
  narrator.step(2, 'A manufacturer in each', 'registers keys under an audited process of its nation.')
  const devices = await makeDevices(directory)
  const idsOf = (...names: readonly DeviceName[]) => names.map((name) => devices[name].key_id)
  await Promise.all([
    first.register(idsOf('first_inverter', 'both_inverter', 'late_inverter')),
    second.register(idsOf('second_inverter', 'both_inverter')),
  ])
  narrator.fact('first', `first_inverter, both_inverter, late_inverter, in secure elements: its process ${first.process_id}`)
  narrator.fact(
    'second',
    `second_inverter, both_inverter, in unprotected memory: its process ${second.process_id}, the same number for another process`,
  )
  return devices
}
