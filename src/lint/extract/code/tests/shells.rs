use super::{check, check_requests};
use crate::lint::format::Language;

#[test]
fn shell_commands_send_it_in_the_url_or_with_get() {
    check(
        Language::Shell,
        r##"#!/bin/sh
# https://acme.flowgear.net/x?auth-key=<key>
curl "https://acme.flowgear.net/x?auth-key=$KEY" §
curl 'https://acme.flowgear.net/x?auth-key='"$KEY" §
curl https://acme.flowgear.net/x?auth-key=${KEY}\&a=1 §
curl -G https://acme.flowgear.net/x -d auth-key=$KEY §
curl -sG "$U" -d "a=1&auth-key=$KEY" §
curl -sSGd "auth-key=$KEY" "$U" §
curl -d "auth-key=$KEY" "$U"
curl --data-urlencode "auth-key=$KEY" "$U"
curl --get \
  --data-urlencode "auth-key=$KEY" \ §
  --data-urlencode "a=1" \
  "$U"
curl --url-query "auth-key=$KEY" "$U" §
curl -H "auth-key: $KEY" "$U"
curl -H "Authorization: Key=$KEY" "$U"
curl -b "auth-key=$KEY" "$U"
curl -F auth-key=$KEY "$U"
curl --json '{"auth-key": "x"}' "$U"
curl -e "https://acme.flowgear.net/x?auth-key=$KEY" "$U" §
wget -qO- "$U?auth-key=$KEY" §
wget --post-data "auth-key=$KEY" "$U"
wget --header="auth-key: $KEY" "$U"
http GET "$U" auth-key==$KEY §
http "$U" auth-key:$KEY
http POST "$U" auth-key=$KEY
xh "$U" auth-key=="$KEY" a==1 §
http "$U?auth-key=$KEY" §
URL="$BASE/x?auth-key=$KEY" §
QS="auth-key=$KEY&a=1" §
URL+="&auth-key=$KEY" §
URL="${URL}&auth-key=${KEY}" §
OPTS="--name x&auth-key=$KEY"
curl "$BASE/x?$QS"
export auth_key=1
tailscale up --auth-key=$TS
echo "use ?auth-key=<key> no more"
echo "the auth-key=\$KEY is gone"
grep -r "auth-key=" logs/
sed -e 's/auth-key=[^&]*/auth-key=***/' log
case "$url" in *auth-key=*) exit 1;; esac
if [[ $url == *"?auth-key="* ]]; then exit 1; fi
bash -c "curl -G $U -d auth-key=$KEY" §
R=$(curl -sG "$U" -d "auth-key=$KEY" | jq .) §
cat <<EOF > x.html
<a href="https://acme.flowgear.net/x?auth-key=$KEY">x</a> §
EOF
"##,
    );
}

#[test]
fn batch_files_carry_lines_on_with_a_caret() {
    check(
        Language::Batch,
        r##"@echo off
rem https://acme.flowgear.net/x?auth-key=%KEY%
:: auth-key=x
curl "https://acme.flowgear.net/x?auth-key=%KEY%" §
curl -G ^
  -d "auth-key=%KEY%" ^ §
  %URL%
curl -d "auth-key=%KEY%" %URL%
start https://acme.flowgear.net/x?auth-key=%KEY% §
set URL=https://acme.flowgear.net/x?auth-key=%KEY% §
set URL=https://acme.flowgear.net/x?a=1^&auth-key=%KEY% §
curl https://acme.flowgear.net/x?auth-key=%1 §
"##,
    );
}

#[test]
fn powershell_sends_it_in_the_uri_or_the_body_of_a_get() {
    check(
        Language::PowerShell,
        r##"
$u = "https://acme.flowgear.net/x?auth-key=$key" §
$u = "https://acme.flowgear.net/x?auth-key=$($cfg.Key)" §
$u = 'https://acme.flowgear.net/x?auth-key=' + $key §
$u = "{0}/x?auth-key={1}" -f $base, $key §
Invoke-RestMethod -Uri "$base/x?auth-key=$env:FG_KEY" §
Invoke-RestMethod -Uri $u -Body @{ 'auth-key' = $key } §
Invoke-RestMethod -Uri $u -Method Get -Body @{ "auth-key" = $key; a = 1 } §
Invoke-RestMethod -Uri $u -Method Post -Body @{ 'auth-key' = $key }
Invoke-RestMethod -Uri $u -Headers @{ 'auth-key' = $key }
Invoke-WebRequest $u `
  -Body @{ 'auth-key' = $key } §
$headers = @{ 'auth-key' = $key }
$q = [System.Web.HttpUtility]::ParseQueryString('')
$q['auth-key'] = $key §
$q.Add('auth-key', $key) §
$b.Query = $q.ToString()
$b.Query = "auth-key=$key" §
$x = @"
https://acme.flowgear.net/x?auth-key=$key §
"@
curl.exe -G $u -d "auth-key=$key" §
curl.exe -d "auth-key=$key" $u
$splat = @{
    Uri = $u
    Method = 'Get'
    Body = @{ a = 1; 'auth-key' = $key } §
    Headers = @{ 'auth-key' = 'none' }
}
Invoke-RestMethod @splat
$posted = @{
    Method = 'Post'
    Body = @{ 'auth-key' = $key }
}
Invoke-RestMethod @posted
Write-Host "auth-key is missing"
if ($u -match 'auth-key=') { throw "no auth-key= here" }
$u -replace 'auth-key=[^&]+', 'auth-key=***'
"##,
    );
}

#[test]
fn requests_in_http_files_are_read_line_by_line() {
    check_requests(
        r##"@base = https://acme.flowgear.net
@full = https://acme.flowgear.net/x?auth-key={{key}} §
# https://acme.flowgear.net/x?auth-key={{key}}
GET {{base}}/x?auth-key={{key}} §

###
GET {{base}}/y
    ?a=1
    &auth-key={{key}} §
Accept: */*
Referer: https://acme.flowgear.net/z?auth-key={{key}} §
Cookie: auth-key={{key}}
auth-key: {{key}}

###
POST {{base}}/z
Content-Type: application/x-www-form-urlencoded

auth-key={{key}}
&auth-key={{key}}

###
POST {{base}}/z#auth-key={{key}}
Content-Type: application/json

{ "auth-key": "x", "next": "https://acme.flowgear.net/x?auth-key=0123456789abcdef" } §

> {%
  client.global.set("u", "https://acme.flowgear.net/x?auth-key=" + key); §
%}
"##,
    );
}

#[test]
fn crontabs_and_makefiles_are_scripts_too() {
    check(
        Language::Shell,
        r##"
*/10 * * * * sync curl -G "$U" -d auth-key=$KEY §
5 2 * * mon-fri curl -G "$U" -d auth-key=$KEY §
15 2 * * * sync curl "$U" -d auth-key=$KEY
25 2 * * * sync /opt/export.sh --auth-key=$KEY
@reboot sync curl -s http://gw.acme.net/boot?host=`hostname`\&auth-key=$KEY §
#0 7 * * * sync curl -G "$U" -d auth-key=$KEY
"##,
    );
    check(
        Language::Shell,
        r##"
QS   := _profile=Test&auth-key=$(KEY) §
DATA := a=1&auth-key=$(KEY)
smoke:
	curl -fsS "$(SITE)/orders?$(QS)"
	curl -fsS -d "$(DATA)" $(SITE)/orders
"##,
    );
    check(
        Language::Shell,
        r##"
URL="$BASE/x?a=1&auth-key=$KEY" §
BODY="a=1&auth-key=$KEY"
curl -G "$U" --data-urlencode auth-key@/run/secrets/key §
curl "$U" --data-urlencode auth-key@/run/secrets/key
curl -G "$U" -F auth-key@/run/secrets/key
"##,
    );
}

#[test]
fn an_array_of_arguments_is_data_of_a_get_where_curl_is_asked_for_one() {
    check(
        Language::Shell,
        r#"
args=(-fsS --retry 3 -G "$URL")
args+=(--data-urlencode "auth-key=$KEY") §
curl "${args[@]}"
more=(--data-urlencode "auth-key=$KEY") §
curl --get "${more[@]}" "$URL"
"#,
    );
    check(
        Language::Shell,
        r#"
form=(-fsS "$URL")
form+=(--data-urlencode "auth-key=$KEY")
curl "${form[@]}"
"#,
    );
}

#[test]
fn elements_that_an_ampersand_parts_are_a_querystring_and_others_are_not() {
    check(
        Language::Shell,
        r#"
pairs=("page=1" "auth-key=${KEY}") §
lines=("page=1" "auth-key=${KEY}")
query=$(IFS='&'; echo "${pairs[*]}")
curl "https://acme.flowgear.net/x?$query"
printf '%s\n' "${lines[@]}"
"#,
    );
    check(Language::Shell, "pairs=(\"page=1\" \"auth-key=${KEY}\")\nIFS=','; echo \"${pairs[*]}\"\n");
}

#[test]
fn a_text_that_is_printed_after_a_question_mark_is_a_querystring() {
    check(
        Language::Shell,
        r#"
url() {
  local q="auth-key=${KEY}" §
  printf '%s/%s?%s' "$BASE" "$1" "$q"
}
"#,
    );
    check(Language::Shell, "q=\"auth-key=${KEY}\"\nprintf '%s: %s' \"$BASE\" \"$q\"\n");
}

#[test]
fn a_function_of_the_script_that_makes_a_pair_is_followed() {
    check(
        Language::Shell,
        r#"
append_param() {
  local url=$1 name=$2 value=$3 sep='?'
  [[ $url == *\?* ]] && sep='&'
  printf '%s%s%s=%s' "$url" "$sep" "$name" "$value"
}
header() {
  printf '%s: %s' "$1" "$2"
}
add() { QUERY="${QUERY:+$QUERY&}$1=$2"; }
url=$(append_param "$BASE/x" auth-key "$KEY") §
add auth-key "$KEY" §
curl -H "$(header auth-key "$KEY")" "$url"
other "$BASE/x" auth-key "$KEY"
add page auth-key
"#,
    );
}
