import { expect } from 'chai'
import { concat, getAddress, toBeHex, type Signature } from 'ethers'
import { ethers, networkHelpers } from '../support/network.ts'
import { accountOf, country, entryOf, keyOf, segment, signEntry, type Entry } from './nodes.ts'
import { deployValidators, emptyHash, foundedWorld, nobody, vet, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers
const groupOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const spare = { segment: 'service' }
const serialize = ({ r, s, v }: Pick<Signature, 'r' | 's'> & { v: number }) => concat([r, s, toBeHex(v, 1)])

/** What the constitution hears that vets `entry` with `signature`. */
const vetting = ({ validators, constitution }: ValidatorWorld, entry: Entry, signature: string) =>
  validators.connect(constitution).vet(entry, signature)

describe('vetting a node', () => {
  it('enters it as standby, with all that is known of it', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators } = world
    const entry = entryOf('spare', spare)
    await expect(vetting(world, entry, await signEntry(validators, entry, 'spare'))).to.emit(validators, 'NodeVetted')

    const node = await validators.node(accountOf('spare'))
    expect([node.account.toLowerCase(), node.state, node.rotatedAt]).to.deep.equal([accountOf('spare'), 1n, 0n])
    expect(node.since).to.equal(BigInt(await networkHelpers.time.latest()))
    expect([node.entry.ip, node.entry.port, node.entry.facts.segment]).to.deep.equal([entry.ip, 30_303n, segment('service')])
    expect(await validators.getValidators()).to.have.lengthOf(7)
  })

  it('counts how often a key was entered, and takes a signature over that count alone', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, constitution } = world
    const entry = entryOf('spare', spare)
    const signature = await signEntry(validators, entry, 'spare')
    expect(await validators.nonceOf(accountOf('spare'))).to.equal(0n)
    await vetting(world, entry, signature)
    expect(await validators.nonceOf(accountOf('spare'))).to.equal(1n)

    await validators.connect(constitution).dismiss(accountOf('spare'))
    await expect(vetting(world, entry, signature)).to.be.revertedWithCustomError(validators, 'ValidatorSetSignatureWrong')
    await vetting(world, entry, await signEntry(validators, entry, 'spare'))
    expect(await validators.nonceOf(accountOf('spare'))).to.equal(2n)
  })

  it('refuses a node that is vetted already', async () => {
    const world = await loadFixture(foundedWorld)
    const entry = entryOf('maker', { segment: 'maker' })
    await expect(vetting(world, entry, await signEntry(world.validators, entry, 'maker')))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetNodeKnown')
      .withArgs(getAddress(accountOf('maker')))
  })

  it('refuses a signature for another contract', async () => {
    const world = await loadFixture(foundedWorld)
    const other = await deployValidators()
    const entry = entryOf('spare', spare)
    const signature = await signEntry(other, entry, 'spare')
    await expect(vetting(world, entry, signature)).to.be.revertedWithCustomError(world.validators, 'ValidatorSetSignatureWrong')
  })

  it('refuses a signature for another chain', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators } = world
    const entry = entryOf('spare', spare)
    const chainId = (await ethers.provider.getNetwork()).chainId
    const vetInputs = validators.interface.getFunction('vet').inputs
    const digestOn = async (chain: bigint) =>
      ethers.keccak256(
        ethers.AbiCoder.defaultAbiCoder().encode(
          ['string', 'uint256', 'address', 'uint256', vetInputs[0]!],
          ['derkey validator entry', chain, await validators.getAddress(), 0, entry],
        ),
      )
    expect(await digestOn(chainId)).to.equal(await validators.entryDigest(entry))
    const signed = async (chain: bigint) => keyOf('spare').sign(await digestOn(chain)).serialized
    await expect(vetting(world, entry, await signed(chainId + 1n))).to.be.revertedWithCustomError(validators, 'ValidatorSetSignatureWrong')
    await vetting(world, entry, await signed(chainId))
  })

  it('refuses another signer, and says whom the signature comes to', async () => {
    const world = await loadFixture(foundedWorld)
    const entry = entryOf('spare', spare)
    await expect(vetting(world, entry, await signEntry(world.validators, entry, 'thief')))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSignatureWrong')
      .withArgs(getAddress(accountOf('spare')), getAddress(accountOf('thief')))
  })

  it('refuses a signature over another entry', async () => {
    const world = await loadFixture(foundedWorld)
    const signature = await signEntry(world.validators, entryOf('spare', spare), 'spare')
    const others = [
      { ...entryOf('spare', spare), port: 30_304 },
      { ...entryOf('spare', spare), ip: '0x01020304' },
      { ...entryOf('spare', spare), operatorAccount: accountOf('thief') },
      entryOf('spare', { ...spare, group: 'thief' }),
      entryOf('spare', { ...spare, hosting: 'CA' }),
    ]
    for (const other of others) {
      await expect(vetting(world, other, signature)).to.be.revertedWithCustomError(world.validators, 'ValidatorSetSignatureWrong')
    }
  })

  it('refuses signatures in any form but the one: 65 bytes, v 27 or 28, s in the lower half', async () => {
    const world = await loadFixture(foundedWorld)
    const entry = entryOf('spare', spare)
    const { r, s, v } = keyOf('spare').sign(await world.validators.entryDigest(entry))
    const highS = toBeHex(groupOrder - BigInt(s), 32)
    const forms = [
      '0x',
      concat([r, s]),
      concat([serialize({ r, s, v }), '0x00']),
      serialize({ r, s, v: v - 27 }),
      serialize({ r, s, v: 29 }),
      serialize({ r, s: highS, v: 55 - v }),
      serialize({ r: emptyHash, s, v }),
      serialize({ r, s: emptyHash, v }),
    ]
    for (const form of forms) {
      await expect(vetting(world, entry, form))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetSignatureWrong')
        .withArgs(getAddress(accountOf('spare')), nobody)
    }
    await vetting(world, entry, serialize({ r, s, v }))
  })

  it('refuses what is no point on secp256k1', async () => {
    const world = await loadFixture(foundedWorld)
    const p = 2n ** 256n - 2n ** 32n - 977n
    // (1, y) is a point, which x = p + 1 would be too
    const rootOf8 = '0x4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee'
    const { publicKeyX, publicKeyY } = entryOf('spare', spare)
    const points = [
      [emptyHash, emptyHash],
      [publicKeyY, publicKeyX],
      [publicKeyX, toBeHex(BigInt(publicKeyY as string) ^ 1n, 32)],
      [toBeHex(p + 1n, 32), rootOf8],
      [toBeHex(2n ** 256n - 1n, 32), publicKeyY],
    ] as const
    for (const [x, y] of points) {
      await expect(vetting(world, { ...entryOf('spare', spare), publicKeyX: x, publicKeyY: y }, '0x'))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetPublicKeyInvalid')
        .withArgs(x, y)
    }
    const isPoint = vetting(world, { ...entryOf('spare', spare), publicKeyX: toBeHex(1, 32), publicKeyY: rootOf8 }, '0x')
    await expect(isPoint).to.be.revertedWithCustomError(world.validators, 'ValidatorSetSignatureWrong')
  })

  it('refuses an endpoint without address or port', async () => {
    const world = await loadFixture(foundedWorld)
    const endpoints = [
      ['0x', 30_303],
      ['0x010203', 30_303],
      ['0x0102030405', 30_303],
      ['0x00000000', 30_303],
      [`0x${'0'.repeat(32)}`, 30_303],
      ['0x01020304', 0],
    ] as const
    for (const [ip, port] of endpoints) {
      await expect(vetting(world, { ...entryOf('spare', spare), ip, port }, '0x'))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetEndpointInvalid')
        .withArgs(ip, port)
    }
    await vet(world, 'spare', spare)
    const ipv6 = { ...entryOf('sixth', spare), ip: `0x${'0'.repeat(31)}1` }
    await vetting(world, ipv6, await signEntry(world.validators, ipv6, 'sixth'))
  })

  it('refuses facts that name nobody, no country or no segment', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators } = world
    const entry = entryOf('spare', spare)
    const withFacts = (over: Partial<Entry['facts']>) => vetting(world, { ...entry, facts: { ...entry.facts, ...over } }, '0x')
    await expect(withFacts({ operatorId: nobody })).to.be.revertedWithCustomError(validators, 'ValidatorSetAccountZero')
    await expect(withFacts({ group: emptyHash })).to.be.revertedWithCustomError(validators, 'ValidatorSetGroupZero')
    for (const code of ['XX', 'us', 'UK']) {
      for (const field of ['controlCountry', 'hostingCountry']) {
        await expect(withFacts({ [field]: country(code) }))
          .to.be.revertedWithCustomError(validators, 'ValidatorSetCountryUnknown')
          .withArgs(country(code))
      }
    }
    await expect(withFacts({ segment: segment('banks') }))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetSegmentUnknown')
      .withArgs(segment('banks'))
    await expect(vetting(world, { ...entry, operatorAccount: nobody }, '0x')).to.be.revertedWithCustomError(
      validators,
      'ValidatorSetAccountZero',
    )
  })
})

describe('dismissing a node', () => {
  it('takes it off standby, and its record with it', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, constitution } = world
    for (const name of ['first', 'second', 'third']) await vet(world, name, spare)
    await expect(validators.connect(constitution).dismiss(accountOf('first')))
      .to.emit(validators, 'NodeDismissed')
      .withArgs(getAddress(accountOf('first')))
    await expect(validators.node(accountOf('first')))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetNodeUnknown')
      .withArgs(getAddress(accountOf('first')))
    const left = (await validators.nodes()).slice(7).map(({ account }) => account.toLowerCase())
    expect(left.sort()).to.deep.equal([accountOf('second'), accountOf('third')].sort())
  })

  it('is refused for a validator, and for what is no node', async () => {
    const { validators, constitution } = await loadFixture(foundedWorld)
    await expect(validators.connect(constitution).dismiss(accountOf('maker')))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetNodeState')
      .withArgs(getAddress(accountOf('maker')), 2)
    await expect(validators.connect(constitution).dismiss(accountOf('thief')))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetNodeUnknown')
      .withArgs(getAddress(accountOf('thief')))
  })
})
