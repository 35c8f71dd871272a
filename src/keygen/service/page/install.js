// The installer's page (5.5.7): makes an enrolment with its one-time code, shows it as a QR code, and follows the device until its key is registered.
const states = ['enrolled', 'issued', 'confirmed', 'registered']
const pollMs = 1000

const at = (id) => document.getElementById(id)
const show = (id, visible) => (at(id).hidden = !visible)
let following = 0

const call = async (path, options = {}) => {
  const response = await fetch(path, { cache: 'no-store', ...options })
  const body = await response.json()
  if (!response.ok) throw Object.assign(new Error(`${body.title}: ${body.detail} ${body.action}`), { code: body.code })
  return body
}

const report = (error) => {
  at('problem').textContent = error === undefined ? '' : error.message
  show('problem', error !== undefined)
}

const showState = ({ state, key_id: keyId, failure }) => {
  // where the manufacturer registers, the list of keys is the service's last step
  const reached = states.indexOf(state === 'listed' ? 'confirmed' : state)
  for (const [index, item] of [...at('progress').children].entries()) item.classList.toggle('done', index <= reached)
  at('enrolment').dataset.state = state
  at('note').textContent =
    state === 'cancelled'
      ? 'The enrolment was cancelled.'
      : state === 'listed'
        ? 'The manufacturer registers the key.'
        : failure === null
          ? ''
          : `Not registered yet, it is tried again: ${failure}`
  at('keyid').textContent = keyId ?? ''
  show('key', keyId !== null)
  const open = state === 'enrolled' || state === 'issued'
  show('again', open)
  if (!open) show('invitation', false)
}

/** Asks how far the device is, until it is done; a phone that loses its network goes on when it is back. */
const follow = async (id) => {
  const turn = ++following
  for (;;) {
    try {
      const enrolment = await call(`/v1/enrolments/${id}`)
      if (turn !== following) return
      at('name').textContent = enrolment.device
      at('again').dataset.process = enrolment.process_id
      at('again').dataset.device = enrolment.device
      showState(enrolment)
      report()
      if (['registered', 'cancelled'].includes(enrolment.state)) return
    } catch (error) {
      if (turn !== following) return
      report(error.code === undefined ? new Error('The service cannot be reached; trying again.') : error)
      if (error.code === 'enrolment_unknown') return
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

const enrol = async (processId, device) => {
  const body = JSON.stringify({ process_id: processId, devices: [device] })
  const answer = await call('/v1/enrolments?qr=svg', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  const [enrolment] = answer.enrolments
  const url = new URL(enrolment.url)
  URL.revokeObjectURL(at('qr').src)
  at('qr').src = URL.createObjectURL(new Blob([enrolment.qr], { type: 'image/svg+xml' }))
  at('code').textContent = enrolment.code
  at('id').textContent = enrolment.enrolment_id
  at('service').textContent = url.origin
  at('pin').textContent = new URLSearchParams(url.hash.slice(1)).get('pin')
  at('expires').textContent = new Date(enrolment.code_expires_at).toLocaleString()
  at('expires').dateTime = enrolment.code_expires_at
  open(enrolment.enrolment_id, true)
}

/** Shows an enrolment; its code only where it was just made. */
const open = (id, withCode) => {
  history.replaceState(null, '', `#${id}`)
  show('form', false)
  show('enrolment', true)
  show('invitation', withCode)
  void follow(id)
}

const attempt = async (button, work) => {
  button.disabled = true
  report()
  try {
    await work()
  } catch (error) {
    report(error)
  } finally {
    button.disabled = false
  }
}

at('form').addEventListener('submit', (event) => {
  event.preventDefault()
  void attempt(at('enrol'), () => enrol(at('process').value, at('device').value.trim()))
})
at('again').addEventListener('click', () => {
  const { process, device } = at('again').dataset
  void attempt(at('again'), () => enrol(process, device))
})
at('next').addEventListener('click', () => {
  following++
  history.replaceState(null, '', location.pathname)
  report()
  show('enrolment', false)
  show('form', true)
  at('device').value = ''
  at('device').focus()
})

try {
  const { name, process_ids: processIds, rights } = await call('/v1/client')
  at('client').textContent = `You are ${name}.`
  for (const id of processIds) at('process').append(new Option(id, id))
  show('choice', processIds.length > 1)
  const id = location.hash.slice(1)
  if (!rights.includes('enrol')) report(new Error('Your certificate does not have the right to enrol devices.'))
  else if (/^[0-9a-f]{32}$/.test(id)) open(id, false)
  else show('form', true)
} catch (error) {
  at('client').textContent = ''
  report(error)
}
