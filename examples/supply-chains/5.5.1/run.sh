#!/usr/bin/env bash
# 5.5.1 Secure component provisioned by its manufacturer
# The maker of a secure element has its process audited, makes and registers the keys, and sells the elements as a lot. The OEM builds them into
# inverters; the installer puts one on a roof, and the OEM records that it left the chain of companies.
# Here a whole lot changes hands in one record.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"

step 'Secure Component Manufacturer' 'Registry' 'creates the process that makes and keeps its keys'
process=$(rest chip_maker POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the audit of how keys are made and how they are kept; the programme manager approves'
assess "$process" generation "$here/key-generation.json"
assess "$process" protection "$here/key-protection.json"

step 'Secure Component Manufacturer' 'Secure Component Manufacturer' 'makes a key in each of three secure elements'
mkdir -p elements
for n in 1 2 3; do
  key_pair "element-$n"
  request "element-$n" 32473 "SE-$run-$n"
  cp "element-$n.csr" elements/
done

step 'Secure Component Manufacturer' 'Registry' 'registers the keys, with the requests as proof that it has them'
as chip_maker key register elements --process "$process"
key=$(derkey key id element-1.csr)
lot=$(key_info "$key" .key.lot_id)

step 'Secure Component Manufacturer' 'OEM' 'offers the lot'
once '[ -n "$(offer_of "$key" oem)" ]' as chip_maker lot offer "$lot" --to "${entity[oem]}"

step 'OEM' 'Registry' 'accepts: the lot is one record, and so is its change of hands'
accept oem "$key"

step 'OEM' 'Certificate Authority' 'builds an inverter around the first element, and requests its certificate'
cp element-1.key inverter.key
request inverter 32474 "SN-$run-1"
certify inverter

step 'OEM' 'Installer' 'sells the inverter, which the installer puts on a roof'

step 'OEM' 'Registry' 'records that it is installed: the chain of companies ends here'
once '[ -n "$(key_info "$key" .key.installed_at)" ]' as oem key install "$key"

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter /dcap
connect inverter /edev

step 'OEM' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
