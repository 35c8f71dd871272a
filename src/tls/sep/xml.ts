import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'

/** Namespace of IEEE 2030.5-2018; answers are always in it. */
export const sepNamespace = 'urn:ieee:std:2030.5:ns'
/** IEEE 2030.5-2018, 5.3: the media type of XML bodies. */
export const sepMediaType = 'application/sep+xml'

/** One element: attributes by `@name`, and its children in the order of the schema (sep.xsd), which clients check. */
export type SepElement = { readonly [name: string]: string | number | boolean | SepElement | readonly SepElement[] }

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
})
// No entities are expanded, and names lose their prefix: clients send several namespaces, so bodies are matched by local name.
const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  trimValues: true,
})
const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A whole document with `root` in the namespace of IEEE 2030.5. */
export function writeSep(name: string, root: SepElement): Buffer {
  const text = builder.build({ [name]: { '@xmlns': sepNamespace, ...root } })
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${text}`)
}

/** The children of the root element `name`, as text; undefined for anything but one well-formed document without a DTD, with that root. */
export function readSep(body: Uint8Array, name: string): Record<string, unknown> | undefined {
  const text = decode(body)
  // a DTD could define entities; no client of IEEE 2030.5 needs one
  if (text === undefined || /<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined
  const document = parse(text)
  const root = document?.[name]
  if (root === '') return {}
  return typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Record<string, unknown>) : undefined
}

function decode(body: Uint8Array): string | undefined {
  try {
    return utf8.decode(body)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return parser.parse(text) as Record<string, unknown>
  } catch {
    // the parser's own limits: depth, and names such as __proto__
    return undefined
  }
}
