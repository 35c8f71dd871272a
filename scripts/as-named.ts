import { isAbsolute, relative } from 'node:path'

/** A place of this machine as its user would write it: relative where the path is that it was found by. */
export const asNamed = (place: string, named: string): string => (isAbsolute(named) ? place : relative('.', place))
