import { sign } from 'node:crypto'
import { createKeys, setKeyStatus } from '../../../../src/chain/calls/key-calls.ts'
import { installKeys, replaceKey, returnKeys, setInstaller } from '../../../../src/chain/calls/installation-calls.ts'
import { setLotState } from '../../../../src/chain/calls/lot-calls.ts'
import { moveKeys, moveLot } from '../../../../src/chain/calls/move-calls.ts'
import { acceptInAdvance, acceptOffer, offerKeys, offerLot, withdrawOffer } from '../../../../src/chain/calls/offer-calls.ts'
import { rotateKey } from '../../../../src/chain/calls/rotation-calls.ts'
import { toTime, type Hex } from '../../../../src/domain/fields.ts'
import { rotationStatement } from '../../../../src/domain/rotation.ts'
import { controllerOf, reasons, type MakeAct, type Stage } from './act.ts'

const anyEntity = ({ known, pick }: Stage) => pick.of(known.controllers.keys()) as string

/** Some keys of one owner, mostly. */
function someKeys({ known, pick }: Stage): { readonly owner: string; readonly process: string; readonly ids: Hex[] } | undefined {
  const [, one] = pick.of(known.keys) ?? []
  if (one === undefined) return undefined
  const ids = [...known.keys].filter(([, { owner }]) => owner === one.owner).map(([id]) => id)
  return { owner: one.owner, process: one.process, ids: pick.some(ids, 3) }
}

const create: MakeAct = (stage) => {
  const { known, pick, keyPool, contracts, accounts } = stage
  // the first two are those that were assessed from the beginning
  const [process, owner] = pick.of([...known.processes].slice(0, pick.chance(0.85) ? 2 : undefined)) ?? []
  if (process === undefined) return undefined
  const lots = [...known.lots].filter(([, lot]) => lot.process === process).map(([id]) => id)
  const lot = pick.chance(0.5) ? pick.of(lots) : undefined
  const from = pick.chance(0.75)
    ? controllerOf(stage, owner!)
    : pick.chance(0.5)
      ? pick.of(accounts.slice(0, 3))!
      : controllerOf(stage, anyEntity(stage))
  const ids = pick.some(keyPool, 4).map(({ key_id }) => key_id)
  return { from, call: createKeys(contracts, process, lot, ids) }
}

const setStatus: MakeAct = (stage) => {
  const { pick, staff, contracts, known } = stage
  const keys = someKeys(stage)
  if (keys === undefined) return undefined
  const reason = pick.of(reasons)!
  const choice = pick.number(12)
  if (choice === 0) return { from: staff.board, call: setKeyStatus(contracts, 'board', keys.ids, 'void', reason) }
  if (choice === 1) return { from: staff.board, call: setKeyStatus(contracts, 'board', keys.ids, 'active', reason) }
  const change = pick.of(['suspended', 'active', 'active'] as const)!
  if (choice < 5) {
    const as = pick.of(['programme_manager', 'regulator'] as const)!
    return { from: staff[as], call: setKeyStatus(contracts, as, keys.ids, change, reason) }
  }
  if (choice < 7) {
    const from = controllerOf(stage, known.processes.get(keys.process)!)
    return { from, call: setKeyStatus(contracts, 'process_owner', keys.ids, change, reason) }
  }
  const own = pick.of(['suspended', 'active', 'active', 'active', 'revoked', 'eol'] as const)!
  return {
    from: controllerOf(stage, keys.owner),
    call: setKeyStatus(contracts, 'owner', own === 'active' ? keys.ids : keys.ids.slice(0, 1), own, reason),
  }
}

const setLot: MakeAct = (stage) => {
  const { pick, staff, contracts, known } = stage
  const [id, lot] = pick.of(known.lots) ?? []
  if (id === undefined || lot === undefined) return undefined
  const reason = pick.of(reasons)!
  const change = pick.of(['suspended', 'active', 'active'] as const)!
  const choice = pick.number(10)
  if (choice === 0) return { from: staff.board, call: setLotState(contracts, 'board', id, 'active', reason) }
  if (choice < 4) {
    const as = pick.of(['programme_manager', 'regulator'] as const)!
    return { from: staff[as], call: setLotState(contracts, as, id, change, reason) }
  }
  if (choice < 6) {
    const from = controllerOf(stage, known.processes.get(lot.process)!)
    return { from, call: setLotState(contracts, 'process_owner', id, change, reason) }
  }
  const own = pick.chance(0.08) ? pick.of(['revoked', 'eol'] as const)! : change
  return { from: controllerOf(stage, lot.owner), call: setLotState(contracts, 'owner', id, own, reason) }
}

const offer: MakeAct = (stage) => {
  const { pick, contracts, known, time } = stage
  const until = toTime(time + 1 + pick.number(20_000))
  if (pick.chance(0.4)) {
    const [id, lot] = pick.of(known.lots) ?? []
    return id === undefined ? undefined : { from: controllerOf(stage, lot!.owner), call: offerLot(contracts, id, anyEntity(stage), until) }
  }
  const keys = someKeys(stage)
  if (keys === undefined) return undefined
  return { from: controllerOf(stage, keys.owner), call: offerKeys(contracts, keys.ids, anyEntity(stage), until) }
}

/** Of the newest, which are open most likely. */
const answer: MakeAct = (stage) => {
  const { pick, contracts, known } = stage
  const made = pick.of([...known.offers.values()].slice(-8))
  if (made === undefined) return undefined
  if (pick.chance(0.7)) return { from: controllerOf(stage, made.to), call: acceptOffer(contracts, made) }
  return { from: controllerOf(stage, pick.chance(0.5) ? made.to : made.from), call: withdrawOffer(contracts, made) }
}

const rotate: MakeAct = (stage) => {
  const { pick, contracts, known, keyPool, chainId } = stage
  const keys = someKeys(stage)
  const id = keys?.ids[0]
  if (keys === undefined || id === undefined) return undefined
  const successor = pick.of(keyPool.filter(({ key_id }) => key_id !== id && known.keys.get(key_id)?.owner === keys.owner))
  if (successor === undefined) return undefined
  const of = {
    chainId,
    registry: contracts.KeyRegistry.address,
    keyId: pick.chance(0.8) ? id : successor.key_id,
    successorId: successor.key_id,
  }
  const signature = sign('sha256', rotationStatement(of), successor.privateKey)
  const rotation = {
    keyId: id,
    successorId: successor.key_id,
    overlapSeconds: pick.number(20_000),
    publicKey: successor.publicKey,
    signature,
  }
  return { from: controllerOf(stage, keys.owner), call: rotateKey(contracts, rotation) }
}

const install: MakeAct = (stage) => {
  const { pick, contracts, known } = stage
  const keys = someKeys(stage)
  if (keys === undefined) return undefined
  const from = controllerOf(stage, pick.chance(0.85) ? keys.owner : anyEntity(stage))
  if (pick.chance(0.4)) return { from, call: installKeys(contracts, keys.ids) }
  const installed = pick.of([...known.installed].filter((id) => known.keys.get(id)?.owner === keys.owner))
  if (installed === undefined) return undefined
  if (pick.chance(0.4)) return { from, call: returnKeys(contracts, [installed], pick.of(['return', 'resale'] as const)!) }
  return { from, call: replaceKey(contracts, installed, keys.ids[0]!) }
}

export const keyActs: MakeAct[] = [
  ...Array.from({ length: 7 }, () => create),
  ...Array.from({ length: 6 }, () => setStatus),
  ...Array.from({ length: 4 }, () => setLot),
  ...Array.from({ length: 4 }, () => offer),
  ...Array.from({ length: 4 }, () => answer),
  ...Array.from({ length: 4 }, () => rotate),
  ...Array.from({ length: 4 }, () => install),
  (stage) => ({ from: controllerOf(stage, anyEntity(stage)), call: acceptInAdvance(stage.contracts, anyEntity(stage), true) }),
  (stage) => {
    const [to, from] = stage.pick.of(stage.known.senders)?.split(':') ?? []
    return to === undefined ? undefined : { from: controllerOf(stage, to), call: acceptInAdvance(stage.contracts, from!, false) }
  },
  (stage) => ({ from: controllerOf(stage, anyEntity(stage)), call: setInstaller(stage.contracts, anyEntity(stage), true) }),
  (stage) => {
    const [owner, installer] = stage.pick.of(stage.known.installers)?.split(':') ?? []
    return owner === undefined ? undefined : { from: controllerOf(stage, owner), call: setInstaller(stage.contracts, installer!, false) }
  },
  (stage) => {
    const keys = someKeys(stage)
    if (keys === undefined) return undefined
    return { from: stage.staff.board, call: moveKeys(stage.contracts, keys.owner, anyEntity(stage), keys.ids) }
  },
  (stage) => {
    const lot = stage.pick.of(stage.known.lots.keys())
    return lot === undefined ? undefined : { from: stage.staff.board, call: moveLot(stage.contracts, lot, anyEntity(stage)) }
  },
]
