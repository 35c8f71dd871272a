import { z } from 'zod'

const mostADay = 4_294_967_295
const aDay = (least: number) => z.number().int().min(least).max(mostADay)

/** New keys and new records a UTC day; undefined: stays as it is. */
export type QuotaChange = { readonly keys?: number | undefined; readonly records?: number | undefined }
const namesOne = ({ keys, records }: QuotaChange) => keys !== undefined || records !== undefined
const needed = { path: ['keys'], message: 'is needed, or records' }

/** What the registrar changes of an entity's quota; 0: the default. */
export const setQuotaInput = z
  .strictObject({ keys: aDay(0), records: aDay(0) })
  .partial()
  .refine(namesOne, needed)
  .meta({ id: 'SetQuota' })

/** What the registrar changes of the quota of all entities without one of their own. */
export const setDefaultQuotaInput = z
  .strictObject({ keys: aDay(1), records: aDay(1) })
  .partial()
  .refine(namesOne, needed)
  .meta({ id: 'SetDefaultQuota' })
