import { Command } from '@commander-js/extra-typings'
import { keygenAppliance } from './keygen-appliance.ts'

export const keygen = new Command('keygen').description('makes keys for devices that cannot: appliance and service')

for (const command of [keygenAppliance]) keygen.addCommand(command)
