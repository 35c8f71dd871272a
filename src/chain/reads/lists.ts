import type { AssessmentRecord, DocumentRecord, EntityRecord, LotRecord, ProcessRecord } from '../../domain/records.ts'
import type { SampleRecord } from '../../domain/sample-records.ts'
import type { ChainRegistry } from '../registry.ts'
import { readAssessmentCount, readAssessmentUnder } from './assessment.ts'
import { readDocumentAt, readDocumentCount } from './document.ts'
import { readEntityAt, readEntityCount } from './entity.ts'
import { readLot, readLotCount } from './lot.ts'
import { readProcess, readProcessCount } from './process.ts'
import { readSample, readSampleCount } from './sample.ts'
import { readValidity } from './validity.ts'

/** How many records are asked for at once. */
const atOnce = 25

/** Every entity as of a block, in the order of registration. */
export async function readEntities(registry: ChainRegistry, block: number): Promise<EntityRecord[]> {
  return readAll(await readEntityCount(registry, block), (index) => readEntityAt(registry, index, block))
}

/** Every document of the Governing Body as of a block, in the order of registration. */
export async function readDocuments(registry: ChainRegistry, block: number): Promise<DocumentRecord[]> {
  return readAll(await readDocumentCount(registry, block), (index) => readDocumentAt(registry, index, block))
}

/** Every process as of a block. */
export async function readProcesses(registry: ChainRegistry, block: number): Promise<ProcessRecord[]> {
  return readAll(await readProcessCount(registry, block), (id) => readProcess(registry, String(id), block))
}

/** Every assessment as of a block. */
export async function readAssessments(registry: ChainRegistry, block: number): Promise<AssessmentRecord[]> {
  const validity = await readValidity(registry, block)
  return readAll(await readAssessmentCount(registry, block), (id) => readAssessmentUnder(validity, registry, String(id), block))
}

/** Every lot as of a block. */
export async function readLots(registry: ChainRegistry, block: number): Promise<LotRecord[]> {
  return readAll(await readLotCount(registry, block), (id) => readLot(registry, String(id), block))
}

/** Every product sample as of a block. */
export async function readSamples(registry: ChainRegistry, block: number): Promise<SampleRecord[]> {
  return readAll(await readSampleCount(registry, block), (id) => readSample(registry, String(id), block))
}

async function readAll<T>(count: number, read: (number: number) => Promise<T | undefined>): Promise<T[]> {
  const found: T[] = []
  for (let first = 1; first <= count; first += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, count - first + 1) }, (_, index) => first + index)
    const records = await Promise.all(numbers.map(read))
    found.push(...records.filter((record) => record !== undefined))
  }
  return found
}
