import { recoverMessageAddress, type Hex } from 'viem'
import { canonicalJson } from '../domain/canonical-json.ts'
import type { Application, SignedApplication } from '../domain/inputs/application.ts'
import { Problem } from '../domain/problem.ts'
import type { Deployment } from './deployment.ts'
import { registryNameOf } from './registry.ts'
import type { Signer } from './signer.ts'

/** For how long an application can be accepted, in days. */
const applicationDays = 90

const dayMs = 86_400_000
/** Clocks of two parties differ. */
const skewMs = 300_000

/** What is signed (EIP-191): a purpose, so that it stands for nothing else, and the application as canonical JSON. */
const textOf = (application: Application) => `derkey entity application\n${canonicalJson(application)}`

/** Signs an application with the account that is to be the entity's. */
export async function signApplication(signer: Signer, application: Application): Promise<SignedApplication> {
  return { ...application, signature: await signer.signMessage(textOf(application)) }
}

/**
 * That the application is for this registry, of these days, and signed by the account that it names.
 * @throws Problem `application_elsewhere`, `application_date`, `application_signature`
 */
export async function verifyApplication(
  { signature, ...application }: SignedApplication,
  deployment: Deployment,
  now: Date,
): Promise<void> {
  const here = registryNameOf(deployment)
  if (application.registry !== here || application.chain_id !== deployment.chain_id) {
    const detail = `it is for ${application.registry} on chain ${application.chain_id}, this is ${here}`
    throw new Problem('application_elsewhere', { field: 'registry', detail })
  }
  const age = now.getTime() - Date.parse(application.date)
  if (age < -skewMs || age > applicationDays * dayMs) {
    const detail = `it is of ${application.date}; one of the last ${applicationDays} days is wanted`
    throw new Problem('application_date', { field: 'date', detail })
  }
  const message = textOf(application)
  const signed = await recoverMessageAddress({ message, signature: signature as Hex }).catch(() => undefined)
  if (signed?.toLowerCase() === application.entity.entity_id) return
  const detail = `it is signed by ${signed?.toLowerCase() ?? 'nobody'}, not by ${application.entity.entity_id}`
  throw new Problem('application_signature', { field: 'signature', detail })
}
