#!/usr/bin/env bash
# 5.5.2 Secure component provisioned by a service provider
# The maker of a secure element has the component audited, and nothing else. A service provider puts keys into the elements, by an audited
# process of its own that uses that component; it registers the keys and sells some elements to the OEM. A distributor sells the inverters
# on, and names the installer that puts one on a roof.
# Here a list of keys changes hands, and then one key alone.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"

step 'Secure Component Manufacturer' 'Registry' 'creates a process for its component'
component=$(rest chip_maker POST /v1/processes '{}' | pick .process_id)
echo "process $component"

step 'Authorized Assessor' 'Registry' 'records the component audit: how a key is kept; the programme manager approves'
assess "$component" protection "$here/key-protection.json"

step 'Secure Component Service Provider' 'Registry' 'creates its process'
process=$(rest service_provider POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the process audit: how a key is made; and links the process to the component'
assess "$process" generation "$here/key-generation.json"
use_component "$process" protection "$component"

step 'Secure Component Manufacturer' 'Secure Component Service Provider' 'ships secure elements without keys'

step 'Secure Component Service Provider' 'Secure Component Service Provider' 'has each of three elements make its key'
mkdir -p elements
for n in 1 2 3; do
  key_pair "element-$n"
  request "element-$n" 32476 "SP-$run-$n"
  cp "element-$n.csr" elements/
done

step 'Secure Component Service Provider' 'Registry' 'registers the keys'
as service_provider key register elements --process "$process"
key=$(derkey key id element-1.csr)

step 'Secure Component Service Provider' 'OEM' 'offers the keys of two elements, as a list'
once '[ -n "$(offer_of "$key" oem)" ]' as service_provider key offer element-1.csr element-2.csr --to "${entity[oem]}"

step 'OEM' 'Registry' 'accepts the list: both keys change hands, or none'
accept oem "$key"

step 'OEM' 'Certificate Authority' 'builds an inverter around the first element, and requests its certificate'
cp element-1.key inverter.key
request inverter 32474 "SN-$run-1"
certify inverter

step 'OEM' 'Distributor' 'offers the key of the inverter that it sells, over REST'
sold="{\"owner_id\": \"${entity[distributor]}\"}"
rest oem PATCH "/v1/keys/$key" "$sold" > offered.json

step 'Distributor' 'Registry' 'accepts by the same call, and names the installer that may install for it'
rest distributor PATCH "/v1/keys/$key" "$sold" > accepted.json
named() { derkey key installer list "${entity[distributor]}" --json | pick '[0]?.entity_id'; }
once '[ -n "$(named)" ]' as distributor key installer name "${entity[installer]}"

step 'Installer' 'Registry' 'puts the inverter on a roof, and records it'
rest installer PATCH "/v1/keys/$key" '{"installed": true}' > installed.json

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter /dcap
connect inverter /edev

step 'Distributor' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
