import { Option } from '@commander-js/extra-typings'
import { readDeployment, type Deployment } from '../../src/chain/deployment.ts'
import { Problem } from '../../src/domain/problem.ts'
import { indexAge } from '../../src/oracle/index-age.ts'
import { environment } from '../environment.ts'

export const indexOption = new Option('--index <file>', 'the index, one SQLite file').makeOptionMandatory()

/** @throws Problem `deployment_missing`, `deployment_invalid` */
export function deploymentOf({ deployment = environment.deployment }: { readonly deployment?: string | undefined }): Deployment {
  if (deployment === undefined) throw new Problem('deployment_missing', { field: 'deployment', detail: 'no file is named' })
  return readDeployment(deployment)
}

/** Seconds since an index was seen at the head of its chain; `null`: it never was. */
export function ageOf({ confirmed_at }: { readonly confirmed_at: number }): number | null {
  return confirmed_at === 0 ? null : Math.round(indexAge(confirmed_at))
}
