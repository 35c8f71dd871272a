import { createPrivateKey, createPublicKey, randomFillSync, sign, verify } from 'node:crypto'
import { expect } from 'chai'
import { keyIdOf } from '../../../src/domain/key-id.ts'
import { operatingSystem, type EntropySource } from '../../../src/keygen/entropy/entropy-source.ts'
import { withNewKey } from '../../../src/keygen/entropy/new-key.ts'

describe('a new key', () => {
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')

  it('is PKCS#8 as node:crypto itself writes it, with its key id', () => {
    for (let round = 0; round < 50; round++) {
      withNewKey(operatingSystem, ({ key_id, spki, pkcs8 }) => {
        const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
        const publicKey = createPublicKey(privateKey)

        expect(privateKey.export({ type: 'pkcs8', format: 'der' }).equals(pkcs8)).to.equal(true)
        expect(publicKey.export({ type: 'spki', format: 'der' }).equals(spki)).to.equal(true)
        expect(key_id).to.equal(keyIdOf(spki))
        expect(verify('sha256', Buffer.of(1), publicKey, sign('sha256', Buffer.of(1), privateKey))).to.equal(true)
      })
    }
  })

  it('is zeroed when its use ends, well or badly', () => {
    let kept: Uint8Array = Buffer.of(1)
    withNewKey(operatingSystem, ({ pkcs8 }) => (kept = pkcs8))
    expect(kept.every((octet) => octet === 0)).to.equal(true)

    kept = Buffer.of(1)
    const failing = () =>
      withNewKey(operatingSystem, ({ pkcs8 }) => {
        kept = pkcs8
        throw new Error('the disk is full')
      })
    expect(failing).to.throw('the disk is full')
    expect(kept.every((octet) => octet === 0)).to.equal(true)
  })

  it('is drawn again where the number is 0, the order, or above it', () => {
    const draws = [Buffer.alloc(32), order, Buffer.alloc(32, 0xff), undefined]
    let drawn = 0
    const source: EntropySource = {
      fill: (bytes) => {
        const next = draws[drawn++]
        if (next === undefined) randomFillSync(bytes.subarray(1))
        else bytes.set(next)
      },
      close: () => undefined,
    }
    withNewKey(source, ({ key_id }) => expect(key_id).to.match(/^0x[0-9a-f]{64}$/))
    expect(drawn).to.equal(4)
  })
})
