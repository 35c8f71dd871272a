#!/usr/bin/env bash
# 5.5.5 Key provisioning by an appliance at manufacturing
# The OEM has audited how its inverters keep a key. The keys come from an offline appliance on its line, whose vendor has had the making of keys
# audited: the OEM's process uses that audit. The appliance wraps each key for one device, and signs a manifest of the batch; a connected
# machine verifies it and registers. The clear key is in the device alone.
# Here the installer is named by the OEM, which owns the key all the way to the roof.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"

step 'Appliance Vendor' 'Registry' 'creates a process for its appliance'
appliance=$(rest appliance_vendor POST /v1/processes '{}' | pick .process_id)
echo "process $appliance"

step 'Authorized Assessor' 'Registry' 'records the process audit: how the appliance makes keys; the programme manager approves'
assess "$appliance" generation "$here/key-generation.json"

step 'OEM' 'Registry' 'creates its process'
process=$(rest oem POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the component audit: how an inverter keeps its key; and links the process to the appliance'
assess "$process" protection "$here/key-protection.json"
use_component "$process" generation "$appliance"

step 'Component Manufacturer' 'OEM' 'ships processors, each with a certificate for what is wrapped for it'
mkdir -p devices
for n in 1 2 3; do
  hardware_module 32474 "SN-$run-$n" > "processor-$n.cnf"
  made "processor-$n.key" openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out
  made "devices/inverter-$n.pem" openssl req -x509 -new -sha256 -key "processor-$n.key" -config "processor-$n.cnf" -extensions device -subj / -days 36500 -out
done

step 'Appliance Vendor' 'OEM' 'delivers an appliance; the OEM takes its public key to the machine that registers'
[ -s appliance.password ] || { openssl rand -hex 16 > password.part && mv password.part appliance.password; }
[ -d appliance ] || { rm -rf appliance.part && derkey keygen appliance init appliance.part --password-file appliance.password > appliance.txt && mv appliance.part appliance; }

step 'Appliance' 'OEM' 'makes a key for each inverter, wrapped for it alone, and signs the manifest'
batch() { derkey keygen appliance show appliance --password-file appliance.password --json | pick '.batches[0]?.folder'; }
once '[ -n "$(batch)" ]' derkey keygen appliance make appliance --process "$process" --recipient devices --csr --out batches --password-file appliance.password
batch=$(batch)

step 'OEM' 'Registry' 'verifies the manifest, and registers the keys'
as oem key register "$batch/manifest.json" --appliance appliance/appliance.pub --recipient devices
cp "$batch/requests/inverter-1.csr" inverter.csr
key=$(derkey key id inverter.csr)

step 'DER Client' 'DER Client' 'opens its wrapped key: openssl alone does'
openssl cms -decrypt -inform DER -in "$batch/keys/inverter-1.p7m" -inkey processor-1.key -recip devices/inverter-1.pem -out inverter.key.der
openssl pkey -inform DER -in inverter.key.der -out inverter.key
[ "$(derkey key id <(openssl pkey -in inverter.key -pubout))" = "$key" ]
echo 'it is the key that was registered'

step 'OEM' 'Certificate Authority' 'requests a certificate, by the request that came with the key'
certify inverter

step 'OEM' 'Registry' 'names the installer that may install for it'
named() { derkey key installer list "${entity[oem]}" --json | pick '[0]?.entity_id'; }
once '[ -n "$(named)" ]' as oem key installer name "${entity[installer]}"

step 'Installer' 'Registry' 'puts the inverter on a roof, and records it'
once '[ -n "$(key_info "$key" .key.installed_at)" ]' as installer key install "$key"

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter /dcap
connect inverter /edev

step 'OEM' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
