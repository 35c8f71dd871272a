import { readAssessment } from '../../chain/reads/assessment.ts'
import { readAssessmentComments } from '../../chain/reads/assessment-comments.ts'
import { readBlock, waitForBlock } from '../../chain/reads/block.ts'
import { readDocument } from '../../chain/reads/document.ts'
import { readEntity } from '../../chain/reads/entity.ts'
import { readKeyHistory } from '../../chain/reads/key-history.ts'
import { readKeyInfo } from '../../chain/reads/key-info.ts'
import { readDocuments } from '../../chain/reads/lists.ts'
import { readLot } from '../../chain/reads/lot.ts'
import { readProcess } from '../../chain/reads/process.ts'
import { readQuota } from '../../chain/reads/quota.ts'
import { readRolesOf } from '../../chain/reads/roles.ts'
import { readDrawnSample } from '../../chain/reads/sample-draw.ts'
import { readSampleFindings } from '../../chain/reads/sample-findings.ts'
import { readDeviceLine } from '../../chain/reads/succession.ts'
import type { ChainRegistry } from '../../chain/registry.ts'
import type { Hex } from '../../domain/fields.ts'
import type { RegistryReads } from '../registry.ts'
import { staffRoles } from '../who.ts'
import { keyLifeReads } from './key-life.ts'

/** Reads the chain itself for every answer. */
export function registryReads(chain: ChainRegistry): RegistryReads {
  return {
    ...keyLifeReads(chain),
    name: chain.name,
    chainId: chain.deployment.chain_id,
    head: async ({ min_block = 0, as_of, patienceMs } = {}) => {
      const wanted = Math.max(min_block, as_of ?? 0)
      const head = await (wanted === 0 ? readBlock(chain.client) : waitForBlock(chain.client, wanted, patienceMs))
      return as_of === undefined ? head : readBlock(chain.client, as_of)
    },
    blockTime: (block) => readBlock(chain.client, block),
    entity: (entityId, block) => readEntity(chain, entityId, block),
    process: (processId, block) => readProcess(chain, processId, block),
    assessment: (assessmentId, block) => readAssessment(chain, assessmentId, block),
    quota: (entityId, block) => readQuota(chain, entityId, block),
    document: (sha256, block) => readDocument(chain, sha256, block),
    documents: (block) => readDocuments(chain, block),
    comments: (assessmentId, block) => readAssessmentComments(chain, assessmentId, block),
    sample: (sampleId, block) => readDrawnSample(chain, sampleId, block),
    sampleFindings: (processId, block) => readSampleFindings(chain, { processId }, block),
    lot: (lotId, block) => readLot(chain, lotId, block),
    keyInfo: (keyId, block) => readKeyInfo(chain, keyId, block),
    deviceLine: (info, block) => readDeviceLine(chain, info, block),
    keyHistory: (keyId, block) => readKeyHistory(chain, keyId, block),
    staffRoles: async (account, block) => {
      const held = new Set((await readRolesOf(chain, account as Hex, block)).map((role) => role.toLowerCase()))
      return staffRoles.filter((role) => held.has(role))
    },
  }
}
