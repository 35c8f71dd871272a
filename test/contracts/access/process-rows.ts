import { reason } from '../support/inputs.ts'
import { byAssessor, byEntity, restricted, type Row } from './row.ts'

const why = reason('unspecified')

export const processRows: readonly Row[] = [
  byEntity('processes', 'create', () => [], ['chipMaker', 'oem', 'otherOem'], 'EntityRegistryRoleMissing'),
  byAssessor('processes', 'createFor', ({ actors }) => [actors.oem], ['lab', 'secondLab', 'chipMakersLab']),
  byEntity('processes', 'grant', ({ processId, actors }) => [processId, actors.utility], ['chipMaker'], 'ProcessRegistryNotOwner'),
  byEntity('processes', 'withdrawGrant', ({ processId, actors }) => [processId, actors.oem], ['chipMaker'], 'ProcessRegistryNotOwner'),
  byEntity(
    'processes',
    'nameLineAccount',
    ({ processId, actors }) => [processId, actors.chipLine],
    ['chipMaker', 'oem'],
    'ProcessRegistryNotGranted',
  ),
  byEntity(
    'processes',
    'withdrawLineAccount',
    ({ processId, actors }) => [processId, actors.oemLine],
    ['oem'],
    'ProcessRegistryAccountTaken',
  ),
  restricted('processes', 'PROGRAMME_MANAGER', 'suspendAsProgrammeManager', ({ processId }) => [processId, why]),
  restricted('processes', 'PROGRAMME_MANAGER', 'reinstateAsProgrammeManager', ({ processId }) => [processId]),
  restricted('processes', 'REGULATOR', 'suspendAsRegulator', ({ processId }) => [processId, why]),
  restricted('processes', 'REGULATOR', 'reinstateAsRegulator', ({ processId }) => [processId]),
  restricted('processes', 'BOARD', 'reinstateAsBoard', ({ processId }) => [processId]),
  restricted('processes', 'BOARD', 'revoke', ({ processId }) => [processId, why]),
]
