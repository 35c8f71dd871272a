import { fault, type NetworkFinding } from './finding.ts'

type Keys = { readonly [name: string]: Keys | null }

const words = (text: string): Keys =>
  Object.fromEntries(
    text
      .trim()
      .split(/\s+/)
      .map((name) => [name, null]),
  )

const qbft = words(`
epochlength blockperiodseconds emptyblockperiodseconds xblockperiodmilliseconds requesttimeoutseconds gossipedhistorylimit messagequeuelimit
duplicatemessagelimit futuremessageslimit futuremessagesmaxdistance miningbeneficiary pertxgaslimit blockreward validatorcontractaddress startblock`)

const transition = words(`
block validators validatorselectionmode validatorcontractaddress blockperiodseconds emptyblockperiodseconds xblockperiodmilliseconds blockreward
miningbeneficiary pertxgaslimit`)

const blobSchedule = words('target max basefeeupdatefraction')

/** What Besu 26.8 and later reads of a genesis file for QBFT, in lower case, as it reads it. It passes over everything else without a word. */
const known: Keys = {
  ...words(`
parenthash difficulty extradata gaslimit gastarget basefeepergas mixhash nonce excessblobgas blobgasused parentbeaconblockroot slotnumber coinbase
timestamp alloc`),
  config: {
    ...words(`
chainid homesteadblock daoforkblock eip150block eip158block byzantiumblock constantinopleblock constantinoplefixblock petersburgblock istanbulblock
muirglacierblock berlinblock londonblock arrowglacierblock grayglacierblock mergenetsplitblock shanghaitime cancuntime praguetime osakatime
bpo1time bpo2time bpo3time bpo4time bpo5time amsterdamtime futureeipstime experimentaleipstime terminaltotaldifficulty terminalblockhash
terminalblocknumber contractsizelimit evmstacksize eccurve zerobasefee fixedbasefee withdrawalrequestcontractaddress depositcontractaddress
consolidationrequestcontractaddress builderdepositrequestcontractaddress builderexitrequestcontractaddress`),
    qbft,
    transitions: { qbft: transition },
    blobschedule: Object.fromEntries('cancun prague bpo1 bpo2 bpo3 bpo4 bpo5'.split(' ').map((fork) => [fork, blobSchedule])),
    discovery: words('bootnodes dns'),
    checkpoint: words('number hash totaldifficulty'),
  },
}

/** Keys of a genesis file that Besu would pass over in silence. */
export function ignoredKeys(file: string, genesis: unknown): NetworkFinding[] {
  return unknownIn(genesis, known, '').map((path) =>
    fault(`${file}: ${path}`, 'a key that Besu does not read, and passes over in silence', 'no such key'),
  )
}

function unknownIn(value: unknown, keys: Keys, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry, index) => unknownIn(entry, keys, `${path}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const place = path === '' ? name : `${path}.${name}`
    const below = Object.hasOwn(keys, name.toLowerCase()) ? keys[name.toLowerCase()] : undefined
    if (below === undefined) return [place]
    return below === null ? [] : unknownIn(inner, below, place)
  })
}
