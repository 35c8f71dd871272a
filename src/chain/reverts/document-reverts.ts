import type { documentRegistryAbi } from '../abi/document-registry.generated.ts'
import { refusedValue, roleMissing, type Rows } from './rows.ts'

export const documentReverts: Rows<typeof documentRegistryAbi> = {
  RegistryRoleMissing: roleMissing,
  DocumentRegistryKindUnknown: () => refusedValue('kind', 'is not given'),
  DocumentRegistryTitleInvalid: (title) => refusedValue('title', `${JSON.stringify(title)} does not have 1 to 200 bytes`),
  DocumentRegistryVersionInvalid: (version) => refusedValue('version', `${JSON.stringify(version)} does not have 1 to 32 bytes`),
  DocumentRegistryHashZero: () => refusedValue('sha256', 'is zero'),
  DocumentRegistryTaken: (hash) => ({ code: 'document_taken', field: 'sha256', detail: `${hash} is registered` }),
  DocumentRegistryVersionTaken: (title, version, hash) => ({
    code: 'document_version_taken',
    field: 'version',
    detail: `version ${JSON.stringify(version)} of ${JSON.stringify(title)} has the hash ${hash}`,
  }),
  DocumentRegistryUnknown: (hash) => ({ code: 'document_unknown', field: 'sha256', detail: `no document has the hash ${hash}` }),
  DocumentRegistryIndexUnknown: (index) => ({ code: 'document_unknown', detail: `there is no document ${index}` }),
}
