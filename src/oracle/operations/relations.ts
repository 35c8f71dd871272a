import { entityIdField } from '../../domain/fields.ts'
import { updateInstallerInput, updateSenderInput } from '../../domain/inputs/offer.ts'
import { parseInput } from '../../domain/parse-input.ts'
import { operation } from './operation.ts'
import { requireEntity } from './rights.ts'

const installerCall = updateInstallerInput.extend({ installer_id: entityIdField }).meta({ id: 'UpdateInstallerCall' })
export const updateInstaller = operation({
  name: 'update_installer',
  input: installerCall,
  read: (value) => parseInput(installerCall, value),
  plan: ({ installer_id, named }, { who, registry }) => {
    requireEntity(who, 'naming installers')
    return Promise.resolve({ calls: [registry.setInstaller(installer_id, named)], about: { entity_id: installer_id } })
  },
})

const senderCall = updateSenderInput.extend({ sender_id: entityIdField }).meta({ id: 'UpdateSenderCall' })
export const updateSender = operation({
  name: 'update_sender',
  input: senderCall,
  read: (value) => parseInput(senderCall, value),
  plan: ({ sender_id, accepted_in_advance }, { who, registry }) => {
    requireEntity(who, 'accepting offers in advance')
    return Promise.resolve({ calls: [registry.acceptInAdvance(sender_id, accepted_in_advance)], about: { entity_id: sender_id } })
  },
})
