import pino from 'pino'
import { readConfiguration } from '../../src/oracle/read-configuration.ts'
import { startOracle } from '../../src/oracle/start-oracle.ts'

// The oracle as `derkey oracle` starts it, in a process of its own that ends with its parent.
const configuration = readConfiguration(process.argv[2] ?? '')
const log = pino({ level: configuration.log_level }, pino.destination(configuration.log_level === 'info' ? '/dev/null' : 2))
const oracle = await startOracle({ configuration, policies: new Map(), log, version: '0' })
process.once('disconnect', () => void oracle.stop())
process.send?.({ url: oracle.url })
