import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { accredit } from '../../../src/chain/calls/entity-calls.ts'
import { createKeys, setKeyStatus } from '../../../src/chain/calls/key-calls.ts'
import { registryOf } from '../../../src/chain/registry.ts'
import { createClient } from '../../../src/chain/client.ts'
import type { Hex } from '../../../src/domain/fields.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { assessProcess, secureElement, unprotectedMemory } from '../assess-process.ts'
import { setStage } from '../stage.ts'
import { openLine, type Line } from './line.ts'

export const nationNames = ['first', 'second'] as const
export type NationName = (typeof nationNames)[number]

/** A nation: its chain, its registry with its own Governing Body and staff, and the policy by which its keys are judged. */
export type Nation = {
  readonly name: NationName
  readonly country: string
  /** CAIP-10. */
  readonly registry: string
  /** Under it its manufacturer registers keys. */
  readonly process_id: string
  /** As the configuration of whoever asks names the registry. */
  readonly asked: { readonly rpc: string; readonly deployment: string; readonly policy: string }
  readonly line: Line
  register(keyIds: readonly Hex[]): Promise<void>
  revoke(keyId: Hex): Promise<void>
  close(): Promise<void>
}

type Plan = {
  readonly chainId: number
  readonly country: string
  readonly location: string
  readonly process: typeof secureElement
  readonly policy: Pick<Policy, 'max_answer_age_seconds' | 'rules'>
}

/** How long the second nation's devices may go on while its chain is away, in seconds. */
export const secondLimit = 5

const plans: Readonly<Record<NationName, Plan>> = {
  first: {
    chainId: 31_337,
    country: 'US',
    location: 'US 95814',
    process: secureElement,
    policy: {
      max_answer_age_seconds: 3600,
      rules: { key_storage: { accept: ['secure_element', 'tpm', 'hsm'], otherwise: 'restrict' } },
    },
  },
  second: {
    chainId: 31_338,
    country: 'CA',
    location: 'CA K1A 0B1',
    process: unprotectedMemory,
    policy: { max_answer_age_seconds: secondLimit, rules: { process_owner_country: { accept: ['CA'], otherwise: 'refuse' } } },
  },
}

/** Founds a nation's registry on a chain of its own, with one audited process. */
export async function foundNation(name: NationName, directory: string): Promise<Nation> {
  const { chainId, country, location, process, policy } = plans[name]
  const stage = await setStage(join(directory, name), { chainId, country })
  const { act, carry, chain, deployment, deploymentFile, people } = stage
  const { contracts } = deployment
  const line = await openLine(chain.url)
  const file = join(directory, name, 'policy.json')
  const rest = { name, mode: 'enforce', unregistered: 'refuse', restricted_may: ['/dcap', '/tm'] }
  await writeFile(file, `${JSON.stringify({ ...rest, ...policy }, null, 2)}\n`)

  const accreditation = accredit(contracts, people.players.assessor.account, '2036-01-01T00:00:00Z')
  await carry('Accredit the Assessing Laboratory until 2036', [accreditation], () => undefined)
  const { process_id } = await assessProcess(act, contracts, 'oem', {
    ...process,
    generation: { ...process.generation, location },
  })
  return {
    name,
    country,
    registry: registryOf(createClient({ rpc: chain.url }), deployment).name,
    process_id,
    asked: { rpc: line.url, deployment: deploymentFile, policy: file },
    line,
    register: async (keyIds) => void (await act('oem', createKeys(contracts, process_id, undefined, keyIds))),
    revoke: async (keyId) => void (await act('oem', setKeyStatus(contracts, 'owner', [keyId], 'revoked', 'keyCompromise'))),
    close: async () => {
      await line.close()
      await stage.close()
    },
  }
}
