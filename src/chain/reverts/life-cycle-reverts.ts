import { fromCode, offerStates, statuses } from '../../domain/enumerations.ts'
import { toTime } from '../../domain/fields.ts'
import type { keyRegistryAbi } from '../abi/key-registry.generated.ts'
import { refusedValue, type Rows } from './rows.ts'

/** Offers, installation and rotation: IKeyOwnership, IKeyRotation. */
export const lifeCycleReverts = {
  KeyRegistryOfferUnknown: (offer) => ({ code: 'offer_unknown', field: 'offer_id', detail: `there is no offer ${offer}` }),
  KeyRegistryOfferClosed: (offer, state) => ({
    code: 'offer_closed',
    field: 'offer_id',
    detail: `offer ${offer} is ${fromCode(offerStates, state) ?? 'unknown'}`,
  }),
  KeyRegistryOfferExpired: (offer, expiresAt) => ({
    code: 'offer_expired',
    field: 'offer_id',
    detail: `offer ${offer} expired at ${toTime(expiresAt)}`,
  }),
  KeyRegistryOfferNotReceiver: (offer, entity) => ({
    code: 'offer_not_receiver',
    field: 'offer_id',
    detail: `offer ${offer} is not to ${entity}`,
  }),
  KeyRegistryOfferNotParty: (offer, entity) => ({
    code: 'offer_not_party',
    field: 'offer_id',
    detail: `offer ${offer} is neither from nor to ${entity}`,
  }),
  KeyRegistryOfferKeysWrong: (offer) => ({
    code: 'offer_keys_wrong',
    field: 'key_ids',
    detail: `the key ids are not those of offer ${offer}, in its order`,
  }),
  KeyRegistryOfferKindWrong: (offer, isLot) => ({
    code: 'offer_kind_wrong',
    field: 'offer_id',
    detail: `offer ${offer} is of ${isLot ? 'a lot' : 'a list of keys'}`,
  }),
  KeyRegistryOfferToOwner: (entity) => ({ code: 'offer_to_owner', field: 'owner_id', detail: `${entity} owns the keys already` }),
  KeyRegistryOfferTermInvalid: (expiresAt) =>
    refusedValue('expires_at', `${toTime(expiresAt)} is not in the future, or more than 366 days ahead`),
  KeyRegistryKeyOffered: (key) => ({ code: 'key_offered', field: 'key_id', detail: `${key} is in an offer that is open, or expired` }),
  KeyRegistryKeyNotOffered: (key) => ({ code: 'key_not_offered', field: 'key_ids', detail: `${key} is in no offer any more` }),
  KeyRegistryKeyInstalled: (key) => ({ code: 'key_installed', field: 'key_id', detail: `${key} is installed` }),
  KeyRegistryKeyNotInstalled: (key) => ({ code: 'key_not_installed', field: 'key_id', detail: `${key} is not installed` }),
  KeyRegistryReplacementIsKey: (key) => refusedValue('replacement_id', `${key} would replace itself`),
  KeyRegistryReturnWayUnknown: () => refusedValue('way', 'it is none of return and resale'),
  KeyRegistryNotInstaller: (key, entity) => ({
    code: 'not_installer',
    detail: `${entity} neither owns ${key} nor was named as installer by its owner`,
  }),
  KeyRegistryRotationToItself: (key) => ({ code: 'rotation_to_itself', field: 'successor_id', detail: `${key} would follow on itself` }),
  KeyRegistryKeyRotated: (key, successor) => ({ code: 'key_rotated', field: 'key_id', detail: `${key} has the successor ${successor}` }),
  KeyRegistryKeySucceeds: (key, predecessor) => ({
    code: 'key_succeeds',
    field: 'successor_id',
    detail: `${key} is the successor of ${predecessor} already`,
  }),
  KeyRegistryKeyNotActive: (key, status) => ({
    code: 'key_not_active',
    field: 'key_id',
    detail: `${key} is effectively ${fromCode(statuses, status) ?? 'unknown'}`,
  }),
  KeyRegistryPublicKeyWrong: (key) => refusedValue('public_key', `it is not the public key of ${key}`),
  KeyRegistryOverlapTooLong: (overlap, most) => refusedValue('overlap', `${overlap} seconds are more than ${most}`),
  KeyRegistrySignatureMissing: (key) => refusedValue('signature', `there is no signature by ${key}`),
} satisfies Partial<Rows<typeof keyRegistryAbi>>
