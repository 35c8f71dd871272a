import { Ajv2020 } from 'ajv/dist/2020.js'

type Content = { content?: Record<string, { schema: { $ref?: string } }> }
type Description = { paths: Record<string, Record<string, { responses: Record<string, Content> }>>; components: object }

/** Holds an answer to what /openapi.json promises for its call and status. @throws Error that says where they differ */
export type Conformance = (method: string, path: string, status: number, mediaType: string, body: unknown) => void

export async function readConformance(url: string): Promise<Conformance> {
  const description = (await (await fetch(`${url}/openapi.json`)).json()) as Description
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  ajv.addSchema({ $id: 'https://oracle.invalid/', ...description })
  const templates = Object.keys(description.paths).map((template) => ({
    template,
    pattern: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))

  return (method, path, status, mediaType, body) => {
    const [bare = ''] = path.split('?')
    const found = templates.find(({ template }) => template === bare) ?? templates.find(({ pattern }) => pattern.test(bare))
    const promised = found && description.paths[found.template]?.[method.toLowerCase()]?.responses
    if (found === undefined || promised === undefined) return
    const name = [String(status), `${Math.floor(status / 100)}XX`].find((each) => each in promised)
    if (name === undefined || promised[name]?.content?.[mediaType] === undefined) {
      throw new Error(`${method} ${found.template} promises no ${status} of ${mediaType}`)
    }
    const pointer = ['paths', found.template, method.toLowerCase(), 'responses', name, 'content', mediaType, 'schema']
    const fragment = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
    const validate = ajv.compile({ $ref: `https://oracle.invalid/#/${fragment}` })
    if (!validate(body))
      throw new Error(`${method} ${found.template} ${status}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(body)}`)
  }
}
