/** The making of keys: appliance, wrapped keys, manifests. */
export const keygenProblems = {
  recipient_unfit: {
    status: 422,
    title: 'No key can be wrapped for this recipient',
    action: 'Give a valid certificate of a key on P-256 (secp256r1) that may agree on keys; nothing is wrapped in any other way instead.',
  },
  wrapped_key_invalid: {
    status: 422,
    title: 'The wrapped key cannot be opened',
    action: 'Give the private key of the recipient that the wrapped key names, and the file as the appliance wrote it.',
  },
  noise_source_failed: {
    status: 500,
    title: 'The noise source failed, and no key was made of it',
    action: 'Check the noise source and its wiring; do not use it, nor lower its configured min-entropy, before you know why it failed.',
  },
  entropy_claim: {
    status: 422,
    title: 'The entropy source is not what it is said to be',
    action: 'Declare what the keys are drawn from; a validated source with the number of its certificate.',
  },
  core_dumps_on: {
    status: 409,
    title: 'A crash could write clear keys into a core dump',
    action: 'Run the command on Linux with core dumps off (`ulimit -c 0`), with util-linux installed and /proc mounted.',
  },
  appliance_exists: {
    status: 409,
    title: 'The folder holds an appliance or other files already',
    action: 'Choose an empty folder. Nothing was changed.',
  },
  appliance_missing: {
    status: 400,
    title: 'The folder holds no appliance',
    action: 'Make one with `derkey keygen appliance init DIR`, and repeat the call if it was interrupted.',
  },
  appliance_invalid: {
    status: 500,
    title: 'The files of the appliance do not fit together',
    action: 'Restore the named file from a backup.',
  },
  appliance_password: {
    status: 400,
    title: 'The signing key of the appliance cannot be opened',
    action: 'Give the file of its password with --password-file; it holds the password in its first line.',
  },
  appliance_busy: {
    status: 409,
    title: 'The appliance is making other keys',
    action: 'Wait until the other command has ended.',
  },
  appliance_ledger_unusable: {
    status: 500,
    title: "The appliance's ledger of batches cannot be used",
    action: 'Check the file, its permissions and the space on the disk; no batch leaves without it.',
  },
  batch_unknown: {
    status: 400,
    title: 'The appliance has made no such batch',
    action: 'Give the counter of a batch that `derkey keygen appliance show` lists.',
  },
  manifest_malformed: {
    status: 400,
    title: 'The manifest is not valid',
    action: 'Give the manifest.json of a batch as the appliance wrote it.',
  },
  manifest_unpinned: {
    status: 400,
    title: 'A manifest is not registered without the key of its appliance',
    action: "Give the appliance's public key with --appliance, from a source other than the medium that brings the manifest.",
  },
  manifest_signature: {
    status: 422,
    title: 'The manifest is not signed by the appliance',
    action: 'Register nothing of it. Find out who changed the file, and have the appliance give it out anew.',
  },
  manifest_gap: {
    status: 409,
    title: 'A manifest of the appliance is missing before this one',
    action: 'Register the missing ones first; `derkey keygen appliance manifest` gives a lost one out again. Find out where its keys are.',
  },
  manifest_repeated: {
    status: 409,
    title: 'Two manifests of the appliance have the same number',
    action: 'Register nothing of it: the appliance was copied, or set back to an older state. Replace it, and revoke what it made twice.',
  },
  manifest_chain: {
    status: 409,
    title: 'The manifest does not follow the one before it',
    action: 'Register nothing of it: the appliance was copied, or set back to an older state.',
  },
  manifest_process: {
    status: 422,
    title: 'The manifest is of keys under another process',
    action: 'Name the process that the manifest names, or give the manifest of that process.',
  },
  manifest_recipient: {
    status: 422,
    title: 'The keys are wrapped for somebody else',
    action: 'Give the certificates of the line or the devices that these keys were made for, or find out why they are wrapped for others.',
  },
  manifest_file_differs: {
    status: 422,
    title: 'A file of the batch is not the one that the appliance signed',
    action: 'Copy the batch anew from the appliance, and find out what changed it.',
  },
  manifest_record_unusable: {
    status: 500,
    title: 'The record of the manifests seen so far cannot be used',
    action: 'Check the file, its permissions and the space on the disk; without it a gap or a repeat would not be noticed.',
  },
} as const
