import { acting, type Governance } from '../support/governance.ts'
import { countryBytes } from '../support/inputs.ts'
import { accountOf, entryOf, publicKeyOf, signEntry, signRotation, type Facts } from '../validators/nodes.ts'

/** What acts on nodes need beside those of the genesis. */
export type AccessNodes = {
  readonly nodes: {
    /** Vetted, of the segment of `validator`. */
    readonly standby: string
    readonly validator: string
    /** Of `validator`, where it became foreign. */
    readonly facts: Facts
    /** Arguments of `vet`, signed by the node's key. */
    readonly vetting: readonly unknown[]
    /** Arguments of `rotate`, for `validator`, signed by the next key. */
    readonly rotation: readonly unknown[]
  }
}

export async function accessNodes({ validators, constitutionTimelock }: Governance): Promise<AccessNodes> {
  const vetting = async (name: string) => {
    const entry = entryOf(name, { segment: 'utility' })
    return [entry, await signEntry(validators, entry, name)] as const
  }
  await validators.connect(await acting(constitutionTimelock)).vet(...(await vetting('spare')))
  const validator = accountOf('utilityOne')
  const { operatorId, group, controlCountry, hostingCountry, segment } = (await validators.node(validator)).entry.facts
  const facts: Facts = { operatorId, group, controlCountry, hostingCountry, segment }
  const { publicKeyX, publicKeyY } = publicKeyOf('next')
  return {
    nodes: {
      standby: accountOf('spare'),
      validator,
      facts: { ...facts, controlCountry: countryBytes('FR') },
      vetting: await vetting('another'),
      rotation: [validator, publicKeyX, publicKeyY, await signRotation(validators, validator, 'next')],
    },
  }
}
