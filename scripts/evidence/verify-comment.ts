import { readAssessmentComments } from '../../src/chain/reads/assessment-comments.ts'
import { readBlock } from '../../src/chain/reads/block.ts'
import type { ChainRegistry } from '../../src/chain/registry.ts'
import type { CommentRecord } from '../../src/domain/comment-record.ts'
import { Problem } from '../../src/domain/problem.ts'
import { hashFile } from '../hash-file.ts'

/** Where the file was bound as a comment, oldest first. @throws Problem `comment_unknown` */
export async function verifyComment(registry: ChainRegistry, file: string, assessmentId: string | undefined): Promise<CommentRecord[]> {
  const [sha256, { block }] = await Promise.all([hashFile(file), readBlock(registry.client)])
  const comments = (await readAssessmentComments(registry, assessmentId, block)).filter(({ comment }) => comment === sha256)
  if (comments.length === 0) throw new Problem('comment_unknown', { field: file, detail: `its SHA-256 is ${sha256}` })
  return comments
}
