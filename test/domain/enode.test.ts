import { generateKeyPairSync } from 'node:crypto'
import { computeAddress, SigningKey } from 'ethers'
import { expect } from 'chai'
import { accountOfEnode, formatEnode, parseEnode } from '../../src/domain/enode.ts'

function newKey() {
  const { d = '', x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({ format: 'jwk' })
  const hex = (part: string) => Buffer.from(part, 'base64url').toString('hex').padStart(64, '0')
  return { privateKey: `0x${hex(d)}`, publicKey: hex(x) + hex(y) }
}

describe('an enode', () => {
  const { privateKey, publicKey } = newKey()

  it('names a key, whose account is the node’s', () => {
    const enode = parseEnode(`enode://${publicKey.toUpperCase()}@192.0.2.1:30303`)

    expect(enode.public_key_x + enode.public_key_y.slice(2)).to.equal(`0x${publicKey}`)
    expect(accountOfEnode(enode)).to.equal(computeAddress(new SigningKey(privateKey).publicKey).toLowerCase())
  })

  for (const [host, ip_bytes] of [
    ['192.0.2.1', '0xc0000201'],
    ['[2001:db8::1]', '0x20010db8000000000000000000000001'],
    ['[::1]', '0x00000000000000000000000000000001'],
    ['[2001:db8:1:2:3:4:5:6]', '0x20010db8000100020003000400050006'],
    ['[1::]', '0x00010000000000000000000000000000'],
    ['[64:ff9b::192.0.2.33]', '0x0064ff9b0000000000000000c0000221'],
  ] as const) {
    it(`is read at ${host}, and written as it was`, () => {
      const enode = parseEnode(`enode://${publicKey}@${host}:30303`)

      expect(enode).to.include({ ip_bytes, port: 30_303 })
      expect(parseEnode(formatEnode(enode))).to.include({ ip_bytes, port: 30_303 })
    })
  }

  const refused: [string, string][] = [
    ['enode://x@192.0.2.1:30303', 'must be enode://'],
    [`enr://${publicKey}@192.0.2.1:30303`, 'must be enode://'],
    [`enode://${publicKey}@192.0.2.1`, 'must be enode://'],
    [`enode://${publicKey}@192.0.2.1:30303?discport=0`, 'must be enode://'],
    [`enode://${publicKey}@192.0.2.1:030303`, 'must be enode://'],
    [`enode://${publicKey}@192.0.2.1:65536`, '65536 is no port'],
    [`enode://${publicKey}@node.example:30303`, 'by address, not by name'],
    [`enode://${publicKey}@192.0.2.256:30303`, 'no IP address'],
    [`enode://${publicKey}@[2001:db8::1::2]:30303`, 'no IP address'],
    [`enode://${publicKey}@[::]:30303`, 'stands for no machine'],
    [`enode://${publicKey}@0.0.0.0:30303`, 'stands for no machine'],
    [`enode://${'00'.repeat(64)}@192.0.2.1:30303`, 'no point on secp256k1'],
    [`enode://${publicKey.slice(64)}${publicKey.slice(0, 64)}@192.0.2.1:30303`, 'no point on secp256k1'],
  ]
  for (const [text, words] of refused) {
    it(`is refused as ${text.replace(publicKey, 'KEY')}`, () => {
      expect(() => parseEnode(text)).to.throw(words)
    })
  }
})
