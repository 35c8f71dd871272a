#!/usr/bin/env bash
# 5.5.7 Key provisioning by a service at installation
# The OEM has both its component and its key provisioning service audited. Its inverters leave the factory without a key. On the roof, the installer's
# app enrols the inverter with the OEM's service, and passes on a one-time code; the inverter proves that it has the code, and is answered with a
# key wrapped for this session. When it has confirmed, the service registers the key, by an account that the OEM named for it.
# Here nothing is owned before the installation, and nobody but device and service meets the key.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"
. "$here/../key-service.sh"

step 'OEM' 'Registry' 'creates its process'
process=$(rest oem POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the audits of the service that makes keys, and of the component that keeps them; the programme manager approves'
assess "$process" generation "$here/key-generation.json"
assess "$process" protection "$here/key-protection.json"

step 'OEM' 'Registry' 'names an account for its service, which can register under this process and do nothing else; and the installer'
made service.keystore derkey keystore create --password-file service.password --out > created.txt
account=$(pick '.address.replace(/^(0x)?/, "0x").toLowerCase()' < service.keystore)
as oem process name-account "$process" "$account"
named() { derkey key installer list "${entity[oem]}" --json | pick '[0]?.entity_id'; }
once '[ -n "$(named)" ]' as oem key installer name "${entity[installer]}"

step 'OEM' 'Key Provisioning Service' 'runs its service, and gives the app of its installers a certificate'
authority service-ca
machine service service-ca 'subjectAltName=IP:127.0.0.1'
machine app service-ca 'extendedKeyUsage=clientAuth'
cat > service.json << END
{
  "listen": { "port": 0 },
  "certificate": "service.pem",
  "key": "service.key",
  "data": "service",
  "client_authorities": ["service-ca.pem"],
  "clients": { "app": { "key_ids": ["$(derkey key id app.pem)"], "process_ids": ["$process"], "rights": ["enrol"] } },
  "registry": { "rpc": "$rpc_url", "deployment": "$deployment" },
  "signer": { "keystore": "service.keystore", "password_file": "service.password" }
}
END
start_service service.json

step 'Component Manufacturer' 'OEM' 'ships processors with a trusted execution environment'

step 'OEM' 'Installer' 'delivers an inverter that has no key yet'

step 'Installer' 'Key Provisioning Service' 'enrols the inverter on the roof with its app, which is answered with a one-time code'
[ -s enrolled.json ] || { service app POST /v1/enrolments "{\"process_id\": \"$process\", \"devices\": [\"SN-$run-1\"]}" > enrolled.part && mv enrolled.part enrolled.json; }
enrolment=$(pick '.enrolments[0].enrolment_id' < enrolled.json)

step 'Installer' 'DER Client' 'passes the code on, as a QR code or typed in'
key_pair moment

step 'DER Client' 'Key Provisioning Service' 'proves that it has the code, for this TLS session, and is answered with a key wrapped for it'
[ -s answer.json ] || { prove_and_ask "$enrolment" "$(pick '.enrolments[0].code' < enrolled.json)" moment.key > answer.part && mv answer.part answer.json; }
key=$(pick .key_id < answer.json)

step 'DER Client' 'Key Provisioning Service' 'opens and stores the key, and confirms with a signature by it'
open_key answer.json moment.key inverter
service app POST /v1/device/confirmations "$(confirmation answer.json inverter)" > confirmed.json

step 'Key Provisioning Service' 'Registry' 'registers the key'
state() { service app GET "/v1/enrolments/$enrolment" | pick .state; }
for _ in {1..100}; do [ "$(state)" = registered ] && break || sleep 0.2; done
state
derkey keygen audit service/issues.jsonl > audit.txt
echo 'the log of issued keys is whole'

step 'DER Client' 'Certificate Authority' 'requests its certificate'
request inverter 32474 "SN-$run-1"
certify inverter

step 'Installer' 'Registry' 'records that the inverter is installed'
once '[ -n "$(key_info "$key" .key.installed_at)" ]' as installer key install "$key"

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter /dcap
connect inverter /edev

step 'OEM' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
