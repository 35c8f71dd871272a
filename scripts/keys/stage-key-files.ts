import { Problem } from '../../src/domain/problem.ts'
import { createBehindADevice } from '../../src/domain/key-files/behind-a-device.ts'
import type { FoundKey } from '../../src/domain/key-files/found-key.ts'
import { streamKeys } from '../../src/domain/key-files/stream-keys.ts'
import { stageKeys, type KeyStage, type StagedKeys } from '../../src/files/stage-keys.ts'
import { startCount } from '../progress.ts'
import { filesOf } from '../read-key-files.ts'
import { chunksOf } from './chunks-of.ts'
import { createKeyFaults } from './key-faults.ts'

type StageOptions = {
  /** Of PKCS#12 bundles. */
  readonly password?: string | undefined
  /** Refuses keys without proof of possession. */
  readonly proofRequired?: boolean
}

/**
 * The keys of files, folders of them and, as `-`, of standard input: every one read and validated, in their order, each once; of a device's
 * certificate and the CAs' behind it the device's. In flat memory whatever their number; `close` lets go of them.
 * @throws Problem that names the faults of all files; proof_missing
 */
export async function stageKeyFiles(paths: readonly string[], { password, proofRequired = false }: StageOptions = {}): Promise<StagedKeys> {
  const stage = stageKeys()
  const progress = startCount('keys read')
  let kept = false
  try {
    await readInto(stage, paths, password, progress.update)
    const keys = stage.finish()
    if (proofRequired) requireProof(keys)
    kept = true
    return keys
  } finally {
    progress.stop()
    if (!kept) stage.discard()
  }
}

async function readInto(stage: KeyStage, paths: readonly string[], password: string | undefined, onProgress: (done: number) => void) {
  const faults = createKeyFaults()
  let count = 0
  for (const file of filesOfAll(paths)) {
    stage.from(nameOf(file))
    const fault = (position: string, problem: Problem) => faults.add({ file: nameOf(file), position, problem })
    const isBehindADevice = createBehindADevice()
    const sink = {
      key: (key: FoundKey) => {
        if (isBehindADevice(key)) return
        const { key_id, proof_of_possession, position } = key
        count += 1
        if ((count & 1023) === 0) onProgress(count)
        // what is not whole is not registered: the faults that follow are looked for all the same
        if (faults.count() === 0) stage.add(key_id, proof_of_possession, position)
      },
      fault,
    }
    try {
      await streamKeys(chunksOf(file), sink, password)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.field === 'temporary file') throw error
      fault(error.field === file ? '' : (error.field ?? ''), error)
    }
  }
  faults.throwAny()
}

function* filesOfAll(paths: readonly string[]): Generator<string, void> {
  if (paths.filter((path) => path === '-').length > 1) {
    throw new Problem('invalid_input', { field: 'file', detail: 'standard input, "-", is named twice' })
  }
  for (const path of paths) yield* path === '-' ? [path] : filesOf(path)
}

const nameOf = (file: string) => (file === '-' ? 'standard input' : file)

/** @throws Problem proof_missing that names the first key without one */
function requireProof(keys: StagedKeys): void {
  const { count, first } = keys.unproven
  if (first === undefined) return
  const { source, position } = keys.placeOf(first)
  const where = position === '' ? source : `${source}, ${position}`
  const detail = `${count} of ${keys.count} keys come without a certificate signing request, the first is ${keys.slice(first, 1).join()} (${where}); with --without-proof they are taken on your word`
  throw new Problem('proof_missing', { detail })
}
