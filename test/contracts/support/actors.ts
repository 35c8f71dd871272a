import { ethers, type Signer } from './network.ts'

/** Everybody who turns up in these tests, by what they are in the world. */
export const actorNames = [
  'board',
  'registrar',
  'programmeManager',
  'regulator',
  'chipMaker',
  'chipLine',
  'oem',
  'oemLine',
  'otherOem',
  'lab',
  'secondLab',
  'chipMakersLab',
  'lapsedLab',
  'struckOffLab',
  'suspendedMaker',
  'utility',
  'intruder',
  'newcomer',
  'distributor',
  'installer',
] as const
export type ActorName = (typeof actorNames)[number]
export type Actors = Record<ActorName, Signer>

/** @throws RangeError when the chain has fewer accounts than there are actors */
export async function namedActors(): Promise<Actors> {
  const signers = await ethers.getSigners()
  const entries = actorNames.map((name, index) => {
    const signer = signers[index]
    if (signer === undefined) throw new RangeError(`the chain has no account for ${name}`)
    return [name, signer] as const
  })
  return Object.fromEntries(entries) as Actors
}
