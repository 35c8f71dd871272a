import type { Registration } from '../registrations.ts'
import { sepError } from './answer.ts'
import type { SepAnswer, SepRequest } from './answer.ts'
import { deviceCapability } from './device-capability.ts'
import { endDevice, endDeviceList, registerSelf, registrationOf } from './end-device.ts'
import { time } from './time.ts'
import { sepMediaType } from './xml.ts'

type Handler = (request: SepRequest) => SepAnswer
type Route = { readonly name: string; readonly path: RegExp; readonly methods: Readonly<Record<string, Handler>> }

const routes: readonly Route[] = [
  { name: '/dcap', path: /^\/dcap$/, methods: read(deviceCapability) },
  { name: '/tm', path: /^\/tm$/, methods: read(time) },
  { name: '/edev', path: /^\/edev$/, methods: { ...read(endDeviceList), POST: registerSelf } },
  { name: '/edev/{id}', path: /^\/edev\/(\d{1,15})$/, methods: read(own(endDevice)) },
  { name: '/edev/{id}/rg', path: /^\/edev\/(\d{1,15})\/rg$/, methods: read(own(registrationOf)) },
]

const xmlTypes: readonly string[] = [sepMediaType, 'text/xml', 'application/xml']

/** The name under which requests for `path` are counted. */
export function routeName(path: string): string {
  return routes.find((route) => route.path.test(path))?.name ?? 'other'
}

/** What a device that may come in is answered (IEEE 2030.5-2018, 5.5: methods and status codes). @throws Problem store_failed */
export function answerSep(request: SepRequest): SepAnswer {
  const { method, path, contentType } = request
  const route = routes.find((each) => each.path.test(path))
  if (route === undefined) return sepError(404, 'invalidValues', { detail: 'there is no such resource' })
  const handler = route.methods[method]
  if (handler === undefined) {
    return sepError(
      405,
      'invalidValues',
      { detail: `${method} is not for this resource` },
      { Allow: Object.keys(route.methods).join(', ') },
    )
  }
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  if (method === 'POST' && mediaType !== undefined && !xmlTypes.includes(mediaType)) {
    return sepError(415, 'invalidFormat', { detail: `bodies are ${sepMediaType}` })
  }
  return handler(request)
}

function read(handler: Handler): Readonly<Record<string, Handler>> {
  return { GET: handler, HEAD: handler }
}

/** A resource below an EndDevice is its device's alone; whether another's exists is not told. */
function own(handler: (request: SepRequest & { registration: Registration }) => SepAnswer): Handler {
  return (request) => {
    const { registration, path } = request
    if (registration === undefined || Number(path.split('/')[2]) !== registration.id) {
      return sepError(403, 'invalidValues', { cause: 'other_identity', detail: 'a device sees its own entry alone' })
    }
    return handler({ ...request, registration })
  }
}
