import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { runDerkey } from '../support/run-derkey.ts'

const path = z.string().startsWith('/')
const url = z.string().regex(/^https?:\/\/127\.0\.0\.1:\d+/)
const keyId = z.string().regex(/^0x[0-9a-f]{64}$/)
const actor = z.object({ entity_id: z.string().nullable(), keystore: path, password_file: path, roles: z.array(z.string()).min(1) })
const device = z.object({
  key_id: keyId,
  lfdi: z.string().regex(/^[0-9A-F]{40}$/),
  key: path,
  certificate: path,
  chain: path,
  expected: z.enum(['admit', 'restrict', 'refuse', 'cut']),
})
/** What scripts and other people's tests read. */
const environment = z.object({
  rpc_url: url,
  chain_id: z.number(),
  deployment: path,
  oracle_url: url,
  oracle_tokens: z.record(z.string(), z.string()),
  ca_dir: path,
  ca_certificates: path,
  gateway_url: url,
  gateway_admin_url: url,
  gateway_admin_token: z.string(),
  trust_anchors: path,
  metrics_urls: z.record(z.string(), url),
  actors: z.record(z.string(), actor),
  devices: z.record(z.string(), device),
  process_ids: z.record(z.string(), z.string().regex(/^\d+$/)),
  policies: z.record(z.string(), path),
})
const visit = z.object({
  device: z.string(),
  expected: z.string(),
  device_capability: z.number(),
  end_device: z.number(),
  cause: z.string(),
})

const answers = (address: string) =>
  fetch(address).then(
    () => true,
    () => false,
  )

describe('derkey demo', function () {
  this.timeout(120_000)
  const folder = temporaryFolder()
  after(() => folder.remove())

  it('plays the eight steps, says where everything was, and leaves nothing behind', async () => {
    mkdirSync(folder.file('tmp'))
    const { code, stdout, stderr } = await runDerkey(['demo', '--json'], { TMPDIR: folder.file('tmp') })

    expect(code, stderr).to.equal(0)
    const played = z.object({ environment, visits: z.array(visit) }).parse(JSON.parse(stdout))
    expect(played.visits.map(({ device, expected }) => [device, expected])).to.deep.equal([
      ['secure_element_inverter', 'admit'],
      ['text_file_inverter', 'restrict'],
      ['unregistered_inverter', 'refuse'],
      ['respelled_inverter', 'refuse'],
      ['sha1_inverter', 'refuse'],
      ['stolen_inverter', 'cut'],
    ])
    for (const step of [1, 2, 3, 4, 5, 6, 7, 8]) expect(stderr).to.match(new RegExp(`^${step}  The `, 'm'))

    const { rpc_url, oracle_url, gateway_admin_url } = played.environment
    expect(readdirSync(folder.file('tmp'))).to.deep.equal([])
    for (const address of [rpc_url, oracle_url, gateway_admin_url]) expect(await answers(address), address).to.equal(false)
  })

  for (const missing of ['openssl', 'curl']) {
    it(`says that ${missing} is missing before anything begins`, async () => {
      const bin = folder.file(`without-${missing}`)
      mkdirSync(bin)
      for (const tool of ['openssl', 'curl', 'env'].filter((name) => name !== missing)) symlinkSync(whereIs(tool), join(bin, tool))
      const dir = folder.file(`demo-without-${missing}`)
      const { code, stdout, stderr } = await runDerkey(['demo', '--dir', dir, '--json'], { PATH: bin })

      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(JSON.parse(stderr)).to.include({ code: 'tool_missing', field: missing })
      expect(readdirSync(folder.path)).to.not.include(`demo-without-${missing}`)
    })
  }

  it('leaves a folder alone that holds something', async () => {
    const dir = folder.file('full')
    mkdirSync(dir)
    writeFileSync(join(dir, 'mine.txt'), 'mine')
    const { code, stdout, stderr } = await runDerkey(['demo', '--dir', dir, '--json'])

    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
    expect(JSON.parse(stderr)).to.include({ code: 'invalid_input', field: 'dir' })
    expect(readdirSync(dir)).to.deep.equal(['mine.txt'])
  })
})

function whereIs(tool: string): string {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((each) => join(each, tool))
  const found = files.find((file) => existsSync(file))
  if (found === undefined) throw new Error(`${tool} is not on PATH`)
  return found
}
