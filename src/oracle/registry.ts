import type { Outcome } from '../chain/read-outcome.ts'
import type { Registered, Registration } from '../chain/register/registration.ts'
import type { CommentRecord } from '../domain/comment-record.ts'
import type { KeyReason, RecordState } from '../domain/enumerations.ts'
import type { Hex } from '../domain/fields.ts'
import type { KeyHistory } from '../domain/key-history.ts'
import type { DeviceLine } from '../domain/key-status-source.ts'
import type { CreateAssessmentInput, UpdateAssessmentInput } from '../domain/inputs/assessment.ts'
import type {
  AsOf,
  AssessmentRecord,
  DocumentRecord,
  EntityRecord,
  KeyInfo,
  LotRecord,
  ProcessRecord,
  QuotaRecord,
} from '../domain/records.ts'
import type { DrawnSample, SampleFindingRecord } from '../domain/sample-records.ts'
import type { KeyLifeCalls, KeyLifeReads } from './key-life.ts'
import type { StaffRole } from './who.ts'

/** A contract call, ready to be signed. */
export type Call = { readonly to: Hex; readonly data: Hex }

/** A call in a block. */
export type Mined = { readonly hash: Hex; readonly block: number; readonly outcome: Outcome }

/** A transaction for a client to sign (EIP-1559): `unsigned` is its serialization, the rest says the same in words. Fees in wei. */
export type Unsigned = {
  readonly chain_id: number
  readonly from: Hex
  readonly to: Hex
  readonly data: Hex
  readonly nonce: number
  readonly gas: string
  readonly max_fee_per_gas: string
  readonly max_priority_fee_per_gas: string
  readonly unsigned: Hex
}

/** A signed transaction, taken apart. */
export type Signed = { readonly raw: Hex; readonly hash: Hex; readonly from: Hex; readonly chain_id: number; readonly call: Call }

/** Of which block an answer is: of the newest, where that is at least `min_block`, or of `as_of`. */
export type ReadAt = {
  readonly min_block?: number | undefined
  readonly as_of?: number | undefined
  /** How long to wait for it, milliseconds. */
  readonly patienceMs?: number
}

/** The registry as the oracle reads it. Every read is of one block, so that an answer never mixes two states. `undefined`: not there. */
export type RegistryReads = KeyLifeReads & {
  /** CAIP-10 name: `eip155:CHAIN_ID:KEY_REGISTRY_ADDRESS`. */
  readonly name: string
  readonly chainId: number
  /** The newest block or the one that is wanted, when it is there. @throws Problem `block_not_reached` */
  head(at?: ReadAt): Promise<AsOf>
  /** A block that is there already. */
  blockTime(block: number): Promise<AsOf>
  entity(entityId: string, block: number): Promise<EntityRecord | undefined>
  process(processId: string, block: number): Promise<ProcessRecord | undefined>
  assessment(assessmentId: string, block: number): Promise<AssessmentRecord | undefined>
  /** What the entity may write today, and did. */
  quota(entityId: string, block: number): Promise<QuotaRecord | undefined>
  document(sha256: string, block: number): Promise<DocumentRecord | undefined>
  documents(block: number): Promise<DocumentRecord[]>
  /** Comments on a draft, oldest first. */
  comments(assessmentId: string, block: number): Promise<CommentRecord[]>
  /** Drawn again from the chain, with what was found of its keys. */
  sample(sampleId: string, block: number): Promise<DrawnSample | undefined>
  /** What was found of keys of the process, oldest first. */
  sampleFindings(processId: string, block: number): Promise<SampleFindingRecord[]>
  lot(lotId: string, block: number): Promise<LotRecord | undefined>
  keyInfo(keyId: Hex, block: number): Promise<KeyInfo | undefined>
  /** The keys of its device, as `KeyStatusAnswer` has them. */
  deviceLine(info: KeyInfo, block: number): Promise<DeviceLine | undefined>
  /** Empty for a key that is not registered. */
  keyHistory(keyId: Hex, block: number): Promise<KeyHistory>
  staffRoles(account: string, block: number): Promise<StaffRole[]>
}

/** Contract calls, encoded. None of them asks the chain. */
export type RegistryCalls = KeyLifeCalls & {
  /** @param ownerId on whose behalf an assessor creates it; undefined: the caller's own */
  createProcess(ownerId: string | undefined): Call
  createAssessment(input: CreateAssessmentInput): Call
  /** @param lotId undefined opens a lot */
  createKeys(processId: string, lotId: string | undefined, keyIds: readonly Hex[]): Call
  setProcessState(as: StaffRole, processId: string, state: RecordState, reason: KeyReason): Call
  /** @param as `assessor` takes its own draft back */
  setAssessmentState(
    as: StaffRole | 'assessor',
    assessmentId: string,
    change: UpdateAssessmentInput['state'] | 'reinstated',
    reason: KeyReason,
  ): Call
  /** @param comment its SHA-256 */
  commentAssessment(assessmentId: string, comment: string): Call
}

/** The registry as the oracle writes it. */
export type RegistryWrites = {
  /** Signs `call` with the named signer, journals it and hands it over, once for each `id`. @throws Problem what the registry refuses */
  submit(signer: string, id: string, call: Call): Promise<void>
  /** Waits until what was submitted is in a block. @throws Problem */
  settle(signer: string, id: string): Promise<Mined>
  /** Registers any number of keys with the named signer, several transactions at once; the same list again goes on where it stopped. @throws Problem */
  register(signer: string, registration: Registration): Promise<Registered>
  /** Hands over a transaction that a client has signed; harmless when it is there already. @throws Problem */
  relay(signed: Signed): Promise<void>
  /** Waits until a client's transaction is in a block, handing it over again if need be. @throws Problem */
  settleRelayed(signed: Signed): Promise<Mined>
  /** What `from` has to sign for these calls, in the order of its nonces. @throws Problem when the registry would refuse the first */
  prepare(from: Hex, calls: readonly Call[]): Promise<Unsigned[]>
  /** @throws Problem `transaction_invalid` */
  readSigned(raw: Hex): Promise<Signed>
}

export type Registry = RegistryReads & RegistryCalls & RegistryWrites
