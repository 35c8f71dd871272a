import { once } from 'node:events'
import { createServer } from 'node:net'
import { Problem } from '../../src/domain/problem.ts'

/** On a port that is taken another network's node would answer. @throws Problem `port_taken` */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    const probe = createServer()
    try {
      probe.listen(port, '127.0.0.1')
      await once(probe, 'listening')
    } catch (error) {
      throw new Problem('port_taken', { field: 'base-port', detail: `${port}: ${(error as Error).message}`, cause: error })
    }
    probe.close()
    await once(probe, 'close')
  }
}
