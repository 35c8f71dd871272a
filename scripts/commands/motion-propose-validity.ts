import { proposeDraft, template } from '../motions/propose-draft.ts'
import { setValidityDraft } from '../motions/validity-draft.ts'

export const proposeValidity = template('set-validity', 'sets how long assessments are good for; policies act on what is older')
  .requiredOption('--days <number>', 'days from the completion; 0: no limit')
  .option('--grace-days <number>', 'days after that in which it is tolerated', '0')
  .action((options, command) => {
    const { days, graceDays, ...rest } = options
    return proposeDraft(rest, command, ({ deployment }) => setValidityDraft(deployment.contracts, { days, grace_days: graceDays }))
  })
