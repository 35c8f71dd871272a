import { expect } from 'chai'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../src/oracle/store/open-store.ts'
import { createToken, findToken, listTokens, revokeToken } from '../../src/oracle/store/tokens.ts'

describe('bearer tokens of the oracle', () => {
  let folder: string
  let store: Store
  const subject = '0x' + 'ab'.repeat(20)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'derkey-tokens-'))
    store = openStore(folder)
  })

  afterEach(() => {
    store.close()
    rmSync(folder, { recursive: true })
  })

  const make = (lifetimeSeconds = 60, now = Date.now()) =>
    createToken(store, { kind: 'entity', subject, signer: 'line1', lifetimeSeconds }, now)

  it('stand for an entity and its named signer', () => {
    const { token, record } = make()
    expect(findToken(store, token)).to.include({ token_id: record.token_id, kind: 'entity', subject, signer: 'line1' })
  })

  it('carry 256 random bits and differ each time', () => {
    const tokens = new Set(Array.from({ length: 50 }, () => make().token))
    expect(tokens.size).to.equal(50)
    for (const token of tokens) expect(Buffer.from(token.replace('derkey_', ''), 'base64url')).to.have.length(32)
  })

  it('are kept as hashes in a file that its owner alone can read', () => {
    const { token } = make()
    for (const name of ['oracle.sqlite', 'oracle.sqlite-wal']) {
      expect(readFileSync(join(folder, name)).includes(token.slice('derkey_'.length)), name).to.equal(false)
      expect(statSync(join(folder, name)).mode & 0o777, name).to.equal(0o600)
    }
  })

  it('end when their time is over', () => {
    const { token } = make(60, Date.now() - 60_000)
    expect(() => findToken(store, token))
      .to.throw('expired')
      .with.property('code', 'token_expired')
  })

  it('end when they are revoked, and a second revocation changes nothing', () => {
    const { token, record } = make()
    const first = revokeToken(store, record.token_id)
    expect(revokeToken(store, record.token_id, Date.now() + 5000).revoked_at).to.equal(first.revoked_at)
    expect(() => findToken(store, token))
      .to.throw()
      .with.property('code', 'token_revoked')
  })

  it('are refused when they were not made here, cut short or altered', () => {
    const { token } = make()
    for (const wrong of ['', token.slice(0, -1), `${token}x`, token.toUpperCase(), 'derkey_' + 'A'.repeat(43)]) {
      expect(() => findToken(store, wrong))
        .to.throw()
        .with.property('code', 'token_unknown')
    }
  })

  it('are listed newest first, without hash and token', () => {
    const first = make().record
    const second = make().record
    expect(listTokens(store).map(({ token_id }) => token_id)).to.deep.equal([second.token_id, first.token_id])
    expect(JSON.stringify(listTokens(store))).not.to.contain('hash')
  })

  it('survive a restart', () => {
    const { token } = make()
    store.close()
    store = openStore(folder)
    expect(findToken(store, token).subject).to.equal(subject)
  })

  it('are not made on a full disk, and the failure has its name', () => {
    store.exec('PRAGMA max_page_count = 1')
    const fill = () => {
      for (;;) make()
    }
    expect(fill).to.throw('full').with.property('code', 'store_failed')
    const count = listTokens(store).length
    expect(() => make()).to.throw('full')
    expect(listTokens(store)).to.have.length(count)
  })

  it('cannot be revoked by an id that is none', () => {
    expect(() => revokeToken(store, 'ffff'))
      .to.throw('ffff')
      .with.property('code', 'token_not_listed')
  })
})
