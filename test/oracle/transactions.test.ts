import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { parseTransaction, type Hex, type TransactionSerialized } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { KeyInfo } from '../../src/domain/records.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { startOracleWorld, type ActorName, type OracleWorld } from './oracle-world.ts'

type Prepared = {
  transactions: { unsigned: Hex; from: string; nonce: number; chain_id: number }[]
  code?: string
  detail?: string
  field?: string
}

describe('transactions over the oracle', () => {
  let there: OracleWorld
  const folder = temporaryFolder()
  before(async () => {
    there = await startOracleWorld()
  })
  after(async () => {
    await there.close()
    folder.remove()
  })

  /** A CSR of a fresh key, as a device's factory makes it. */
  const csr = (name: string) => {
    const [key, request] = [folder.file(`${name}.key`), folder.file(`${name}.csr`)]
    execFileSync(
      'openssl',
      ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', request, '-subj', '/'],
      {
        stdio: 'ignore',
      },
    )
    return execFileSync('openssl', ['req', '-in', request], { encoding: 'utf8' })
  }
  const sign = (actor: ActorName, unsigned: Hex): Promise<Hex> =>
    privateKeyToAccount(there.world.actors[actor].privateKey).signTransaction({
      ...parseTransaction(unsigned as TransactionSerialized),
      type: 'eip1559',
    } as never)
  const prepare = (actor: ActorName, operation: string, input: object) =>
    there.call<Prepared>(actor, 'POST', '/v1/transactions/prepare', { body: { operation, input } })
  const processCount = async () => {
    let count = 0
    while ((await there.call('regulator', 'GET', `/v1/processes/${count + 1}`)).status === 200) count++
    return count
  }

  describe('proof of possession', () => {
    const body = (fields: object) => ({ process_id: there.world.processes.secure_element.process_id, ...fields })

    it('is shown by CSRs that the keys have signed', async () => {
      const { status, body: written } = await there.write<{ key_ids: string[] }>(
        'chip_maker',
        'POST',
        '/v1/keys',
        body({ csrs: [csr('a'), csr('b')] }),
      )
      expect(status, JSON.stringify(written)).to.equal(201)
      expect(written.key_ids).to.have.length(2)
      const read = await there.call<KeyInfo>('utility', 'GET', `/v1/keys/${written.key_ids[0]}`)
      expect(read.body.effective_status).to.equal('active')
    })

    it('is demanded unless the configuration says otherwise', async () => {
      for (const fields of [{ key_ids: [`0x${'11'.repeat(32)}`] }, { public_keys: ['AAAA'] }]) {
        expect((await there.write('chip_maker', 'POST', '/v1/keys', body(fields))).body).to.include({ status: 422, code: 'proof_missing' })
      }
      const prepared = await prepare('chip_maker', 'create_key', body({ key_ids: [`0x${'11'.repeat(32)}`] }))
      expect(prepared.body).to.include({ code: 'proof_missing' })
    })

    it('is refused where a signature does not fit, and the request is named', async () => {
      const good = csr('c')
      const bytes = Buffer.from(good.replaceAll(/-----[^-]+-----|\s/g, ''), 'base64')
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
      const answer = await there.write('chip_maker', 'POST', '/v1/keys', body({ csrs: [good, bytes.toString('base64')] }))
      expect(answer.body).to.include({ code: 'csr_proof', field: 'csrs[1]' })
    })
  })

  describe('Idempotency-Key', () => {
    const create = (key: string, body: object = {}) =>
      there.write<{ transaction_id: string }>('oem', 'POST', '/v1/processes', body, { 'idempotency-key': key })

    it('makes a repeat harmless, also at the same time and after a restart', async () => {
      const [key, before] = [randomUUID(), await processCount()]
      const answers = await Promise.all([create(key), create(key), create(key)])
      await there.restart()
      answers.push(await create(key))
      expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]))
      expect(new Set(answers.map(({ body }) => body.transaction_id)).size).to.equal(1)
      expect(await processCount()).to.equal(before + 1)
    })

    it('belongs to one body and one caller', async () => {
      const key = randomUUID()
      const first = await create(key)
      expect((await create(key, { owner_id: there.world.actors.oem.account })).body).to.include({
        status: 422,
        code: 'idempotency_key_reused',
      })
      const other = await there.write<{ transaction_id: string }>('chip_maker', 'POST', '/v1/processes', {}, { 'idempotency-key': key })
      expect(other.status).to.equal(201)
      expect(other.body.transaction_id).to.not.equal(first.body.transaction_id)
    })

    it('repeats a refusal too', async () => {
      const refuse = () => there.write('utility', 'POST', '/v1/processes', {}, { 'idempotency-key': 'refused-1' })
      expect((await refuse()).body).to.include({ code: 'entity_role_missing' })
      expect((await refuse()).body).to.include({ code: 'entity_role_missing' })
    })
  })

  describe('signed by the client', () => {
    it('are prepared, signed elsewhere and sent; the answer is that of any write', async () => {
      const prepared = await prepare('chip_maker', 'create_process', {})
      expect(prepared.status, JSON.stringify(prepared.body)).to.equal(200)
      const [transaction] = prepared.body.transactions
      expect(transaction).to.include({ from: there.world.actors.chip_maker.account, chain_id: 31337 })
      const raw = await sign('chip_maker', transaction?.unsigned as Hex)
      const sent = await there.write<{ process: object; transaction_id: string }>('chip_maker', 'POST', '/v1/transactions', { raw })
      expect(sent.status, JSON.stringify(sent.body)).to.equal(201)
      expect(sent.body.process).to.include({ owner_id: there.world.actors.chip_maker.account })
      const again = await there.write<{ transaction_id: string }>('chip_maker', 'POST', '/v1/transactions', { raw })
      expect(again.body.transaction_id).to.equal(sent.body.transaction_id)
    })

    it('register keys whose possession was proven when they were prepared', async () => {
      const { process_id } = there.world.processes.secure_element
      const prepared = await prepare('chip_maker', 'create_key', { process_id, csrs: [csr('d')] })
      const raw = await sign('chip_maker', prepared.body.transactions[0]?.unsigned as Hex)
      const sent = await there.write<{ key_ids: string[]; lot_id: string }>('chip_maker', 'POST', '/v1/transactions', { raw })
      expect(sent.status, JSON.stringify(sent.body)).to.equal(201)
      expect(sent.body.key_ids).to.have.length(1)
      expect(sent.body.lot_id).to.match(/^[1-9]/)
    })

    it('need no signer of the oracle', async () => {
      const { token } = there.token('chip_maker', null)
      const body = { operation: 'create_process', input: {} }
      const answer = await there.call('chip_maker', 'POST', '/v1/transactions/prepare', {
        body,
        headers: { authorization: `Bearer ${token}` },
      })
      expect(answer.status).to.equal(200)
    })

    it('are refused when they were not prepared here, or for somebody else', async () => {
      const { world, write } = there
      const { nonce } = (await prepare('chip_maker', 'create_process', {})).body.transactions[0] as { nonce: number }
      const account = privateKeyToAccount(world.actors.chip_maker.privateKey)
      const made = { type: 'eip1559', nonce, gas: 100_000n, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n, value: 0n } as const
      const elsewhere = await account.signTransaction({ ...made, chainId: 31337, to: account.address, data: '0x1234' })
      expect((await write('chip_maker', 'POST', '/v1/transactions', { raw: elsewhere })).body).to.include({
        code: 'transaction_not_prepared',
      })
      const prepared = await prepare('chip_maker', 'update_key', { key_id: `0x${'ab'.repeat(32)}`, status: 'active' })
      expect(prepared.body).to.include({ code: 'key_unknown' })
      const unsigned = (await prepare('chip_maker', 'create_process', { owner_id: world.actors.chip_maker.account })).body.transactions[0]
        ?.unsigned as Hex
      const raw = await sign('chip_maker', unsigned)
      expect((await write('utility', 'POST', '/v1/transactions', { raw })).body).to.include({ code: 'transaction_not_prepared' })
    })

    it('are refused for another chain, unsigned, or as garbage', async () => {
      const account = privateKeyToAccount(there.world.actors.chip_maker.privateKey)
      const { unsigned } = (await prepare('chip_maker', 'create_process', {})).body.transactions[0] as { unsigned: Hex }
      const other = await account.signTransaction({
        ...parseTransaction(unsigned as TransactionSerialized),
        type: 'eip1559',
        chainId: 1,
      } as never)
      for (const raw of [other, unsigned, `0x02${randomBytes(100).toString('hex')}`, `0x${'00'.repeat(40)}`]) {
        expect((await there.write('chip_maker', 'POST', '/v1/transactions', { raw })).body, raw).to.include({
          status: 400,
          code: 'transaction_invalid',
        })
      }
      expect((await there.write('chip_maker', 'POST', '/v1/transactions', { raw: '0x12' })).body).to.include({
        code: 'invalid_input',
        field: 'raw',
      })
    })

    it('are refused when their nonce has gone to another, and say so', async () => {
      const { process_id } = there.world.processes.unprotected_memory
      const prepared = [await prepare('oem', 'create_process', {}), await prepare('oem', 'create_key', { process_id, csrs: [csr('e')] })]
      const [first, second] = await Promise.all(prepared.map(({ body }) => sign('oem', body.transactions[0]?.unsigned as Hex)))
      expect((await there.write('oem', 'POST', '/v1/transactions', { raw: first })).status).to.equal(201)
      const late = await there.write('oem', 'POST', '/v1/transactions', { raw: second })
      expect(late.body).to.include({ code: 'transaction_rejected' })
      expect(late.body['detail']).to.contain('was used by another transaction')
    })

    it('name faults of the inner input by their path, and operations that there are', async () => {
      expect((await prepare('chip_maker', 'create_process', { owner: 1 })).body).to.include({ code: 'invalid_input', field: 'input.owner' })
      expect((await prepare('chip_maker', 'create_miracle', {})).body).to.include({ code: 'invalid_input', field: 'operation' })
    })

    it('tell before anything is signed what the registry would refuse', async () => {
      expect((await prepare('utility', 'create_process', {})).body).to.include({ code: 'entity_role_missing' })
    })
  })
})
