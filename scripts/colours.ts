import pc from 'picocolors'
import { environment } from './environment.ts'

/** Colours for what goes to `stream`: on a terminal alone (picocolors' own guess takes CI for one), and not with NO_COLOR. */
export function coloursFor(stream: { readonly isTTY?: boolean }): ReturnType<typeof pc.createColors> {
  return pc.createColors(stream.isTTY === true && !environment.noColor)
}
