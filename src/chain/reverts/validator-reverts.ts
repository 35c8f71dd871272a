import { hexToString, type Hex } from 'viem'
import { toTime } from '../../domain/fields.ts'
import type { validatorSetAbi } from '../abi/validator-set.generated.ts'
import { refusedValue, type Explanation, type Rows } from './rows.ts'

const states = ['not vetted', 'on standby', 'a validator']

const count = (detail: string): Explanation => ({ code: 'node_count_wrong', detail })

const cap = (nodes: bigint, size: bigint, what: string, excess: bigint): Explanation => ({
  code: 'cap_broken',
  detail: `${nodes} of ${size} nodes would be ${what}, ${excess} too many: fewer than a third may be`,
})

const text = (value: Hex): string => JSON.stringify(hexToString(value).replace(/\0+$/, ''))

const segmentField = (detail: string) => refusedValue('segment', detail)

export const validatorReverts: Rows<typeof validatorSetAbi> = {
  ValidatorSetNotAllowed: (account, needed) => ({ code: 'role_missing', detail: `${account} may not do that to the nodes, ${needed} may` }),
  ValidatorSetTooFew: (size, least) => count(`${size} nodes would be left, ${least} are the least`),
  ValidatorSetTooMany: (size, most) => count(`there would be ${size} nodes, ${most} are the most`),
  ValidatorSetForeignCap: (foreign, size, excess) => cap(foreign, size, 'foreign', excess),
  ValidatorSetSegmentCap: (segment, nodes, size, excess) => cap(nodes, size, `of the segment ${text(segment)}`, excess),
  ValidatorSetOperatorCap: (group, nodes, size, excess) => cap(nodes, size, `operated by one group (${group})`, excess),
  ValidatorSetTooManyNewcomers: (newcomers, most) => ({
    code: 'too_many_newcomers',
    detail: `${newcomers} nodes would be new in this block, the others can carry ${most}`,
  }),
  ValidatorSetNodeKnown: (account) => ({ code: 'node_known', field: 'enode', detail: `${account} is, or was, that of a vetted node` }),
  ValidatorSetNodeUnknown: (account) => ({ code: 'node_unknown', field: 'account', detail: `no vetted node has or had ${account}` }),
  ValidatorSetNodeState: (account, state) => ({ code: 'node_state_wrong', detail: `${account} is ${states[state] ?? state}` }),
  ValidatorSetNodeRepeated: (account) => ({ code: 'node_repeated', detail: `${account} is named twice` }),
  ValidatorSetSwapUneven: (leaving, joining) =>
    refusedValue('joining', `a swap keeps the size: ${leaving} would leave, ${joining} would join`),
  ValidatorSetNothingToChange: () => refusedValue('joining', 'no node is named that joins or leaves'),
  ValidatorSetRotationTooEarly: (account, from) => ({
    code: 'rotation_too_early',
    detail: `${account} can be rotated from ${toTime(from)}`,
  }),
  ValidatorSetSignatureWrong: (account, signer) => ({
    code: 'node_signature_wrong',
    field: 'signature',
    detail: /^0x0+$/.test(signer)
      ? `is none of ${account}: 65 bytes r, s, v, with v 27 or 28 and s in the lower half, are wanted`
      : `comes to ${signer} instead of ${account}: signed by another key, or over other values`,
  }),
  ValidatorSetPublicKeyInvalid: (x, y) => refusedValue('enode', `${x}${y.slice(2)} is no point on secp256k1`),
  ValidatorSetEndpointInvalid: (ip, port) =>
    refusedValue('enode', `${ip}, port ${port}, is no address: 4 or 16 bytes, and a port, none zero`),
  ValidatorSetAccountZero: () => refusedValue('account', 'the zero address is nobody’s'),
  ValidatorSetGovernanceUnknown: (account) => refusedValue('account', `there is no contract at ${account} that could govern`),
  ValidatorSetGroupZero: () => refusedValue('group', 'is zero'),
  ValidatorSetCountryUnknown: (country) => refusedValue('country', `${text(country)} is no officially assigned ISO 3166-1 alpha-2 code`),
  ValidatorSetCountryRepeated: (country) => refusedValue('home_countries', `${text(country)} is named twice`),
  ValidatorSetHomeCountriesEmpty: () => refusedValue('home_countries', 'no country is named'),
  ValidatorSetSegmentInvalid: (segment) => segmentField(`${text(segment)} is not 1 to 32 of a-z, 0-9 and "_", beginning with a letter`),
  ValidatorSetSegmentRepeated: (segment) => segmentField(`${text(segment)} is named twice`),
  ValidatorSetSegmentUnknown: (segment) => segmentField(`${text(segment)} is none of the segments`),
  ValidatorSetSegmentInUse: (segment, account) => ({
    code: 'segment_in_use',
    field: 'segments',
    detail: `${account} is of the segment ${text(segment)}`,
  }),
  ValidatorSetFactsRelieve: (account) => ({
    code: 'motion_kind_wrong',
    detail: `${account} would count no longer as foreign, of its segment, or of its group: only a motion on the constitution records that`,
  }),
  ValidatorSetTermInvalid: (term, least, most) =>
    refusedValue('breach_term', `${term} seconds is not between ${least} (1 day) and ${most} (365 days)`),
}
