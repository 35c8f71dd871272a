import type { Board } from '../../../types/index.ts'
import { acting, governedRegistry, type Governance } from './governance.ts'

/** A governed registry, and its board as a constitution motion calls it. */
export async function constitutionWorld(): Promise<Governance & { readonly constitution: Board }> {
  const world = await governedRegistry()
  return { ...world, constitution: world.board.connect(await acting(world.constitutionTimelock)) }
}
