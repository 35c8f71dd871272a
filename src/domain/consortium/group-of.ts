/** rlid of an entity's ultimate parent: its own where it names none. Seats and nodes are counted by it. */
export function groupOf({ rlid, group }: { readonly rlid: string; readonly group: string }): string {
  return group === '' ? rlid : group
}
