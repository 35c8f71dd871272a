import { Command } from '@commander-js/extra-typings'
import { caCheck } from './ca-check.ts'
import { caInit } from './ca-init.ts'
import { caIssueServer } from './ca-issue-server.ts'
import { caIssue } from './ca-issue.ts'
import { caShow } from './ca-show.ts'

export const ca = new Command('ca').description('certificate authority that issues on what the registry says')

for (const command of [caInit, caIssue, caIssueServer, caCheck, caShow]) ca.addCommand(command)
