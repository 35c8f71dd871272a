import { z } from 'zod'
import { gatewayConfiguration } from '../../src/tls/configuration.ts'

/** docs/gateway.schema.json: JSON Schema of the configuration of `derkey gateway`. */
export function gatewaySchema(): string {
  const { id: _, ...schema } = z.toJSONSchema(gatewayConfiguration, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify(schema, null, 2)}\n`
}
