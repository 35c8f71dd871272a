import { execFileSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import * as fc from 'fast-check'
import { setKeyStatus } from '../../src/chain/calls/key-calls.ts'
import { setLotState } from '../../src/chain/calls/lot-calls.ts'
import { setProcessState } from '../../src/chain/calls/process-calls.ts'
import { rotateKey } from '../../src/chain/calls/rotation-calls.ts'
import { createChainSource } from '../../src/chain/key-status-source.ts'
import { readKeyInfo } from '../../src/chain/reads/key-info.ts'
import { chainOf, readSuccession } from '../../src/chain/reads/succession.ts'
import { effectiveAt } from '../../src/domain/effective-at.ts'
import { toSeconds } from '../../src/domain/fields.ts'
import { rotationStatement } from '../../src/domain/rotation.ts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { assessProcess, secureElement } from '../../scripts/demo/assess-process.ts'
import { newRotatingKey, rotate, rotatingKeyOf, type RotatingKey } from '../support/rotating-key.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { deployWorld, type World } from '../support/world.ts'

describe('a line of successors on the chain', () => {
  let world: World
  before(async () => {
    world = await deployWorld()
  })
  after(() => world.close())

  const registered = async (count: number, processId = world.processes.secure_element.process_id): Promise<RotatingKey[]> => {
    const keys = Array.from({ length: count }, newRotatingKey)
    await world.registerKeys(
      'chip_maker',
      processId,
      keys.map(({ key_id }) => key_id),
    )
    return keys
  }
  const lineOf = async ({ key_id }: RotatingKey) => {
    const answer = await createChainSource(world.registry).get(key_id)
    return answer.kind === 'known' ? answer.line : answer.kind
  }

  it('is one device where each successor signed, seen from every key of it', async () => {
    const [first, second, third] = (await registered(3)) as [RotatingKey, RotatingKey, RotatingKey]
    expect(await lineOf(first)).to.equal(undefined)
    const { block, hash } = await rotate(world, 'chip_maker', first, second)
    await rotate(world, 'chip_maker', second, third)
    const line = [first, second, third].map(({ key_id }) => key_id)
    for (const key of [first, second, third]) expect(await lineOf(key)).to.deep.equal(line)

    const links = await chainOf(world.registry, second.key_id)
    expect(links.map(({ key_id, successor_id, verified }) => [key_id, successor_id, verified])).to.deep.equal([
      [first.key_id, second.key_id, true],
      [second.key_id, third.key_id, true],
    ])
    expect(links[0]).to.deep.include({ block, transaction: hash })
    expect(links[0]?.superseded_at).to.equal((await readKeyInfo(world.registry, first.key_id))?.superseded_at)
  })

  it('is proven by a signature that openssl alone made', async () => {
    const folder = temporaryFolder()
    try {
      const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'ignore'] })
      openssl('ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', 'successor.key')
      const successor = rotatingKeyOf(createPrivateKey(readFileSync(folder.file('successor.key'))))
      const { contracts, chain_id: chainId } = world.deployment
      const [key] = (await registered(1)) as [RotatingKey]
      await world.registerKeys('chip_maker', world.processes.secure_element.process_id, [successor.key_id])
      const ids = { keyId: key.key_id, successorId: successor.key_id }
      writeFileSync(folder.file('statement'), rotationStatement({ chainId, registry: contracts.KeyRegistry.address, ...ids }))
      const signature = openssl('dgst', '-sha256', '-sign', 'successor.key', 'statement')
      const publicKey = openssl('pkey', '-in', 'successor.key', '-pubout', '-outform', 'DER')
      await world.act('chip_maker', rotateKey(contracts, { ...ids, overlapSeconds: 0, publicKey, signature }))
      expect(await readSuccession(world.registry, key.key_id)).to.deep.include({ successor_id: successor.key_id, verified: true })
    } finally {
      folder.remove()
    }
  })

  it('is two devices where somebody else signed, or a signature of another rotation is shown again; the old key ends all the same', async () => {
    const [first, second, third, fourth, fifth] = (await registered(5)) as [RotatingKey, RotatingKey, RotatingKey, RotatingKey, RotatingKey]
    await rotate(world, 'chip_maker', first, second, { signer: first, overlapSeconds: 0 })
    await rotate(world, 'chip_maker', second, third)
    await rotate(world, 'chip_maker', fourth, fifth, { signedOf: first.key_id })
    expect(await lineOf(first)).to.equal(undefined)
    expect(await lineOf(second)).to.deep.equal([second.key_id, third.key_id])
    expect(await lineOf(third)).to.deep.equal([second.key_id, third.key_id])
    expect(await lineOf(fifth)).to.equal(undefined)
    expect((await chainOf(world.registry, third.key_id)).map(({ verified }) => verified)).to.deep.equal([false, true])
    expect((await readKeyInfo(world.registry, first.key_id))?.effective_status).to.equal('superseded')
  })

  it('ends where an entry is void', async () => {
    const [first, second, third] = (await registered(3)) as [RotatingKey, RotatingKey, RotatingKey]
    await rotate(world, 'chip_maker', first, second)
    await rotate(world, 'chip_maker', second, third)
    await world.act('board', setKeyStatus(world.deployment.contracts, 'board', [second.key_id], 'void', 'unspecified'))
    for (const key of [first, second, third]) expect(await lineOf(key)).to.equal(undefined)
    expect(await chainOf(world.registry, first.key_id)).to.deep.equal([])
  })

  it('comes to the same effective status on the chain as in src/domain, a second before superseded_at and then', async function () {
    this.timeout(120_000)
    const { contracts } = world.deployment
    const acts = {
      suspend: (key: RotatingKey) =>
        world.act('chip_maker', setKeyStatus(contracts, 'owner', [key.key_id], 'suspended', 'certificateHold')),
      revoke: (key: RotatingKey) => world.act('chip_maker', setKeyStatus(contracts, 'owner', [key.key_id], 'revoked', 'keyCompromise')),
      suspendLot: (_key: RotatingKey, lot: string) =>
        world.act('regulator', setLotState(contracts, 'regulator', lot, 'suspended', 'unspecified')),
      suspendProcess: (_key: RotatingKey, _lot: string, process: string) =>
        world.act('regulator', setProcessState(contracts, 'regulator', process, 'suspended', 'unspecified')),
      revokeProcess: (_key: RotatingKey, _lot: string, process: string) =>
        world.act('board', setProcessState(contracts, 'board', process, 'revoked', 'keyCompromise')),
    }
    const names = Object.keys(acts) as (keyof typeof acts)[]
    const seen = new Set<string>()
    const history = fc.record({ before: fc.subarray(names, { maxLength: 2 }), overlap: fc.integer({ min: 100, max: 1_000_000 }) })
    await fc.assert(
      fc.asyncProperty(history, async ({ before, overlap }) => {
        const { process_id } = await assessProcess(world.act, contracts, 'chip_maker', secureElement)
        const [key] = (await registered(1, process_id)) as [RotatingKey]
        const [successor] = (await registered(1)) as [RotatingKey]
        await rotate(world, 'chip_maker', key, successor, { overlapSeconds: overlap })
        const { lot } = (await readKeyInfo(world.registry, key.key_id)) as KeyInfo
        for (const name of before) await acts[name](key, lot.lot_id, process_id)
        const kept = (await readKeyInfo(world.registry, key.key_id)) as KeyInfo
        const supersededAt = toSeconds(kept.superseded_at ?? '')
        for (const at of [supersededAt - 1, supersededAt, supersededAt + 1]) {
          const info = await infoAt(key, at)
          const { effective_status, effective_reason } = effectiveAt(kept, at)
          expect([info.effective_status, info.effective_reason], `${before.join()} at ${at - supersededAt}`).to.deep.equal([
            effective_status,
            effective_reason,
          ])
          seen.add(`${effective_status} ${effective_reason}`)
        }
      }),
      { numRuns: 12, seed: 20261121 },
    )
    expect(seen.size, [...seen].join(', ')).to.be.at.least(5)
  })

  /** What the chain says in a block of that time. */
  async function infoAt({ key_id }: RotatingKey, at: number): Promise<KeyInfo> {
    const request = (method: string, ...params: unknown[]) => world.client.request({ method, params } as never)
    await request('evm_setNextBlockTimestamp', at)
    await request('evm_mine')
    const { number } = await world.client.getBlock()
    const info = (await readKeyInfo(world.registry, key_id, Number(number))) as KeyInfo
    expect(toSeconds(info.as_of.time)).to.equal(at)
    return info
  }
})
