import type { Fault } from '../parse-input.ts'
import type { LooseConsortium } from './loose-consortium.ts'

/** Words of 32 bytes that the ValidatorSet's constructor can take: what EIP-3860 leaves beside its code, of 49,152 bytes. */
const mostWords = 540
/** Of one node: the offset and the twelve words of its entry. */
const wordsOfNode = 13

/** More nodes than one transaction can found stand on standby; the board vets the others later. */
export function faultsOfSize({ validators, standby, home_countries, segments }: LooseConsortium): Fault[] {
  const others = wordsOfNode * validators.length + home_countries.length + segments.length
  if (others + wordsOfNode * standby.length <= mostWords) return []
  const most = Math.max(0, Math.floor((mostWords - others) / wordsOfNode))
  const beside = `beside ${validators.length} validators, ${home_countries.length} home countries and ${segments.length} segments`
  if (others > mostWords) {
    const detail = `the first block cannot found so many ${beside}: name fewer, a motion adds the rest`
    return [{ field: 'home_countries', detail }]
  }
  return [{ field: 'standby', detail: `has ${standby.length} entries, at most ${most} fit into the first block ${beside}` }]
}
