# What the seven scripts share. Each is called `run.sh [FOLDER]`, with DEMO naming the folder of `derkey demo --keep --dir DEMO`.
# FOLDER keeps the files of the run: one that was broken off goes on where it was, when it is called again.
here=$(cd "$(dirname "$0")" && pwd)
DEMO=$(cd "${DEMO:-demo}" && pwd)
mkdir -p "${1:-.}"
cd "${1:-.}"
umask 077
command -v derkey > /dev/null || derkey() { node "$here/../../../bin/derkey.js" "$@"; }
# Names what is made in this run, so that it can be told from another run on the same chain.
[ -s run ] || { openssl rand -hex 4 > run.part && mv run.part run; }
run=$(cat run)

# Who and what is there, from environment.json: $oracle_url, ${entity[oem]}, ${keystore[oem]}, ...
declare -A entity keystore password token
eval "$(node -e '
  const { actors, oracle_tokens, ...places } = JSON.parse(require("fs").readFileSync(process.argv[1]))
  const set = (name, value) => console.log(`${name}=\x27${value}\x27`)
  for (const [name, value] of Object.entries(places)) if (typeof value === "string") set(name, value)
  for (const [name, actor] of Object.entries(actors)) {
    set(`entity[${name}]`, actor.entity_id ?? "")
    set(`keystore[${name}]`, actor.keystore)
    set(`password[${name}]`, actor.password_file)
  }
  for (const [name, value] of Object.entries(oracle_tokens)) set(`token[${name}]`, value)
' "$DEMO/environment.json")"
export DERKEY_RPC=$rpc_url DERKEY_DEPLOYMENT=$deployment

# step FROM TO WHAT: the title of what comes next; docs/supply-chains.md draws these.
steps=0
step() {
  steps=$((steps + 1))
  if [ "$1" = "$2" ]; then printf '\n%s  %s: %s\n' "$steps" "$1" "$3"; else printf '\n%s  %s -> %s: %s\n' "$steps" "$1" "$2" "$3"; fi
}

# pick .FIELD: of the JSON document on standard input; nothing where it has none.
pick() { node -p "JSON.parse(require('fs').readFileSync(0))$1 ?? ''"; }

# as WHO ...: a command of derkey that WHO signs.
as() {
  local who=$1
  shift
  derkey "$@" --keystore "${keystore[$who]}" --password-file "${password[$who]}"
}

# newest: the chain's newest block, by the node itself.
newest() {
  local ask='{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber","params":[]}'
  printf '%d' "$(curl --silent --show-error --fail --max-time 60 --header 'Content-Type: application/json' --data "$ask" "$rpc_url" | pick .result)"
}

# rest WHO METHOD PATH [JSON]: a call of the REST API in WHO's name; the same call twice in a run is written once. What is read is as new as
# what commands wrote to the chain a moment ago, which the oracle follows.
rest() {
  local same path=$3
  same=$(printf '%s %s %s' "$2" "$3" "${4:-}" | openssl dgst -sha256 -r | cut -c1-32)
  [ "$2" != GET ] || path="$3?min_block=$(newest)"
  curl --silent --show-error --fail-with-body --max-time 60 --request "$2" --header @<(echo "Authorization: Bearer ${token[$1]}") \
    --header 'Content-Type: application/json' --header 'Prefer: wait=30' --header "Idempotency-Key: $run-$same" ${4:+--data "$4"} "$oracle_url$path"
}

# once TEST COMMAND...: COMMAND, unless TEST says that it is done. What a command that was killed left unsent, derkey sends first: then the
# command is refused, and TEST says why.
once() {
  local test=$1
  shift
  if eval "$test"; then echo 'done already'; else "$@" || eval "$test"; fi
}

# made FILE COMMAND...: the file that COMMAND writes (its last argument names it), whole or not at all.
made() {
  local file=$1
  shift
  [ -s "$file" ] || { rm -f "$file.part" && "$@" "$file.part" && mv "$file.part" "$file"; }
}

# What the registry says: of a key (table 10), of a lot that WHO may see, of a process, of the last offer of KEY, alone or in its lot, to WHO.
key_info() { rest utility GET "/v1/keys/$1" | pick "$2"; }
lot_info() { rest "$1" GET "/v1/lots/$2" | pick "$3"; }
series_of() { rest assessor GET "/v1/processes/$1" | pick ".key_$2_id"; }
offer_of() { derkey key history "$1" --json | pick ".events.findLast(({ event, owner_id }) => event === 'OfferMade' && owner_id === '${entity[$2]}')?.offer_id"; }

# accept ACTOR KEY: accepts the offer in which the key is offered to the actor, also where the key has gone further since.
accept() {
  local offer
  offer=$(offer_of "$2" "$1")
  once "[ \"\$(derkey offer show $offer --json | pick .state)\" = accepted ]" as "$1" offer accept "$offer"
}

# assess PROCESS KIND FILE: the assessor records what it found of the process, the programme manager approves it. KIND: generation, protection.
assess() {
  local id
  is_approved() { [ "$(rest assessor GET "/v1/assessments/$1" | pick .state)" = approved ]; }
  node -p "JSON.stringify({...JSON.parse(require('fs').readFileSync('$3')), process_id: '$1'})" > "key-$2-$1.json"
  once "[ -n \"\$(series_of $1 $2)\" ]" as assessor assessment create "key-$2-$1.json"
  id=$(series_of "$1" "$2")
  once "is_approved $id" as programme_manager assessment approve "$id"
}

# use_component PROCESS KIND COMPONENT: the assessor says that PROCESS uses what was assessed under the process COMPONENT of another owner.
use_component() { once "[ -n \"\$(series_of $1 $2)\" ]" as assessor assessment link "$1" "$(series_of "$3" "$2")"; }

# key_pair NAME: openssl plays the secure element, which makes NAME.key and does not let it out.
key_pair() { made "$1.key" openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out; }

# hardware_module PEN SERIAL: openssl's configuration of what names a device: its type, under the maker's enterprise number, and its serial number.
hardware_module() {
  printf '%s\n' '[req]' 'distinguished_name = empty' 'req_extensions = device' '[empty]' '[device]' \
    'subjectAltName = critical,otherName:1.3.6.1.5.5.7.8.4;SEQUENCE:module' '[module]' "hwType = OID:1.3.6.1.4.1.$1.1" \
    "hwSerialNum = FORMAT:ASCII,OCTETSTRING:$2"
}

# request NAME PEN SERIAL: a certificate signing request of the device (IEEE 2030.5, 6.11), signed by its key: it proves possession.
request() {
  hardware_module "$2" "$3" > "$1.cnf"
  made "$1.csr" openssl req -new -sha256 -key "$1.key" -config "$1.cnf" -subj / -out
}

# certify NAME: the CA asks the registry about the key, and issues NAME.pem.
certify() {
  [ -s "$1.pem" ] && echo 'done already' ||
    derkey ca issue --ca "$ca_dir" --password-file "$ca_password_file" --policy csip-baseline --csr "$1.csr" --out "$1.pem"
}

# connect NAME PATH: the device asks the DER Server, by mutual TLS with the cipher of IEEE 2030.5; prints the status.
connect() {
  curl --silent --show-error --fail --max-time 20 --tlsv1.2 --tls-max 1.2 --ciphers 'ECDHE-ECDSA-AES128-CCM8:@SECLEVEL=0' --cacert "$trust_anchors" \
    --cert "$1.pem" --key "$1.key" --output "$1.answer" --write-out "GET $2: %{http_code}\n" "$gateway_url$2"
}
