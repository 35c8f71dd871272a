import { commentAssessment } from '../../src/chain/calls/assessment-calls.ts'
import { recordIdField } from '../../src/domain/fields.ts'
import { hashFile } from '../hash-file.ts'
import { parseArgument } from '../parse-argument.ts'
import { acting, outputOf, report, writer } from '../registry-command.ts'

export const assessmentComment = writer(
  'comment',
  'binds a comment to a proposed assessment by its SHA-256; the file itself goes to the assessor off the chain; by the programme manager',
)
  .argument('<assessment-id>', 'the assessment')
  .argument('<file>', 'the comment')
  .action((id, file, options, command) =>
    acting(options, async ({ contracts, act }) => {
      const assessmentId = parseArgument('assessment_id', recordIdField, id)
      const comment = await hashFile(file)
      const document = { ...(await act(commentAssessment(contracts, assessmentId, comment))), comment }
      report(outputOf(command), document, `assessment ${assessmentId} commented: ${comment}`)
    }),
  )
