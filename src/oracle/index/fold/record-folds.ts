import { assessmentStateFolds } from './assessment-states.ts'
import { assessmentFolds } from './assessments.ts'
import { controllerFolds } from './controllers.ts'
import { documentFolds } from './documents.ts'
import { entityFolds } from './entities.ts'
import { processFolds } from './processes.ts'
import { quotaFolds } from './quotas.ts'
import { registrantFolds } from './registrants.ts'
import { roleFolds } from './roles.ts'
import { sampleFolds } from './samples.ts'
import { seriesFolds } from './series.ts'

/** By contract, what its events make of all records but those of keys, lots and offers. */
export const recordFolds = {
  EntityRegistry: { ...entityFolds, ...controllerFolds, ...quotaFolds },
  ProcessRegistry: { ...processFolds, ...registrantFolds },
  AssessmentRegistry: { ...assessmentFolds, ...seriesFolds, ...assessmentStateFolds },
  DocumentRegistry: documentFolds,
  SampleRegistry: sampleFolds,
  Authority: roleFolds,
}
