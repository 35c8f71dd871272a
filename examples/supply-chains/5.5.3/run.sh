#!/usr/bin/env bash
# 5.5.3 Secure component provisioned by the OEM
# The maker of a secure element has the component audited. The OEM buys empty elements, builds them in, and makes the keys in its own factory,
# by an audited process of its own that uses that component. It sells the inverters as a lot to a distributor.
# Here the distributor accepts in advance whatever this OEM offers, so that the sale is one transaction.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"

step 'Secure Component Manufacturer' 'Registry' 'creates a process for its component'
component=$(rest chip_maker POST /v1/processes '{}' | pick .process_id)
echo "process $component"

step 'Authorized Assessor' 'Registry' 'records the component audit: how a key is kept; the programme manager approves'
assess "$component" protection "$here/key-protection.json"

step 'OEM' 'Registry' 'creates its process'
process=$(rest oem POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the process audit of the factory, and links the process to the component'
assess "$process" generation "$here/key-generation.json"
use_component "$process" protection "$component"

step 'Secure Component Manufacturer' 'OEM' 'ships secure elements without keys'

step 'OEM' 'OEM' 'builds three inverters, each of which makes its key in its element'
mkdir -p inverters
for n in 1 2 3; do
  key_pair "inverter-$n"
  request "inverter-$n" 32474 "SN-$run-$n"
  cp "inverter-$n.csr" inverters/
done

step 'OEM' 'Registry' 'registers the keys'
as oem key register inverters --process "$process"
key=$(derkey key id inverter-1.csr)
lot=$(key_info "$key" .key.lot_id)

step 'OEM' 'Certificate Authority' 'requests a certificate'
certify inverter-1

step 'Distributor' 'Registry' 'says that it takes whatever this OEM offers, and which installer may install for it'
accepted() { derkey offer accepted-from "${entity[distributor]}" --json | pick '[0]?.entity_id'; }
once '[ -n "$(accepted)" ]' as distributor offer accept-from "${entity[oem]}"
named() { derkey key installer list "${entity[distributor]}" --json | pick '[0]?.entity_id'; }
once '[ -n "$(named)" ]' as distributor key installer name "${entity[installer]}"

step 'OEM' 'Distributor' 'offers the lot, which changes hands at once'
once '[ "$(key_info "$key" .key.owner_id)" = "${entity[distributor]}" ]' as oem lot offer "$lot" --to "${entity[distributor]}"

step 'Installer' 'Registry' 'puts an inverter on a roof, and records it'
once '[ -n "$(key_info "$key" .key.installed_at)" ]' as installer key install "$key"

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter-1 /dcap
connect inverter-1 /edev

step 'Distributor' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
