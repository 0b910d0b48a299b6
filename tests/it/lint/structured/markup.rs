//! Pages, XML, JMeter.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "page.html",
        "<!doctype html><html><head><meta http-equiv=\"refresh\" content=\"0; url=https://acme.flowgear.net/a?▸dauth-key=K3Y\">\n<style>.auth-key { }</style></head><body class=\"auth-key\">\n<a href=\"https://acme.flowgear.net/b?x=1&amp;▸qauth-key=K3Y&amp;y=2\">b</a>\n<a href=\"https://acme.flowgear.net/b#auth-key=K3Y\">c</a>\n<img src='/p?▸qauth-key=K3Y'><p>Send ?auth-key=your-key never.</p>\n<form method=\"GET\" action=\"/s\"><input type=\"hidden\" name=\"▸qauth-key\" value=\"K3Y\"></form>\n<form method=\"post\" action=\"/s\"><input type=\"hidden\" name=\"auth-key\" value=\"K3Y\"></form>\n<form action=\"/t\"><input name=\"auth-key\"></form>\n<script>fetch(\"https://acme.flowgear.net/c?▸qauth-key=\" + key); document.cookie = \"auth-key=1\";</script>\n<!-- https://acme.flowgear.net/d?▸qauth-key=K3Y -->\n<!-- https://acme.flowgear.net/d?auth-key=xxxxx -->\n</body></html>\n",
    ),
    (
        "plan.jmx",
        "<jmeterTestPlan><hashTree><HTTPSamplerProxy testname=\"a\">\n<elementProp name=\"HTTPsampler.Arguments\" elementType=\"Arguments\"><collectionProp name=\"Arguments.arguments\">\n<elementProp name=\"auth-key\" elementType=\"HTTPArgument\"><stringProp name=\"Argument.value\">${key}</stringProp><stringProp name=\"Argument.name\">▸qauth-key</stringProp></elementProp>\n</collectionProp></elementProp><stringProp name=\"HTTPSampler.method\">GET</stringProp></HTTPSamplerProxy>\n<HTTPSamplerProxy testname=\"b\"><elementProp name=\"x\" elementType=\"Arguments\"><elementProp name=\"auth-key\" elementType=\"HTTPArgument\"><stringProp name=\"Argument.value\">${key}</stringProp><stringProp name=\"Argument.name\">auth-key</stringProp></elementProp></elementProp>\n<stringProp name=\"HTTPSampler.path\">/b?▸qauth-key=${key}</stringProp><stringProp name=\"HTTPSampler.method\">POST</stringProp></HTTPSamplerProxy>\n<HeaderManager><elementProp name=\"\" elementType=\"Header\"><stringProp name=\"Header.name\">auth-key</stringProp></elementProp></HeaderManager></hashTree></jmeterTestPlan>\n",
    ),
    (
        "soapui.xml",
        "<con:soapui-project xmlns:con=\"x\"><con:parameters><con:parameter><con:name>▸sauth-key</con:name><con:value>K3Y</con:value><con:style>QUERY</con:style></con:parameter>\n<con:parameter><con:name>auth-key</con:name><con:style>HEADER</con:style></con:parameter></con:parameters>\n<con:endpoint>https://acme.flowgear.net/a?x=1&amp;▸qauth-key=K3Y</con:endpoint></con:soapui-project>\n",
    ),
    (
        "mule.xml",
        "<mule><http:request url=\"https://acme.flowgear.net/a\"><http:query-params><![CDATA[#[{\"▸qauth-key\": p(\"key\")}]]]></http:query-params>\n<http:headers><![CDATA[#[{\"auth-key\": \"x\"}]]]></http:headers></http:request></mule>\n",
    ),
    (
        "feed.xml",
        "<rss><channel><link>https://acme.flowgear.net/feed?▸qauth-key=K3Y</link><description>never use ?auth-key=your-key</description><item><![CDATA[see https://acme.flowgear.net/i?▸qauth-key=K3Y ]]></item></channel></rss>\n",
    ),
    (
        "spring.xml",
        "<beans><!-- the auth-key --><bean id=\"auth-key\"><property name=\"auth-key\" value=\"K3Y\"/><property name=\"url\" value=\"https://acme.flowgear.net/a?▸qauth-key=${key}\"/></bean></beans>\n",
    ),
    (
        "defaults.jmx",
        "<jmeterTestPlan><hashTree><ConfigTestElement guiclass=\"HttpDefaultsGui\"><elementProp name=\"HTTPsampler.Arguments\"><collectionProp name=\"Arguments.arguments\">\n<elementProp name=\"auth-key\" elementType=\"HTTPArgument\"><stringProp name=\"Argument.value\">${key}</stringProp><stringProp name=\"Argument.name\">▸qauth-key</stringProp></elementProp>\n</collectionProp></elementProp></ConfigTestElement>\n<Arguments><collectionProp name=\"Arguments.arguments\"><elementProp name=\"auth-key\" elementType=\"Argument\"><stringProp name=\"Argument.name\">auth-key</stringProp></elementProp></collectionProp></Arguments></hashTree></jmeterTestPlan>\n",
    ),
    (
        "flow.xml",
        "<mule><http:request url=\"https://acme.flowgear.net/m?▸qauth-key=#[vars.key]\"/><http:request url=\"https://acme.flowgear.net/m#auth-key=[x]\"/></mule>\n",
    ),
    (
        "answer.xml",
        "<policies><set-header name=\"Location\"><value>https://acme.flowgear.net/y?▸dauth-key={{key}}</value></set-header><set-header name=\"auth-key\"><value>x</value></set-header></policies>\n",
    ),
];

#[test]
fn links_scripts_and_samplers_are_seen_and_classes_headers_and_posted_fields_are_not() {
    sees(SAMPLES);
}
