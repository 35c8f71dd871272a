import { startGateway } from '../../scripts/gateway/start-gateway.ts'

// The gateway as `derkey gateway` starts it, in a process of its own that ends with its parent.
const gateway = await startGateway(process.argv[2] ?? '')
process.once('disconnect', () => void gateway.close())
process.send?.({ url: gateway.url })
