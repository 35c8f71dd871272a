import { readFileSync } from 'node:fs'
import type { Scenario, Step } from '../scenarios/scenarios.ts'

/** docs/supply-chains.md: each scenario as its script draws it, beside what it printed. */
export function supplyChainsPage(scenarios: readonly Scenario[]): string {
  return [
    '# Supply chains',
    '',
    'The supply and distribution chains of the specification, 5.5.1 to 5.5.7, each played from the assessed process to the roof by a script that calls `derkey`, `curl` and `openssl` and nothing else:',
    '[examples/supply-chains](../examples/supply-chains). This page is made from the titles of their steps and from what they printed (`npm run generate`); accounts are shown as names, and what differs from run to',
    'run as `…`.',
    '',
    '```text',
    'npm run scenarios                     # all seven, each on a chain of its own',
    'npm run scenarios -- 5.5.3            # one of them',
    'npm run scenarios -- --kill           # each is killed (SIGKILL) in the middle, run again, and comes to the same end, with nothing twice',
    'npm run scenarios -- --kill --seed 7  # where the seed 7 says',
    '```',
    '',
    'By hand, on what `derkey demo --keep --dir demo` put up, in a folder for the files of the run; call it again, and it finds everything done:',
    '',
    '```sh',
    'export DEMO=${DEMO:-demo} EXAMPLES=${EXAMPLES:-examples}',
    '"$EXAMPLES/supply-chains/5.5.1/run.sh" 5.5.1',
    '```',
    '',
    '| | who makes the key | who registers it | how it changes hands |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...scenarios.flatMap(sectionOf),
  ].join('\n')
}

const rows = [
  '| [5.5.1](#551) | the secure element, at its manufacturer | the manufacturer of the element | a lot as a whole |',
  '| [5.5.2](#552) | the secure element, at a service provider | the service provider | a list, then one key, over REST |',
  '| [5.5.3](#553) | the secure element, in the OEM’s factory | the OEM | a lot, accepted in advance |',
  '| [5.5.4](#554) | a trusted execution environment, in the OEM’s factory | the OEM | one key goes its own way, the lot another |',
  '| [5.5.5](#555) | an offline appliance on the OEM’s line | the OEM, by a signed manifest | it stays the OEM’s; an installer it named installs it |',
  '| [5.5.6](#556) | an online service, for a device on the line | an account of the OEM’s line, by a signed list, under the service’s process | a lot as a whole |',
  '| [5.5.7](#557) | an online service, for a device on the roof | the service, by an account the OEM named | it is born where it is installed |',
]

function sectionOf({ name, title, about, steps, outputFile }: Scenario): string[] {
  return [
    `<a id="${name.replaceAll('.', '')}"></a>`,
    '',
    `## ${name} ${title}`,
    '',
    `${about} The script: [run.sh](../examples/supply-chains/${name}/run.sh).`,
    '',
    '```mermaid',
    'sequenceDiagram',
    '  autonumber',
    ...participantsOf(steps).map((who) => `  participant ${idOf(who)} as ${who}`),
    ...steps.map(({ from, to, text }) => `  ${idOf(from)}->>${idOf(to)}: ${textOf(text)}`),
    '```',
    '',
    '```text',
    readFileSync(outputFile, 'utf8').trim(),
    '```',
    '',
  ]
}

const participantsOf = (steps: readonly Step[]) => [...new Set(steps.flatMap(({ from, to }) => [from, to]))]

const idOf = (who: string) => who.replaceAll(/[^A-Za-z]/g, '')

/** In a message `;` ends the statement, and `#` begins an entity. */
const textOf = (text: string) => text.replaceAll('#', '#35;').replaceAll(';', '#59;')
