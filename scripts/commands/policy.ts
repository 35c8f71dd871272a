import { Command } from '@commander-js/extra-typings'
import { policySimulate } from './policy-simulate.ts'

export const policy = new Command('policy').description('policies: what one would do').addCommand(policySimulate)
