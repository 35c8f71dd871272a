import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { atMost } from '../../../src/chain/at-most.ts'
import { auditLog } from '../../../src/keygen/log/audit-log.ts'
import type { IssueEntry, IssueEvent } from '../../../src/keygen/log/issue-entry.ts'
import type { KeygenServiceSettings } from '../../../src/keygen/service/start-service.ts'
import { confirmation, keyIdOfPrivate, keyRequest, newEphemeral, unwrapped, type Flash, type Invitation } from './device.ts'
import { fileRegistrar } from './file-registrar.ts'
import type { Kill, KilledServiceFile } from './killed-service.ts'
import { createServiceWorld, type ServiceWorld } from './service-world.ts'

const program = join(import.meta.dirname, 'killed-service.ts')

/** Calls of the log: the first is the enrolment, then issue, confirmation, registration. Until the confirmation it matters whether the device kept
 * its ephemeral key. */
const issueKills: Record<string, Kill> = {
  'before the key is made': { port: 'key', moment: 'before', count: 1 },
  'when the key is made and wrapped': { port: 'key', moment: 'after', count: 1 },
  'when the issue is decided and not logged': { port: 'log', moment: 'before', count: 2 },
  'in the middle of the line of the issue': { port: 'log', moment: 'middle', count: 2 },
  'when the issue is logged and the answer is lost': { port: 'log', moment: 'after', count: 2 },
}
const laterKills: Record<string, Kill> = {
  'when the confirmation is decided and not logged': { port: 'log', moment: 'before', count: 3 },
  'in the middle of the line of the confirmation': { port: 'log', moment: 'middle', count: 3 },
  'when the confirmation is logged and the answer is lost': { port: 'log', moment: 'after', count: 3 },
  'before the registration': { port: 'registrar', moment: 'before', count: 1 },
  'when the key is registered and the service does not know': { port: 'registrar', moment: 'after', count: 1 },
  'when the registration is noted and not logged': { port: 'log', moment: 'before', count: 4 },
  'when the registration is logged': { port: 'log', moment: 'after', count: 4 },
}
const cases = [
  ...Object.entries(issueKills).flatMap(([when, kill]) => [
    { when: `${when}, the device has its ephemeral key still`, kill, keepsEphemeral: true },
    { when: `${when}, the device has lost its ephemeral key`, kill, keepsEphemeral: false },
  ]),
  ...Object.entries(laterKills).map(([when, kill]) => ({ when, kill, keepsEphemeral: false })),
]
/** Cases that run at once: most of each is the start of a process. */
const atOnce = 4

describe('after a power cut (kill -9) of the key generation service', function () {
  this.timeout(60_000)
  let world: ServiceWorld
  const running = new Set<ChildProcess>()
  const inTurn = atMost(atOnce)
  const played = new Map<string, Promise<Played>>()
  before(async () => {
    world = await createServiceWorld()
    for (const { when, kill, keepsEphemeral } of cases) {
      const playing = inTurn(() => play(kill, keepsEphemeral))
      // a failure is told by its own test
      playing.catch(() => undefined)
      played.set(when, playing)
    }
  })
  after(async () => {
    await Promise.allSettled(played.values())
    for (const child of running) child.kill('SIGKILL')
    world.remove()
  })

  const startKilled = async (
    settings: KeygenServiceSettings,
    registry: string,
    kill: Kill,
  ): Promise<{ url: string; dead: Promise<unknown> }> => {
    const path = `${registry}.json`
    writeFileSync(path, JSON.stringify({ settings, registry, kill } satisfies KilledServiceFile))
    const env = { ...process.env, NODE_COMPILE_CACHE: world.folder.file('compiled') }
    const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'], env })
    running.add(child)
    const dead = once(child, 'exit').then(() => running.delete(child))
    const [line] = (await Promise.race([once(child.stdout, 'data'), dead.then(() => [''])])) as [Buffer | string]
    return { url: line.toString().trim(), dead }
  }

  /** A device that does the next thing it has not done, and forgets what it holds in memory alone whenever something fails. */
  const deviceTries = async (url: string, invitation: Invitation, flash: Flash, keepsEphemeral: boolean): Promise<string> => {
    const session = await world.connect(url)
    try {
      if (flash.key === undefined) {
        const ephemeral = flash.ephemeral ?? newEphemeral()
        if (keepsEphemeral) flash.ephemeral = ephemeral
        const answer = await session.call('POST', '/v1/device/keys', keyRequest(session, invitation, ephemeral.spki))
        flash.key = unwrapped(answer, ephemeral.privateKey)
        flash.keyId = keyIdOfPrivate(flash.key)
      }
      const { body } = await session.call(
        'POST',
        '/v1/device/confirmations',
        confirmation(invitation.enrolment_id, flash.keyId ?? '', flash.key),
      )
      return String(body['state'])
    } finally {
      session.close()
    }
  }

  const play = async (kill: Kill, keepsEphemeral: boolean): Promise<Played> => {
    const registry = world.folder.file(`${kill.port}-${kill.moment}-${kill.count}-${keepsEphemeral}`)
    const settings = world.settings()
    const first = await startKilled(settings, registry, kill)
    const invitation = await world.enrol(first.url, 'SN-1')
    const flash: Flash = {}
    const killed = first.dead.then(() => 'killed')
    for (let state = ''; state !== 'killed';)
      state = await Promise.race([deviceTries(first.url, invitation, flash, keepsEphemeral).catch(() => killed), killed])

    const second = await world.start({ settings, registrar: fileRegistrar(registry) })
    for (let state = ''; state !== 'registered';) state = await deviceTries(second.url, invitation, flash, keepsEphemeral)
    await second.stop()
    const entries: IssueEntry[] = []
    const audit = await auditLog(join(settings.data, 'issues.jsonl'), undefined, (entry) => void entries.push(entry))
    return { registered: readFileSync(registry, 'utf8'), keyId: flash.keyId ?? '', intact: audit.intact, entries }
  }

  for (const { when } of cases) {
    it(`${when}: the next tries of the device end with exactly one registered key`, async () => {
      const { registered, keyId, intact, entries } = (await played.get(when)) as Played
      const of = (event: IssueEvent) => entries.filter((entry) => entry.event === event).map(({ key_id }) => key_id)

      expect(registered).to.equal(`1 ${keyId}\n`)
      expect(intact).to.equal(true)
      expect(of('enrolled')).to.deep.equal([null])
      expect(of('issued').at(-1)).to.equal(keyId)
      expect(of('withdrawn')).to.deep.equal(of('issued').slice(0, -1))
      expect(of('confirmed')).to.deep.equal([keyId])
      expect(of('registered')).to.deep.equal([keyId])
    })
  }
})

type Played = { readonly registered: string; readonly keyId: string; readonly intact: boolean; readonly entries: readonly IssueEntry[] }
