import { expect } from 'chai'
import { getAddress } from 'ethers'
import { networkHelpers, type Signer } from '../support/network.ts'
import { accountOf, keyOf, publicKeyOf, signEntry, signRotation, entryOf } from './nodes.ts'
import { day, foundedWorld, founderNames, validatorsOf, vet, type ValidatorWorld } from './world.ts'

const { loadFixture } = networkHelpers
const address = (name: string) => getAddress(accountOf(name))

async function rotate(world: ValidatorWorld, name: string, next: string, by: Signer = world.operator) {
  const { publicKeyX, publicKeyY } = publicKeyOf(next)
  const signature = await signRotation(world.validators, accountOf(name), next)
  return world.validators.connect(by).rotate(accountOf(name), publicKeyX, publicKeyY, signature)
}

describe('rotating a node’s key', () => {
  it('keeps its place in the set, its state, operator and facts', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators } = world
    const before = await validators.node(accountOf('maker'))
    const standing = [...(await validators.standing())]
    const { publicKeyX, publicKeyY } = publicKeyOf('next')
    await expect(rotate(world, 'maker', 'next'))
      .to.emit(validators, 'NodeKeyRotated')
      .withArgs(address('maker'), address('next'), publicKeyX, publicKeyY)

    expect(await validatorsOf(world)).to.deep.equal(founderNames.map((name) => accountOf(name === 'maker' ? 'next' : name)))
    const after = await validators.node(accountOf('next'))
    expect([after.account, after.state, after.since]).to.deep.equal([address('next'), before.state, before.since])
    expect(after.rotatedAt).to.equal(BigInt(await networkHelpers.time.latest()))
    expect([after.entry.publicKeyX, after.entry.publicKeyY]).to.deep.equal([publicKeyX, publicKeyY])
    expect([after.entry.operatorAccount, after.entry.ip, after.entry.port]).to.deep.equal([
      before.entry.operatorAccount,
      before.entry.ip,
      before.entry.port,
    ])
    expect([...after.entry.facts]).to.deep.equal([...before.entry.facts])
    expect([...(await validators.standing())]).to.deep.equal(standing)
  })

  it('keeps a node on standby there', async () => {
    const world = await loadFixture(foundedWorld)
    await vet(world, 'spare', { segment: 'service' })
    await rotate(world, 'spare', 'next')
    const [, node] = (await world.validators.nodes()).slice(6)
    expect([node?.account, node?.state]).to.deep.equal([address('next'), 1n])
  })

  it('is its operator’s alone', async () => {
    const world = await loadFixture(foundedWorld)
    for (const other of [world.stranger, world.constitution, world.ordinary, world.board]) {
      await expect(rotate(world, 'maker', 'next', other))
        .to.be.revertedWithCustomError(world.validators, 'ValidatorSetNotAllowed')
        .withArgs(other.address, world.operator.address)
    }
    await expect(rotate(world, 'thief', 'next')).to.be.revertedWithCustomError(world.validators, 'ValidatorSetNodeUnknown')
  })

  it('takes a key that no vetted node has or ever had', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators } = world
    const known = (call: Promise<unknown>, name: string) =>
      expect(call).to.be.revertedWithCustomError(validators, 'ValidatorSetNodeKnown').withArgs(address(name))
    await known(rotate(world, 'maker', 'maker'), 'maker')
    await known(rotate(world, 'maker', 'chips'), 'chips')
    await rotate(world, 'maker', 'next')
    await known(rotate(world, 'chips', 'maker'), 'maker')
    await known(rotate(world, 'chips', 'next'), 'next')
    const entry = entryOf('maker', { segment: 'maker' })
    await known(validators.connect(world.constitution).vet(entry, await signEntry(validators, entry, 'maker')), 'maker')
  })

  it('can be done once a day', async () => {
    const world = await loadFixture(foundedWorld)
    await rotate(world, 'maker', 'next')
    const from = (await networkHelpers.time.latest()) + day
    await expect(rotate(world, 'next', 'third'))
      .to.be.revertedWithCustomError(world.validators, 'ValidatorSetRotationTooEarly')
      .withArgs(address('next'), from)
    await rotate(world, 'chips', 'chipsNext')
    await networkHelpers.time.increaseTo(from - 1)
    await rotate(world, 'next', 'third')
  })

  it('lets no operator escape a motion that names the node by an account it had', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, constitution, ordinary } = world
    await vet(world, 'spare', { segment: 'service' })
    await rotate(world, 'service', 'escape')
    await rotate(world, 'spare', 'spareNext')
    expect((await validators.node(accountOf('service'))).account).to.equal(address('escape'))
    await expect(validators.connect(constitution).change([accountOf('service'), accountOf('escape')], [])).to.be.revertedWithCustomError(
      validators,
      'ValidatorSetNodeRepeated',
    )
    await validators.connect(ordinary).swap([accountOf('service')], [accountOf('spare')])
    expect(await validatorsOf(world))
      .to.include(accountOf('spareNext'))
      .and.not.include(accountOf('escape'))
    for (const name of ['service', 'escape']) {
      await expect(validators.node(accountOf(name))).to.be.revertedWithCustomError(validators, 'ValidatorSetNodeUnknown')
    }
  })

  it('leaves keys of a node that is vetted no longer to be entered again', async () => {
    const world = await loadFixture(foundedWorld)
    await vet(world, 'spare', { segment: 'service' })
    await rotate(world, 'spare', 'next')
    await world.validators.connect(world.constitution).dismiss(accountOf('spare'))
    await vet(world, 'spare', { segment: 'service' })
    await vet(world, 'next', { segment: 'academia' })
    expect(await world.validators.nodes()).to.have.lengthOf(9)
  })

  it('takes the new key’s own signature, for this chain, contract, node and count', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, operator } = world
    const { publicKeyX, publicKeyY } = publicKeyOf('next')
    const withSignature = (signature: string, name = 'maker') =>
      validators.connect(operator).rotate(accountOf(name), publicKeyX, publicKeyY, signature)
    const digest = await validators.rotationDigest(accountOf('maker'), publicKeyX, publicKeyY)
    const wrong = (call: Promise<unknown>) => expect(call).to.be.revertedWithCustomError(validators, 'ValidatorSetSignatureWrong')
    await wrong(withSignature('0x')).withArgs(address('next'), `0x${'0'.repeat(40)}`)
    await wrong(withSignature(keyOf('maker').sign(digest).serialized)).withArgs(address('next'), address('maker'))
    await wrong(withSignature(keyOf('next').sign(digest).serialized, 'chips'))
    await withSignature(keyOf('next').sign(digest).serialized)
    expect(await validators.nonceOf(accountOf('next'))).to.equal(1n)
  })

  it('refuses to replay the signature after the node was dismissed', async () => {
    const world = await loadFixture(foundedWorld)
    const { validators, operator, constitution } = world
    await vet(world, 'spare', { segment: 'service' })
    const { publicKeyX, publicKeyY } = publicKeyOf('next')
    const signature = await signRotation(validators, accountOf('spare'), 'next')
    const rotation = () => validators.connect(operator).rotate(accountOf('spare'), publicKeyX, publicKeyY, signature)
    await rotation()
    await validators.connect(constitution).dismiss(accountOf('next'))
    await vet(world, 'spare', { segment: 'service' })
    await expect(rotation()).to.be.revertedWithCustomError(validators, 'ValidatorSetSignatureWrong')
  })

  it('refuses what is no public key', async () => {
    const { validators, operator } = await loadFixture(foundedWorld)
    const { publicKeyX } = publicKeyOf('next')
    await expect(validators.connect(operator).rotate(accountOf('maker'), publicKeyX, publicKeyX, '0x'))
      .to.be.revertedWithCustomError(validators, 'ValidatorSetPublicKeyInvalid')
      .withArgs(publicKeyX, publicKeyX)
  })
})

describe('moving a node’s endpoint', () => {
  it('is said once, and only where it changed', async () => {
    const { validators, operator } = await loadFixture(foundedWorld)
    const move = () => validators.connect(operator).setEndpoint(accountOf('maker'), '0x0a000001', 30_310)
    await expect(move()).to.emit(validators, 'NodeEndpointSet').withArgs(address('maker'), '0x0a000001', 30_310)
    await expect(move()).to.not.emit(validators, 'NodeEndpointSet')
    const { entry } = await validators.node(accountOf('maker'))
    expect([entry.ip, entry.port]).to.deep.equal(['0x0a000001', 30_310n])
    const ipv6 = `0x20010db8${'0'.repeat(23)}1`
    await validators.connect(operator).setEndpoint(accountOf('maker'), ipv6, 30_310)
    expect((await validators.node(accountOf('maker'))).entry.ip).to.equal(ipv6)
  })

  it('is its operator’s alone', async () => {
    const { validators, operator, stranger, constitution } = await loadFixture(foundedWorld)
    for (const other of [stranger, constitution]) {
      await expect(validators.connect(other).setEndpoint(accountOf('maker'), '0x0a000001', 1))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetNotAllowed')
        .withArgs(other.address, operator.address)
    }
    await expect(validators.connect(operator).setEndpoint(accountOf('thief'), '0x0a000001', 1)).to.be.revertedWithCustomError(
      validators,
      'ValidatorSetNodeUnknown',
    )
  })

  it('takes an address and a port', async () => {
    const { validators, operator } = await loadFixture(foundedWorld)
    for (const [ip, port] of [
      ['0x0a0000', 30_303],
      ['0x00000000', 30_303],
      ['0x0a000001', 0],
    ] as const) {
      await expect(validators.connect(operator).setEndpoint(accountOf('maker'), ip, port))
        .to.be.revertedWithCustomError(validators, 'ValidatorSetEndpointInvalid')
        .withArgs(ip, port)
    }
  })
})
