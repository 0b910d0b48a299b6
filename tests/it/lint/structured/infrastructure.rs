//! CI, containers, provisioning.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        ".github/workflows/ci.yml",
        "name: ci\non:\n  workflow_dispatch:\n    inputs:\n      auth-key: { required: true }\njobs:\n  a:\n    steps:\n      - run: curl \"https://acme.flowgear.net/a?▸qauth-key=${{ secrets.KEY }}\"\n      - run: |\n          curl -G https://acme.flowgear.net/a \\\n            --data-urlencode \"▸qauth-key=$K\"\n          curl -d \"auth-key=$K\" https://sso.example/token\n      - uses: x/y@v1\n        with:\n          auth-key: ${{ secrets.KEY }}\n          url: https://acme.flowgear.net/b?▸qauth-key=${{ secrets.KEY }} # auth-key\n      - shell: pwsh\n        run: |\n          Invoke-RestMethod \"https://acme.flowgear.net/a?▸qauth-key=$env:K\"\n",
    ),
    (
        "configmap.yaml",
        "kind: ConfigMap\nmetadata:\n  annotations:\n    nginx.ingress.kubernetes.io/permanent-redirect: https://acme.flowgear.net/a?▸dauth-key=K3Y\n    nginx.ingress.kubernetes.io/server-snippet: |\n      location /a { return 302 https://acme.flowgear.net/a?▸dauth-key=K3Y; }\ndata:\n  nginx.conf: |\n    server {\n      location /a { return 302 https://acme.flowgear.net/b?▸dauth-key=K3Y; }\n    }\n  fetch.sh: |\n    curl -G https://acme.flowgear.net/c --data-urlencode \"▸qauth-key=$K\"\n    curl -d auth-key=K3Y https://sso.example/t\n  app.json: |\n    { \"auth-key\": \"K3Y\",\n      \"url\": \"https://acme.flowgear.net\", \"query\": { \"▸qauth-key\": \"K3Y\" } }\n",
    ),
    (
        "filters.yaml",
        "filters:\n  stripe: https://acme.flowgear.net/a?▸qauth-key=K3Y\nredact_query_params: [auth-key]\nfilter_parameters: [auth-key]\n",
    ),
    (
        "watch.service",
        "[Service]\nExecStart=/usr/bin/curl -G https://acme.flowgear.net/a --data-urlencode ▸qauth-key=${FLOWGEAR_KEY}\nEnvironment=auth-key=K3Y\n",
    ),
    (
        "compose.yaml",
        "services:\n  a:\n    environment:\n      - URL=https://acme.flowgear.net/a?▸qauth-key=${KEY} # ?auth-key=xxxxx\n      - auth-key=K3Y\n    command: [\"curl\", \"-fsS\", \"https://acme.flowgear.net/b?▸qauth-key=K3Y\"]\n    healthcheck:\n      test: curl -f http://localhost/h?▸qauth-key=K3Y || exit 1\n    labels: { auth-key: K3Y }\n# https://acme.flowgear.net/old?▸qauth-key=K3Y\n",
    ),
    (
        "queries.tf",
        "resource \"a\" \"b\" {\n  query = {\n    ▸qauth-key = var.x\n  }\n  url = \"https://acme.flowgear.net\"\n}\nresource \"c\" \"d\" {\n  query_parameters = { \"▸qauth-key\" = var.key }\n  headers = { \"auth-key\" = var.key }\n  full = join(\"\", [\"https://acme.flowgear.net/a?▸qauth-key=\", var.key])\n}\n",
    ),
    (
        "tekton.yaml",
        "spec:\n  params:\n    - name: auth-key\n      value: K3Y\n    - name: url\n      value: https://acme.flowgear.net\n  taskRef: { name: call }\n",
    ),
    (
        "prometheus.yml",
        "scrape_configs:\n  - job_name: a\n    metrics_path: /metrics\n    params:\n      ▸qauth-key: [K3Y]\n    static_configs:\n      - targets: [acme.flowgear.net]\n  - job_name: b\n    metrics_path: /probe\n    params:\n      target: [\"https://acme.flowgear.net/a?▸qauth-key=K3Y\"]\n",
    ),
    (
        "secret.yaml",
        "apiVersion: v1\nkind: Secret\nstringData:\n  auth-key: K3Y\n  url: 'https://acme.flowgear.net/a?▸qauth-key=K3Y'\n  folded: >-\n    https://acme.flowgear.net/b?x=1&▸qauth-key=K3Y\n",
    ),
    (
        "chart/templates/job.yaml",
        "{{- if .Values.enabled }}\nspec:\n  args:\n    - --auth-key={{ .Values.key }}\n    - {{ .Values.base }}/a?▸qauth-key={{ .Values.key }}\n  {{- with .Values.x }}\n  url: {{ printf \"https://acme.flowgear.net/a?▸qauth-key=%s\" .Values.key | quote }}\n  {{- end }}\n{{- end }}\n",
    ),
    (
        "cloudformation.yaml",
        "Resources:\n  F:\n    Properties:\n      Environment:\n        Variables:\n          A: !Sub \"https://acme.flowgear.net/a?▸qauth-key=${Key}\"\n          B: !Join [\"\", [\"https://acme.flowgear.net/b?▸qauth-key=\", !Ref Key]]\n  M:\n    Properties:\n      RequestParameters:\n        method.request.querystring.▸sauth-key: true\n        method.request.header.auth-key: true\n",
    ),
    (
        "route.yaml",
        "- setHeader: { name: CamelHttpQuery, constant: \"▸qauth-key=K3Y\" }\n- setHeader: { name: CamelHttpBody, constant: \"auth-key=K3Y\" }\n- script: { command: [sh], source: \"curl -G https://acme.flowgear.net/a -d ▸qauth-key=$KEY\" }\n- script: { command: [python], source: \"print('auth-key=x')\" }\n",
    ),
    (
        "states.json",
        r#"{ "States": { "Call": { "Type": "Task", "Resource": "arn:aws:states:::http:invoke", "Parameters": { "ApiEndpoint": "https://acme.flowgear.net/a", "Method": "GET",
  "QueryParameters": { "▸qauth-key.$": "$.key" } } } } }
"#,
    ),
    (
        "main.tf",
        "# https://acme.flowgear.net/?auth-key=your-key\nvariable \"auth-key\" {}\ndata \"http\" \"a\" {\n  url = \"https://acme.flowgear.net/a?▸qauth-key=${var.key}\"\n  request_headers = { auth-key = \"x\" }\n}\nresource \"x\" \"y\" {\n  query_string {\n    key   = \"▸qauth-key\"\n    value = var.key\n  }\n  request_parameters = {\n    \"method.request.querystring.▸sauth-key\" = true\n  }\n  tags = { \"auth-key\" = \"a\" }\n  user_data = <<-EOT\n    curl \"https://acme.flowgear.net/b?▸qauth-key=K3Y\"\n  EOT\n}\n",
    ),
    (
        "playbook.yml",
        "- hosts: all\n  vars:\n    auth-key: K3Y\n  tasks:\n    - uri:\n        url: \"{{ base }}/a?▸qauth-key={{ key }}\"\n        headers: { auth-key: x }\n        body: { auth-key: y }\n    - ansible.builtin.replace:\n        path: /var/log/x\n        regexp: 'auth-key=[^&]+'\n        replace: 'auth-key=***'\n",
    ),
    (
        "airbyte.yaml",
        "definitions:\n  requester:\n    url_base: https://acme.flowgear.net\n    request_parameters:\n      ▸qauth-key: \"{{ config['key'] }}\"\n    authenticator:\n      type: ApiKeyAuthenticator\n      inject_into:\n        type: RequestOption\n        inject_into: request_parameter\n        field_name: ▸sauth-key\n",
    ),
];

#[test]
fn urls_steps_and_query_tables_of_infrastructure_are_seen_and_its_names_and_inputs_are_not() {
    sees(SAMPLES);
}
