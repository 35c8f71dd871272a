import { rotateKey } from '../../src/chain/calls/rotation-calls.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import type { Hex } from '../../src/domain/fields.ts'
import { periodField } from '../../src/domain/inputs/period-field.ts'
import { Problem } from '../../src/domain/problem.ts'
import { rotationStatement, verifyRotation } from '../../src/domain/rotation.ts'
import { writeWhole } from '../../src/files/write-whole.ts'
import { rotationProofOf } from '../keys/rotation-proof.ts'
import { parseArgument } from '../parse-argument.ts'
import { onlyKeyId } from '../read-key-files.ts'
import { acting, openRegistryOf, outputOf, reader, report, writer } from '../registry-command.ts'

const statementOf = ({ deployment }: ChainRegistry, keyId: Hex, successorId: Hex) =>
  rotationStatement({ chainId: deployment.chain_id, registry: deployment.contracts.KeyRegistry.address, keyId, successorId })

const statement = reader('rotation-statement', 'writes what a successor signs: openssl dgst -sha256 -sign KEY -out SIGNATURE FILE')
  .argument('<key-id-or-file>', 'the key that is rotated')
  .argument('<successor>', 'the key that follows on it: a key id, or a file that holds it')
  .requiredOption('--out <file>', 'where to')
  .action(async (given, successor, options, command) => {
    const [keyId, successorId] = [onlyKeyId(given), onlyKeyId(successor)]
    const bytes = statementOf(await openRegistryOf(options), keyId, successorId)
    writeWhole(options.out, bytes, 0o644)
    const document = { file: options.out, key_id: keyId, successor_id: successorId, statement: `0x${Buffer.from(bytes).toString('hex')}` }
    outputOf(command).answer(document, `${options.out}: to be signed by ${successorId}`)
  })

const rotate = writer('rotate', 'lets another key follow on a key in the same device; by the owner of both')
  .argument('<key-id-or-file>', 'the key that is rotated')
  .option('--successor-key <file>', 'private key of the successor (PEM, mode 0600), which signs here')
  .option('--signature <file>', 'or: what the successor signed, and')
  .option('--public-key <file>', 'its public key')
  .option('--overlap <days>', 'for how long both keys are good, such as 30d', '30d')
  .action((given, options, command) =>
    acting(options, async ({ registry, contracts, act }) => {
      const keyId = onlyKeyId(given)
      const overlapSeconds = parseArgument('overlap', periodField, options.overlap)
      const { successorId, publicKey, signatureOf } = rotationProofOf(options)
      const toSign = statementOf(registry, keyId, successorId)
      const signature = signatureOf(toSign)
      if (!verifyRotation(toSign, publicKey, signature)) {
        const detail = `the signature is not by ${successorId} over the statement that it follows on ${keyId} in this registry`
        throw new Problem('rotation_unproven', { field: 'signature', detail })
      }
      const written = await act(rotateKey(contracts, { keyId, successorId, overlapSeconds, publicKey, signature }))
      const document = { ...written, key_id: keyId, successor_id: successorId, overlap_seconds: overlapSeconds }
      report(outputOf(command), document, `${successorId} follows on ${keyId}; both are good for ${options.overlap}`)
    }),
  )

/** `derkey key rotate`, `rotation-statement` */
export const keyRotateCommands = [rotate, statement]
