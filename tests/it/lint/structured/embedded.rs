//! Programs and documents in values: each in the language that what is around says, or that it looks like.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "deploy.yml",
        r#"steps:
  - uses: actions/github-script@v7
    with:
      script: |
        const url = new URL(`${process.env.SITE}/a`);
        url.searchParams.set('▸qauth-key', process.env.KEY);
        const reply = await fetch(url, { headers: { 'auth-key': process.env.KEY } });
  - shell: python
    run: |
      import requests
      requests.get("https://acme.flowgear.net/b", params={"▸qauth-key": key})
      requests.get("https://acme.flowgear.net/b", headers={"auth-key": key})
  - task: AzureCLI@2
    inputs:
      scriptType: pscore
      inlineScript: |
        Invoke-RestMethod "https://acme.flowgear.net/c?▸qauth-key=$env:KEY"
  - script: |
      #!/usr/bin/env node
      fetch(`https://acme.flowgear.net/d?▸qauth-key=${key}`);
  - run: curl -G https://acme.flowgear.net/e -d ▸qauth-key=$KEY
"#,
    ),
    (
        "flow.yaml",
        "tasks:\n  - type: scripts.python.Script\n    script: |\n      import requests\n      requests.get(\"https://acme.flowgear.net/b\", params={\"▸qauth-key\": key}, headers={\"auth-key\": key})\n",
    ),
    (
        "pod.yaml",
        r#"containers:
  - command: [python, -c, "import requests; requests.get('https://acme.flowgear.net/a', params={'▸qauth-key': key})"]
  - command: ["node", "-e", "fetch(`https://acme.flowgear.net/b?▸qauth-key=${key}`)"]
  - command: [python3]
    args: ["-c", "import requests\nrequests.get('https://acme.flowgear.net/c', params={'▸qauth-key': key})"]
  - command: [worker, --token, "auth-key"]
"#,
    ),
    (
        "envoy.yaml",
        r#"http_filters:
  - typed_config:
      inline_code: |
        function envoy_on_request(h)
          h:headers():replace(":path", path .. "?▸qauth-key=" .. os.getenv("KEY"))
          h:headers():replace("auth-key", os.getenv("KEY"))
        end
plugins:
  - name: pre-function
    config:
      access:
        - |
          local key = os.getenv("KEY")
          kong.service.request.set_path("/a?▸qauth-key=" .. key)
          if key then
          end
"#,
    ),
    (
        "template.yaml",
        r#"Resources:
  Poll:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Code:
        ZipFile: |
          import requests
          def handler(event, context):
              return requests.get("https://acme.flowgear.net/a", params={"▸qauth-key": key}, headers={"auth-key": key})
"#,
    ),
    (
        "policy.json",
        r#"{ "resources": [ { "properties": { "format": "rawxml",
  "value": "<policies><inbound><set-query-parameter name=\"▸qauth-key\" exists-action=\"override\"><value>{{key}}</value></set-query-parameter><set-header name=\"auth-key\"><value>{{key}}</value></set-header></inbound></policies>" } },
  { "definitionString": "{ \"Parameters\": { \"ApiEndpoint\": \"https://acme.flowgear.net/b\", \"QueryParameters\": { \"▸qauth-key.$\": \"$.key\" }, \"Headers\": { \"auth-key\": \"x\" } } }" },
  { "body": "{ \"query\": { \"auth-key\": \"x\" } }" } ] }
"#,
    ),
    (
        "files.tf",
        "resource \"local_file\" \"a\" {\n  filename = \"${path.module}/a.py\"\n  content  = <<EOT\nimport requests\nrequests.get(\"https://acme.flowgear.net/a\", params={\"▸qauth-key\": key}, headers={\"auth-key\": key})\nEOT\n}\nresource \"azurerm_api_management_api_policy\" \"b\" {\n  xml_content = <<XML\n<policies><inbound><set-query-parameter name=\"▸qauth-key\"><value>{{key}}</value></set-query-parameter>\n<set-header name=\"auth-key\"><value>x</value></set-header></inbound></policies>\nXML\n}\n",
    ),
    (
        "play.yml",
        "- ansible.builtin.copy:\n    dest: /etc/cron.daily/a.sh\n    content: |\n      curl -G https://acme.flowgear.net/a -d ▸qauth-key=$KEY\n      curl -d auth-key=$KEY https://acme.flowgear.net/a\n- ansible.builtin.get_url:\n    url: \"{{ base }}/b?{{ {'page': 1, '▸qauth-key': key} | urlencode }}\"\n- ansible.builtin.uri:\n    url: \"{{ base }}/c\"\n    body: \"{{ {'page': 1, 'auth-key': key} | urlencode }}\"\n",
    ),
];

#[test]
fn a_program_in_a_value_is_read_as_what_it_is_written_in() {
    sees(SAMPLES);
}
