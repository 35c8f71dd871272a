import { criteria, keyIds } from '../support/inputs.ts'
import { byAssessor, everybody, restricted, type Row } from './row.ts'
import type { AccessWorld } from './world.ts'

const request = ({ processId, completed }: AccessWorld) => [processId, 0, completed, 1]

export const sampleRows: readonly Row[] = [
  // the chip maker's process, of which its own lab is not independent
  byAssessor('samples', 'requestAsAssessor', request),
  byAssessor('samples', 'recordFinding', ({ sampleId }) => [sampleId, keyIds(1, 'oem')[0], 1, criteria]),
  restricted('samples', 'PROGRAMME_MANAGER', 'requestAsProgrammeManager', request),
  restricted('samples', 'REGULATOR', 'requestAsRegulator', request),
  { contract: 'samples', name: 'draw', args: ({ sampleId }) => [sampleId], allowed: everybody, refusal: () => '' },
]
