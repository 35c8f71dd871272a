import { isAway } from './checked-deployment.ts'
import { createSender, type Sender, type SenderOptions } from './sender.ts'

/** The one sender of an account. @throws Problem where the chain is away, and was ever since */
export type OpenSender = () => Promise<Sender>

/**
 * The sender of a service that starts while its chain is away: a sender asks its chain when it is made, and what failed is tried again when it is next
 * wanted. What stood in the journal when the service last ended is handed to the node again first.
 * @throws Problem what no waiting mends: `chain_forgot`, `journal_unusable`, …
 */
export async function openSender(options: SenderOptions, { resume }: { readonly resume: boolean }): Promise<OpenSender> {
  let opening: Promise<Sender> | undefined
  const make = async () => {
    const sender = await createSender(options)
    if (resume) await sender.resume()
    return sender
  }
  const open: OpenSender = () =>
    (opening ??= make().catch((error: unknown) => {
      opening = undefined
      throw error
    }))
  await unlessAway(open())
  return open
}

/** What a node that is away does not tell is found out when it is first needed. */
export async function unlessAway(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!isAway(error)) throw error
  })
}
