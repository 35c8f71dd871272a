import type { Consortium } from '../domain/consortium.ts'

/** For tests: the same consortium with all its nodes on 127.0.0.1, their P2P ports in a row from `port` on. */
export function onLoopback(consortium: Consortium, port: number): Consortium {
  const { validators, standby } = consortium
  const moved = <T extends { readonly enode: string }>(node: T, place: number): T => ({
    ...node,
    enode: `${node.enode.slice(0, node.enode.lastIndexOf('@'))}@127.0.0.1:${port + place}`,
  })
  return {
    ...consortium,
    validators: validators.map((node, index) => moved(node, index)),
    standby: standby.map((node, index) => moved(node, validators.length + index)),
  }
}
