import { stageKeyFiles } from '../../scripts/keys/stage-key-files.ts'
import { finish } from './finish.ts'

/** Reads and validates a list of keys, as `derkey key register` does before it sends anything. */
const began = performance.now()
const keys = await stageKeyFiles([process.argv[2] ?? ''])
finish(keys.count, began)
keys.close()
