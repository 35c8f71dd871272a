import { Command } from '@commander-js/extra-typings'
import { keygenAppliance } from './keygen-appliance.ts'
import { keygenAudit } from './keygen-audit.ts'
import { keygenService } from './keygen-service.ts'

export const keygen = new Command('keygen').description('makes keys for devices that cannot: appliance and service')

for (const command of [keygenAppliance, keygenService, keygenAudit]) keygen.addCommand(command)
