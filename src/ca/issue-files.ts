import { Problem } from '../domain/problem.ts'
import { writeCertificate } from './certificate-file.ts'
import { deviceRequestOf } from './device-request.ts'
import type { DeviceRequest } from './device-request.ts'
import type { HardwareModule } from './hardware-module-name.ts'
import { issueCertificates } from './issue-certificates.ts'
import type { IssueResult } from './issue-certificates.ts'
import type { Judge } from './judge-key.ts'
import type { IssuingCa } from './open-ca.ts'
import { readCsr } from './read-csr.ts'
import { readRequestFile } from './request-files.ts'
import type { RequestFile } from './request-files.ts'

/** What became of one file. `failed` is a fault of the file itself, on which nothing was decided. */
export type FileResult = { readonly file: string; readonly out: readonly string[] } & (
  IssueResult | { readonly state: 'failed'; readonly problem: Problem }
)

export type IssueFilesOptions = {
  readonly reissue: boolean
  /** For a request that names no device. */
  readonly hardware_module?: HardwareModule | undefined
  /** Told how many files are done. */
  readonly progress?: (done: number) => void
}

/** Requests a commit of the ledger: its wait for the disk is shared. */
const batch = 64

/**
 * Answers files with files, each with its own result: one that is no request, or is refused, stops none of the others.
 * @throws Problem ledger_unusable, pkcs11_failed, ca_invalid: what none could be issued with
 */
export async function issueFiles(
  ca: IssuingCa,
  files: readonly RequestFile[],
  judge: () => Judge,
  { reissue, hardware_module, progress = () => undefined }: IssueFilesOptions,
): Promise<FileResult[]> {
  const results: FileResult[] = []
  const taken = new Set<string>()
  for (let start = 0; start < files.length; start += batch) {
    const part = files.slice(start, start + batch)
    const requests = part.map((file) => attempt(() => requestOf(file, taken, hardware_module)))
    const readable = requests.filter((request): request is DeviceRequest => !(request instanceof Problem))
    const issued = (await issueCertificates(ca, readable, judge(), { reissue }))[Symbol.iterator]()
    for (const [index, file] of part.entries()) {
      const request = requests[index] as DeviceRequest | Problem
      results.push(request instanceof Problem ? failed(file, request) : delivered(ca, file, issued.next().value as IssueResult))
    }
    progress(results.length)
  }
  return results
}

/** @throws Problem of a file that is no request of a device, or whose certificate would go where another's goes */
function requestOf({ csr, out }: RequestFile, taken: Set<string>, given: HardwareModule | undefined): DeviceRequest {
  const [first = ''] = out
  if (taken.has(first)) throw new Problem('file_exists', { field: 'out', detail: `${first} is for another request of this folder` })
  const request = deviceRequestOf(readCsr(readRequestFile(csr)), given)
  taken.add(first)
  return request
}

/** The certificate stands in the ledger already: where its file cannot be written, the same call writes it later. */
function delivered(ca: IssuingCa, { csr, out }: RequestFile, result: IssueResult): FileResult {
  if (result.state === 'refused') return { file: csr, out: [], ...result }
  const fault = attempt(() => {
    for (const path of out) writeCertificate(path, result.certificate, ca.chain)
  })
  return fault instanceof Problem ? failed({ csr, out }, fault) : { file: csr, out, ...result }
}

function failed({ csr }: RequestFile, problem: Problem): FileResult {
  return { file: csr, out: [], state: 'failed', problem }
}

function attempt<T>(action: () => T): T | Problem {
  try {
    return action()
  } catch (error) {
    if (error instanceof Problem) return error
    throw error
  }
}
