import { closeSync, fstatSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../../domain/problem.ts'
import { writeFault } from '../../domain/write-fault.ts'

/** A file that is written piece by piece, and gets its name when it is whole. */
export type DraftFile = {
  write(text: string): void
  /** Puts it in the place of what has the name so far; durable when this returns. */
  publish(): void
  /** Removes the draft, where it is not published. */
  discard(): void
}

/**
 * Begins a draft, `PATH.part`, mode 0600; what a killed run left there is written anew.
 * @throws Problem file_unwritable, disk_full
 */
export function openDraft(path: string): DraftFile {
  const draft = `${path}.part`
  const guard = <T>(work: () => T): T => {
    try {
      return work()
    } catch (cause) {
      if (cause instanceof Problem) throw cause
      throw writeFault(path, cause)
    }
  }
  const file = guard(() => {
    rmSync(draft, { force: true })
    return openSync(draft, 'wx', 0o600)
  })
  let open = true
  const close = () => {
    if (open) closeSync(file)
    open = false
  }
  const isOurs = () => statSync(draft, { throwIfNoEntry: false })?.ino === fstatSync(file).ino
  return {
    write: (text) =>
      guard(() => {
        // its number may be another file's by now
        if (!open) throw new Error('the draft was let go of')
        const bytes = Buffer.from(text)
        for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
      }),
    publish: () =>
      guard(() => {
        if (!isOurs()) throw new Problem('file_unwritable', { field: path, detail: 'another run writes the same file' })
        fsyncSync(file)
        renameSync(draft, path)
        close()
        const folder = openSync(dirname(path), 'r')
        fsyncSync(folder)
        closeSync(folder)
      }),
    discard: () => {
      if (!open) return
      if (isOurs()) rmSync(draft, { force: true })
      close()
    },
  }
}
