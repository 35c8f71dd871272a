import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect } from 'chai'
import jsQr from 'jsqr'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { PNG } from 'pngjs'
import type { KeygenService } from '../../../src/keygen/service/start-service.ts'
import type { Device } from '../../tls/pki.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped } from './device.ts'
import { createServiceWorld, memoryRegistrar, type ServiceWorld } from './service-world.ts'

/** The browser. Where it is missing the page is not tested, but for the gate (`.ci/run`), which installs it. */
const browserFile = ['chromium', 'chromium-browser', 'google-chrome']
  .flatMap((name) => (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((file) => existsSync(file))
const required = process.env['DERKEY_CI'] !== undefined

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

if (browserFile === undefined && !required) process.stderr.write('no Chromium on PATH: the installer’s page is not tested\n')
else describe("the installer's page, in Chromium as on a phone", describePage)

function describePage(this: Mocha.Suite): void {
  this.timeout(120_000)
  let world: ServiceWorld
  let service: KeygenService
  let browser: Browser
  const registrar = memoryRegistrar()
  before(async () => {
    world = await createServiceWorld()
    service = await world.start({ registrar })
    browser = await chromium.launch({ ...(browserFile && { executablePath: browserFile }), args: ['--no-sandbox'] })
  })
  after(async () => {
    await browser.close()
    await service.stop()
    world.remove()
  })

  /** A context that stays open for `use`; what the page said on its console, and what it asked other origins for. */
  const inBrowser = async (holder: Device | undefined, use: (page: Page, context: BrowserContext) => Promise<void>) => {
    const certificates = holder && [{ origin: service.url, certPath: holder.chain, keyPath: holder.key }]
    const context = await browser.newContext({
      ...phone,
      ignoreHTTPSErrors: true,
      ...(certificates && { clientCertificates: certificates }),
    })
    const said: string[] = []
    const page = await context.newPage()
    page.setDefaultTimeout(15_000)
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
    page.on('pageerror', (error) => said.push(String(error)))
    page.on('request', (request) => !request.url().replace('blob:', '').startsWith(service.url) && said.push(request.url()))
    try {
      await use(page, context)
    } finally {
      await context.close()
    }
    return said
  }

  it('makes the code of a device, shows it as a QR code, and follows the device until its key is registered', async () => {
    const said = await inBrowser(world.line, async (page) => {
      const response = await page.goto(`${service.url}/install`)
      expect(response?.headers()['content-security-policy']).to.contain("default-src 'none'").and.not.contain('unsafe')
      await page.getByText('You are line.').waitFor()
      await page.getByLabel('Serial number of the device').fill('SN-42')
      await page.getByLabel('Process').selectOption('2')
      await page.getByRole('button', { name: 'Make its code' }).click()
      await page.getByRole('heading', { name: 'SN-42' }).waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'it fits the phone').to.equal(true)

      const url = new URL(decodeQr(await page.locator('#qr').screenshot()))
      const given = new URLSearchParams(url.hash.slice(1))
      expect(url.origin).to.equal(service.url)
      expect(given.get('pin')).to.equal(service.pin)
      const invitation = { enrolment_id: given.get('enrolment') ?? '', code: given.get('code') ?? '' }

      // the device: knows the service by the pin of the code alone, and takes the code from it
      const session = await world.connect(url.origin, undefined, { rejectUnauthorized: false })
      expect(pinByOpenssl(session.socket.getPeerX509Certificate()?.toString() ?? '')).to.equal(given.get('pin'))
      const { privateKey, spki } = newEphemeral()
      const answer = await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, spki))
      await page.locator('#enrolment[data-state=issued]').waitFor()
      const key = unwrapped(answer, privateKey)
      const keyId = keyIdOfPrivate(key)
      await session.call('POST', '/v1/device/confirmations', confirmation(invitation.enrolment_id, keyId, key))
      session.close()

      await page.locator('#enrolment[data-state=registered]').waitFor()
      expect(await page.locator('#keyid').textContent()).to.equal(keyId)
      expect(await page.locator('#progress li.done').count()).to.equal(4)
      expect(await page.locator('#code').isVisible(), 'a spent code is not shown').to.equal(false)
      expect(registrar.keys.get(keyId)).to.equal('2')
    })
    expect(said).to.deep.equal([])
  })

  it('goes on after a reload, without the code, and makes a new one; names what is wrong', async () => {
    await inBrowser(world.line, async (page) => {
      await page.goto(`${service.url}/install`)
      await page.getByLabel('Serial number of the device').fill('SN-43')
      await page.getByRole('button', { name: 'Make its code' }).click()
      const code = await page.locator('#code').textContent()
      await page.reload()
      await page.getByRole('heading', { name: 'SN-43' }).waitFor()
      expect(await page.locator('#code').isVisible()).to.equal(false)
      await page.getByRole('button', { name: 'Make a new code' }).click()
      await page.locator('#code:not(:empty)').waitFor()
      expect(await page.locator('#code').textContent())
        .to.match(/^[0-9A-Z]{26}$/)
        .and.not.equal(code)

      await page.getByRole('button', { name: 'Next device' }).click()
      await page.getByLabel('Serial number of the device').fill('SN-42')
      await page.getByLabel('Process').selectOption('2')
      await page.getByRole('button', { name: 'Make its code' }).click()
      await page.getByRole('alert').getByText('SN-42 has the key').waitFor()
    })
  })

  it('tells an installer without a certificate, or without the right, what is missing', async () => {
    await inBrowser(undefined, async (page) => {
      expect((await page.goto(`${service.url}/install`))?.status()).to.equal(401)
      await page.getByText("This page needs the installer's certificate").waitFor()
      await page.goto(`${service.url}/enrol#code=secret`)
      await page.getByText('scan it with the device').waitFor()
    })
    await inBrowser(world.office, async (page) => {
      await page.goto(`${service.url}/install`)
      await page.getByText('does not have the right to enrol').waitFor()
    })
  })

  it('cannot be used by a foreign page that the installer has open', async () => {
    await inBrowser(world.line, async (page) => {
      const foreign = await world.start()
      try {
        await page.goto(`${foreign.url}/enrol`)
        const { url } = service
        const forged = await page
          .evaluate(
            (target) =>
              fetch(target, {
                method: 'POST',
                mode: 'no-cors',
                credentials: 'include',
                body: '{"process_id":"1","devices":["SN-66"]}',
              }).then(() => ''),
            `${url}/v1/enrolments`,
          )
          .catch((error: unknown) => String(error))
        expect(forged).to.contain('Failed to fetch')
      } finally {
        await foreign.stop()
      }
    })
    const session = await world.connect(service.url, world.line)
    const body = { process_id: '1', devices: ['SN-66'] }
    const { status, body: problem } = await session.call('POST', '/v1/enrolments', body, { Origin: 'https://elsewhere.example' })
    session.close()
    expect([status, problem.code]).to.deep.equal([403, 'origin_foreign'])
  })
}

function decodeQr(png: Buffer): string {
  const { data, width, height } = PNG.sync.read(png)
  const found = (jsQr as unknown as typeof jsQr.default)(new Uint8ClampedArray(data), width, height)
  if (found === null) throw new Error('no QR code is seen')
  return found.data
}

function pinByOpenssl(certificate: string): string {
  const spki = execFileSync('openssl', ['x509', '-pubkey', '-noout'], { input: certificate })
  const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input: spki })
  return `sha256//${execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: der }).toString('base64')}`
}
