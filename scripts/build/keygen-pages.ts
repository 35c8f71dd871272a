import { z } from 'zod'
import packageFile from '../../package.json' with { type: 'json' }
import { keygenServiceConfiguration } from '../../src/keygen/service/configuration.ts'
import { clientRoutes, type ClientRouteParts } from '../../src/keygen/service/http/client-routes.ts'
import { deviceRoutes, type DeviceRouteParts } from '../../src/keygen/service/http/device-routes.ts'
import { listRoutes, type ListParts } from '../../src/keygen/service/http/list-routes.ts'
import { openApi } from '../../src/keygen/service/openapi.ts'

/** docs/keygen.schema.json: JSON Schema of the configuration of `derkey keygen service`. */
export function keygenSchema(): string {
  const { id: _, ...schema } = z.toJSONSchema(keygenServiceConfiguration, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify(schema, null, 2)}\n`
}

/** docs/keygen-openapi.json: what the service answers at /openapi.json. A description asks nothing of the parts that routes work with. */
export function keygenOpenApiPage(): string {
  const routes = [...deviceRoutes({} as DeviceRouteParts), ...clientRoutes({} as ClientRouteParts), ...listRoutes({} as ListParts)]
  return `${JSON.stringify(openApi(routes, packageFile.version), null, 2)}\n`
}
