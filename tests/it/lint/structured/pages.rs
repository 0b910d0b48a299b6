//! Pages: what forms and tags send as a querystring, and what they post.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "forms.html",
        "<form action=\"https://acme.flowgear.net/a\"><input type=\"hidden\" name=\"▸qauth-key\" value=\"{{ key }}\"></form>\n<form action=\"/a\" onsubmit=\"send()\"><input type=\"hidden\" name=\"auth-key\" value=\"{{ key }}\"></form>\n<form action=\"/a\" method=\"post\"><input type=\"hidden\" name=\"auth-key\" value=\"{{ key }}\"></form>\n<button hx-get=\"/b\" hx-vals='{\"page\": 1, \"▸qauth-key\": \"{{key}}\"}' hx-headers='{\"auth-key\": \"{{key}}\"}'>b</button>\n<button hx-post=\"/b\" hx-vals='{\"auth-key\": \"{{key}}\"}'>b</button>\n<a th:href=\"@{https://acme.flowgear.net/c(page=1,▸qauth-key=${key})}\">c</a>\n<a th:href=\"@{https://acme.flowgear.net/c(author-key=${key})}\" th:title=\"auth-key\">c</a>\n<pre><code class=\"language-bash\">curl -G -d ▸qauth-key=$KEY https://acme.flowgear.net/d</code></pre>\n<pre><code>curl https://acme.flowgear.net/d?auth-key=$KEY</code></pre>\n",
    ),
    (
        "links.jsp",
        "<c:url value=\"/a\"><c:param name=\"▸qauth-key\" value=\"${key}\"/></c:url>\n<c:import url=\"/a\"><c:param name=\"▸qauth-key\">${key}</c:param></c:import>\n<c:redirect url=\"/a\"><c:param name=\"▸dauth-key\" value=\"${key}\"/></c:redirect>\n<c:redirect url=\"/a?▸dauth-key=${key}\"/>\n<jsp:include page=\"/a.jsp\"><jsp:param name=\"auth-key\" value=\"${key}\"/></jsp:include>\n<spring:url value=\"/b\"><spring:param name=\"▸qauth-key\" value=\"${key}\"/></spring:url>\n<object><param name=\"auth-key\" value=\"x\"></object>\n",
    ),
    (
        "links.xhtml",
        "<h:outputLink value=\"/a\"><f:param name=\"▸qauth-key\" value=\"#{fg.key}\"/></h:outputLink>\n<h:link outcome=\"a\"><f:param name=\"▸qauth-key\" value=\"#{fg.key}\"/></h:link>\n<h:commandLink action=\"a\"><f:param name=\"auth-key\" value=\"#{fg.key}\"/></h:commandLink>\n",
    ),
    (
        "Client.cfc",
        "<cfcomponent><cfhttp url=\"#variables.root#/a\" method=\"get\">\n<cfhttpparam type=\"url\" name=\"▸qauth-key\" value=\"#application.key#\">\n<cfhttpparam type=\"header\" name=\"auth-key\" value=\"#application.key#\">\n<cfhttpparam type=\"formfield\" name=\"auth-key\" value=\"#application.key#\">\n</cfhttp>\n<cflocation url=\"#variables.root#/open?▸dauth-key=#application.key#\" addtoken=\"false\"></cfcomponent>\n",
    ),
    (
        "Send.cshtml",
        "@model A\n<form asp-action=\"Send\" method=\"get\" action=\"https://acme.flowgear.net/a\"><input type=\"hidden\" name=\"▸qauth-key\" value=\"@Model.Key\" /></form>\n<form asp-action=\"Send\"><input type=\"hidden\" name=\"auth-key\" value=\"@Model.Key\" /></form>\n<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"auth-key\" value=\"@Model.Key\" /></form>\n",
    ),
    (
        "send.php",
        "<?php $key = getenv('KEY'); ?>\n<form method=\"get\" action=\"/a\"><input type=\"hidden\" name=\"▸qauth-key\" value=\"<?= $key ?>\"></form>\n<form method=\"post\" action=\"/a\"><input type=\"hidden\" name=\"auth-key\" value=\"<?= $key ?>\"></form>\n",
    ),
    (
        "query.odc",
        "<html xmlns:o=\"urn:schemas-microsoft-com:office:office\"><xml><odc:CommandText>let A = Web.Contents(&quot;https://acme.flowgear.net&quot;, [Query=[page=&quot;4&quot;, #&quot;▸qauth-key&quot;=Key], Headers=[#&quot;auth-key&quot;=Key]]) in A</odc:CommandText></xml></html>\n",
    ),
    (
        "Info.plist",
        "<plist><dict><key>QueryItems</key><dict><key>▸qauth-key</key><string>K3Y</string></dict>\n<key>Headers</key><dict><key>auth-key</key><string>K3Y</string></dict><key>auth-key</key><string>K3Y</string></dict></plist>\n",
    ),
    (
        "state.html",
        "<!doctype html><html><script type=\"application/json\">{ \"url\": \"/a\", \"params\": { \"▸qauth-key\": \"K3Y\" }, \"headers\": { \"auth-key\": \"K3Y\" } }</script>\n<style>.auth-key { background: url(/b.png?▸qauth-key=K3Y) }</style></html>\n",
    ),
    (
        "project.xml",
        "<con:soapui-project><con:config><con:endpoint>${#Project#base}/a?▸qauth-key=${#Project#key}</con:endpoint></con:config>\n<con:config><con:endpoint>${#Project#base}/a#auth-key=x</con:endpoint></con:config></con:soapui-project>\n",
    ),
    (
        "routes.xml",
        "<routes><route><to uri=\"https://acme.flowgear.net/a?▸qauth-key=RAW({{key}})&amp;x=1\"/><to uri=\"https://acme.flowgear.net/a?auth-key=RAW(xxxx)\"/></route></routes>\n",
    ),
];

#[test]
fn what_a_page_gets_is_seen_and_what_it_posts_is_not() {
    sees(SAMPLES);
}
