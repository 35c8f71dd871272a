import { z } from 'zod'
import packageFile from '../../package.json' with { type: 'json' }
import { oracleConfiguration } from '../../src/oracle/configuration.ts'
import { openApi } from '../../src/oracle/openapi.ts'
import { allRoutes, type RouteParts } from '../../src/oracle/routes/all-routes.ts'

/** docs/openapi.json: what the oracle answers at /openapi.json. A description asks nothing of the parts that routes work with. */
export function openApiPage(): string {
  return `${JSON.stringify(openApi(allRoutes({} as RouteParts), packageFile.version), null, 2)}\n`
}

/** docs/oracle.schema.json: the JSON Schema of the file that `derkey oracle --config` takes. */
export function oracleSchemaPage(): string {
  const { id: _, ...schema } = z.toJSONSchema(oracleConfiguration, { io: 'input' }) as Record<string, unknown>
  return `${JSON.stringify(schema, null, 2)}\n`
}
