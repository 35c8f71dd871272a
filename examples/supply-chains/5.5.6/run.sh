#!/usr/bin/env bash
# 5.5.6 Key provisioning by a service provider at manufacturing
# The OEM has audited how its inverters keep a key. An online service, whose operator has had the making of keys audited, makes the keys: each
# device shows the certificate that its processor was born with, and is answered with a key wrapped for this session. The OEM fetches signed
# lists of what its devices confirmed, and an account of its line registers them under the service's process, as the service has granted.
# Here an entity registers under the process of another, by a line account of its own.
set -euo pipefail
. "$(dirname "$0")/../shell.sh"
. "$here/../key-service.sh"

step 'OEM' 'Registry' 'creates a process for its component'
component=$(rest oem POST /v1/processes '{}' | pick .process_id)
echo "process $component"

step 'Authorized Assessor' 'Registry' 'records the component audit: how an inverter keeps its key; the programme manager approves'
assess "$component" protection "$here/key-protection.json"

step 'Key Provisioning Service' 'Registry' 'creates its process'
process=$(rest provisioning_service POST /v1/processes '{}' | pick .process_id)
echo "process $process"

step 'Authorized Assessor' 'Registry' 'records the process audit: how the service makes keys; and links the process to the component'
assess "$process" generation "$here/key-generation.json"
use_component "$process" protection "$component"

step 'OEM' 'OEM' 'makes an account for its production line'
made line.keystore derkey keystore create --password-file line.password --out > created.txt
line=$(pick '.address.replace(/^(0x)?/, "0x").toLowerCase()' < line.keystore)
keystore[line]=line.keystore password[line]=line.password

step 'Key Provisioning Service' 'Registry' 'grants the OEM to register under its process'
as provisioning_service process grant "$process" "${entity[oem]}"

step 'OEM' 'Registry' 'names the account of its line, which can register under this process and do nothing else'
as oem process name-account "$process" "$line"

step 'Component Manufacturer' 'OEM' 'ships processors, each born with a certificate'
authority component-ca
for n in 1 2 3; do machine "processor-$n" component-ca 'keyUsage=critical,digitalSignature'; done

step 'Key Provisioning Service' 'Key Provisioning Service' 'runs its service'
authority service-ca
machine service service-ca 'subjectAltName=IP:127.0.0.1'
machine office service-ca 'extendedKeyUsage=clientAuth'
key_pair list
made list.pub openssl pkey -in list.key -pubout -out
cat > service.json << END
{
  "listen": { "port": 0 },
  "certificate": "service.pem",
  "key": "service.key",
  "data": "service",
  "client_authorities": ["service-ca.pem"],
  "clients": { "office": { "key_ids": ["$(derkey key id office.pem)"], "process_ids": ["$process"], "rights": ["list"] } },
  "bootstrap": { "processors": { "authorities": ["component-ca.pem"], "process_id": "$process" } },
  "registers": false,
  "registry": { "rpc": "$rpc_url", "deployment": "$deployment" },
  "lists": { "$process": "list.key" }
}
END
start_service service.json

step 'DER Client' 'Key Provisioning Service' 'shows the certificate of its processor, and asks for a key, wrapped for a key of this moment'
for n in 1 2 3; do
  key_pair "moment-$n"
  [ -s "answer-$n.json" ] || { service "processor-$n" POST /v1/device/keys "{\"public_key\": \"$(openssl pkey -in "moment-$n.key" -pubout -outform DER | openssl base64 -A)\"}" > answer.part && mv answer.part "answer-$n.json"; }
done

step 'DER Client' 'Key Provisioning Service' 'opens and stores the key, and confirms with a signature by it'
for n in 1 2 3; do
  open_key "answer-$n.json" "moment-$n.key" "inverter-$n"
  service "processor-$n" POST /v1/device/confirmations "$(confirmation "answer-$n.json" "inverter-$n")" | pick .state
done

step 'OEM' 'Key Provisioning Service' 'fetches signed lists of the keys that its devices confirmed'
service office POST /v1/key-lists "{\"process_id\": \"$process\"}" > cut.json
service office GET "/v1/key-lists?process_id=$process" > lists.json
node -e '
  for (const { counter, manifest, signature } of JSON.parse(fs.readFileSync("lists.json")).lists) {
    fs.mkdirSync(`list-${counter}`, { recursive: true })
    fs.writeFileSync(`list-${counter}/manifest.json`, Buffer.from(manifest, "base64"))
    fs.writeFileSync(`list-${counter}/manifest.json.sig`, Buffer.from(signature, "base64"))
  }'

step 'OEM' 'Registry' 'verifies the list, and its line registers the keys'
as line key register list-1 --appliance list.pub
key=$(pick .key_id < answer-1.json)

step 'OEM' 'Certificate Authority' 'requests a certificate'
request inverter-1 32474 "SN-$run-1"
certify inverter-1

step 'OEM' 'Distributor' 'offers the lot'
lot=$(key_info "$key" .key.lot_id)
once '[ -n "$(offer_of "$key" distributor)" ]' as oem lot offer "$lot" --to "${entity[distributor]}"

step 'Distributor' 'Registry' 'accepts, and names the installer that may install for it'
accept distributor "$key"
named() { derkey key installer list "${entity[distributor]}" --json | pick '[0]?.entity_id'; }
once '[ -n "$(named)" ]' as distributor key installer name "${entity[installer]}"

step 'Installer' 'Registry' 'puts an inverter on a roof, and records it'
once '[ -n "$(key_info "$key" .key.installed_at)" ]' as installer key install "$key"

step 'DER Client' 'DER Server' 'connects, and is let in'
connect inverter-1 /dcap
connect inverter-1 /edev

step 'Distributor' 'Registry' 'reads all that ever happened to the key'
derkey key history "$key"
