import { finishBatch } from '../../src/keygen/appliance/make-batch.ts'
import type { Appliance } from '../../src/keygen/appliance/open-appliance.ts'
import type { Output } from '../output.ts'

/** Ends what an interruption left, and says so. */
export function finishEarlierBatch(appliance: Appliance, output: Output): void {
  const earlier = finishBatch(appliance)
  if (earlier === undefined) return
  output.note(
    earlier.state === 'lost'
      ? `note: batch ${earlier.counter} was interrupted, and ${earlier.folder} is gone: its keys are lost, its number is used; \`derkey keygen appliance manifest\` gives out its manifest`
      : `note: batch ${earlier.counter}, interrupted before, is whole: ${earlier.folder}`,
  )
}
