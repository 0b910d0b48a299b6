//! Patches: each file in one is read as what its name says.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "0001-a.patch",
        r#"From 7c1a7d5b5a0cf2f3a0a9f0c1d2e3f4a5b6c7d8e9 Mon Sep 17 00:00:00 2001
From: A <a@acme.example>
Date: Mon, 4 May 2026 09:00:00 +0200
Subject: [PATCH] Send the auth-key

---
 a.py | 6 ++++--
 1 file changed

diff --git a/a.py b/a.py
index 0000000..b4c6a2e 100644
--- a/a.py
+++ b/a.py
@@ -1,4 +1,5 @@ def a():
 import requests
-requests.get(base, params={"▸qauth-key": "K3Y"})
-requests.get(base, params={"auth-key": key})
+requests.get(base, params={"limit": 1,
+    "▸qauth-key": key})
+requests.get(base, headers={"auth-key": key})
 done()
diff --git a/b.yml b/b.yml
--- a/b.yml
+++ b/b.yml
@@ -1,2 +1,4 @@
 get:
   url: https://acme.flowgear.net/b
+  params: { ▸qauth-key: "{{ key }}" }
+  headers: { auth-key: "{{ key }}" }
diff --git a/README.md b/README.md
--- a/README.md
+++ b/README.md
@@ -1 +1,2 @@
-See https://acme.flowgear.net/c?▸qauth-key=K3Y
+See https://acme.flowgear.net/c?auth-key=$KEY
+See https://acme.flowgear.net/d?▸qauth-key=K3Y
--
2.43.0
"#,
    ),
    (
        "b.diff",
        "--- client.js\t2026-05-04 09:00:00\n+++ client.js\t2026-05-04 09:01:00\n@@ -3 +3,2 @@\n-fetch(`https://acme.flowgear.net/a?auth-key=${key}`);\n+fetch(`https://acme.flowgear.net/b?▸qauth-key=${key}`);\n+axios.get(base, { params: { \"▸qauth-key\": key } });\n",
    ),
    (
        "history",
        "commit 7c1a7d5\nAuthor: A <a@acme.example>\n\n    Drop the auth-key\n\ndiff --git a/x.sh b/x.sh\n--- a/x.sh\n+++ b/x.sh\n@@ -1,2 +1,2 @@\n-curl \"https://acme.flowgear.net/a?▸qauth-key=K3Y\"\n+curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/a\n curl -d auth-key=$KEY https://acme.flowgear.net/a\n",
    ),
];

#[test]
fn what_a_patch_adds_is_read_as_its_file_and_of_what_it_removes_only_keys_are_seen() {
    sees(SAMPLES);
}
