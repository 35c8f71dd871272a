# What 5.5.6 and 5.5.7 share: certificates for those who talk with a key generation service, and the service itself.

# authority NAME: a CA of one company's own, for its machines: NAME.key, NAME.pem.
authority() {
  key_pair "$1"
  made "$1.pem" openssl req -x509 -new -sha256 -key "$1.key" -subj "/CN=$1" -days 3650 -addext keyUsage=critical,keyCertSign -out
}

# machine NAME AUTHORITY EXTENSION: a key and a certificate: NAME.key, NAME.pem.
machine() {
  key_pair "$1"
  made "$1.csr" openssl req -new -sha256 -key "$1.key" -subj "/CN=$1" -out
  echo "$3" > "$1.extensions"
  made "$1.pem" openssl x509 -req -sha256 -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -set_serial "0x01$(openssl rand -hex 8)" -days 3650 -extfile "$1.extensions" -out 2> "$1.log"
}

# start_service CONFIG: runs until this script ends; sets $service_url.
start_service() {
  derkey keygen service --config "$1" --json > service.started 2> service.log &
  trap "kill $! 2> service.kill || true" EXIT
  until grep -q '^}' service.started; do
    kill -0 $!
    sleep 0.1
  done
  service_url=$(pick .url < service.started)
}

# service WHO METHOD PATH [JSON]: a call of the service, with the certificate of WHO.
service() {
  curl --silent --show-error --fail-with-body --max-time 60 --cacert service-ca.pem --cert "$1.pem" --key "$1.key" --request "$2" \
    --header 'Content-Type: application/json' ${4:+--data "$4"} "$service_url$3"
}

# open_key ANSWER EPHEMERAL NAME: the device opens what was wrapped for its ephemeral key, and stores NAME.key; openssl alone does.
open_key() {
  pick .cms < "$1" | openssl base64 -d -A -out "$3.p7m"
  openssl cms -decrypt -binary -inform DER -in "$3.p7m" -inkey "$2" -out "$3.der"
  made "$3.key" openssl pkey -inform DER -in "$3.der" -out
}

# confirmation ANSWER NAME: what the device tells the service when it has stored the key: the key signs that.
confirmation() {
  node -e 'process.stdout.write(JSON.parse(require("fs").readFileSync(0)).confirm)' < "$1" > "$2.confirm"
  openssl dgst -sha256 -sign "$2.key" -out "$2.signature" "$2.confirm"
  node -p 'JSON.stringify({
    enrolment_id: JSON.parse(fs.readFileSync(process.argv[1])).enrolment_id,
    key_id: JSON.parse(fs.readFileSync(process.argv[1])).key_id,
    signature: fs.readFileSync(process.argv[2]).toString("base64"),
  })' "$1" "$2.signature"
}

# prove_and_ask ID CODE EPHEMERAL: a device without any certificate asks for a key: it proves that it knows the one-time code, for this TLS session
# and its key of the moment (docs/key-generation-service.md). openssl s_client is its TLS, node its arithmetic; prints the answer.
prove_and_ask() {
  local exported body
  coproc tls { openssl s_client -connect "${service_url#https://}" -CAfile service-ca.pem -verify_return_error -keymatexport EXPORTER-Channel-Binding -keymatexportlen 32 -ign_eof 2> tls.log; }
  until read -r exported <&"${tls[0]}" && [[ $exported = 'Keying material: '* ]]; do :; done
  openssl pkey -in "$3" -pubout -outform DER -out moment.der
  body=$(node -e '
    const [id, exporter] = process.argv.slice(1)
    const [code, moment] = [fs.readFileSync(0, "utf8").trim(), fs.readFileSync("moment.der")]
    const hmac = (key, text) => crypto.createHmac("sha256", key).update(text).digest()
    const client = hmac(code, "derkey enrolment code v1")
    const text = ["derkey-enrolment-v1", "wrapped", id, crypto.hash("sha256", moment), exporter.toLowerCase()].join("\n")
    const signature = hmac(crypto.hash("sha256", client, "buffer"), text)
    const proof = Buffer.from(client.map((octet, index) => octet ^ signature[index])).toString("base64")
    console.log(JSON.stringify({ enrolment_id: id, proof, public_key: moment.toString("base64") }))' "$1" "${exported#*: }" <<< "$2")
  printf 'POST /v1/device/keys HTTP/1.1\r\nHost: service\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %s\r\n\r\n%s' "${#body}" "$body" >&"${tls[1]}"
  grep -o '^{.*}' <&"${tls[0]}"
}
