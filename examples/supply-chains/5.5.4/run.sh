#!/usr/bin/env bash
# 5.5.4 Component integration by the OEM
# A component manufacturer sells processors with a trusted execution environment. How well they keep a key depends on how they are built in, so it is
# the OEM that has component and process audited; it makes the keys, registers them, and sells the inverters.
# Here one key goes its own way: one inverter is sold to the installer before the rest of its lot goes to a distributor.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"

step 'Component Manufacturer' 'OEM' 'ships processors with a trusted execution environment'

step 'OEM' 'Registry' 'creates its process'
process=$(rest oem POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the audit of process and component, as it is built in; the programme manager approves'
assess "$process" generation "$here/key-generation.json"
assess "$process" protection "$here/key-protection.json"

step 'OEM' 'OEM' 'builds three inverters, each of which makes its key'
mkdir -p inverters
for n in 1 2 3; do
  key_pair "inverter-$n"
  request "inverter-$n" 32474 "SN-$run-$n"
  cp "inverter-$n.csr" inverters/
done

step 'OEM' 'Registry' 'registers the keys'
as oem key register inverters --process "$process"
key=$(derkey key id inverter-1.csr)
other=$(derkey key id inverter-2.csr)
lot=$(key_info "$key" .key.lot_id)

step 'OEM' 'Certificate Authority' 'requests a certificate'
certify inverter-1

step 'OEM' 'Installer' 'sells one inverter to the installer, who accepts its key'
once '[ -n "$(offer_of "$key" installer)" ]' as oem key offer "$key" --to "${entity[installer]}"
accept installer "$key"

step 'OEM' 'Distributor' 'offers the lot: that is, the keys that still follow it'
once '[ -n "$(offer_of "$other" distributor)" ]' as oem lot offer "$lot" --to "${entity[distributor]}"

step 'Distributor' 'Registry' 'accepts, and is told of the key that went its own way'
accept distributor "$other"

step 'Installer' 'Registry' 'puts its inverter on a roof, and records it as the owner'
once '[ -n "$(key_info "$key" .key.installed_at)" ]' as installer key install "$key"

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter-1 /dcap
connect inverter-1 /edev

step 'Installer' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
