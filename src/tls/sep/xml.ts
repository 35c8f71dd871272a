import { XMLParser, XMLValidator } from 'fast-xml-parser'

/** Namespace of IEEE 2030.5-2018; answers are always in it. */
const sepNamespace = 'urn:ieee:std:2030.5:ns'
/** IEEE 2030.5-2018, 5.3: the media type of XML bodies. */
export const sepMediaType = 'application/sep+xml'

/** One element: attributes by `@name`, and its children in the order of the schema (sep.xsd), which clients check. */
export type SepElement = { readonly [name: string]: string | number | boolean | SepElement | readonly SepElement[] }

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
  return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${elementText(name, { '@xmlns': sepNamespace, ...root })}`)
}

/** Written here, since the parser's own builder takes as long as all the rest of a request. */
function elementText(name: string, value: SepElement[string]): string {
  if (Array.isArray(value)) return (value as readonly SepElement[]).map((each) => elementText(name, each)).join('')
  if (typeof value !== 'object') return `<${name}>${escape(String(value))}</${name}>`
  let attributes = ''
  let children = ''
  for (const [key, part] of Object.entries(value as SepElement)) {
    if (key.startsWith('@') && typeof part !== 'object') attributes += ` ${key.slice(1)}="${escape(String(part))}"`
    else children += elementText(key, part)
  }
  return children === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${children}</${name}>`
}

function escape(text: string): string {
  return /[&<>"]/.test(text)
    ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
    : text
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
