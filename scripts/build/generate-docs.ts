/** Writes the pages of docs/ that are made from tables in the code. They are committed; the gate makes them again and wants no change. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drills } from '../network-drills/drills/index.ts'
import { keysThroughout } from '../network-drills/keys-throughout.ts'
import { drillsPage } from '../network-drills/page.ts'
import type { Report } from '../network-drills/report.ts'
import { readScenarios } from '../scenarios/scenarios.ts'
import { errorsPage } from './errors-page.ts'
import { supplyChainsPage } from './supply-chains-page.ts'
import { lifeCyclePage } from './life-cycle-page.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
writeFileSync(join(docs, 'errors.md'), errorsPage())
writeFileSync(join(docs, 'supply-chains.md'), supplyChainsPage(readScenarios()))
writeFileSync(join(docs, 'key-life-cycle.md'), lifeCyclePage())

const lastDrills = JSON.parse(readFileSync(join(docs, 'network-drills.json'), 'utf8')) as Report
writeFileSync(join(docs, 'network-drills.md'), drillsPage([...drills, keysThroughout], lastDrills))
