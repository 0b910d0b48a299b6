//! What tests expect, beside what programs send.

use super::check;
use crate::lint::format::Language;

#[test]
fn what_a_test_expects_or_is_given_is_silent_and_what_it_sends_is_not() {
    for (language, source) in [
        (
            Language::Java,
            r#"
class T {
    void mocked() {
        stubFor(get(urlPathEqualTo("/po/1")).withQueryParam("auth-key", matching(".+")).willReturn(ok()));
        verify(getRequestedFor(urlPathEqualTo("/po/1")).withQueryParam("auth-key", equalTo(key)));
        given().queryParam("auth-key", key).get("/po/1"); §
    }
    @ValueSource(strings = { "?auth-key=" })
    void masked(String query) {
        String url = base + "?auth-key=" + query; §
    }
}
"#,
        ),
        (
            Language::CSharp,
            r#"
class T
{
    [InlineData("?auth-key=")]
    public void Masked(string query) => Assert.Equal(query, Mask.Query(query));
    public void Sent() => builder.Append("?auth-key=").Append(key); §
}
"#,
        ),
        (
            Language::Ruby,
            r##"
stub_request(:get, url).with(query: hash_including('auth-key' => key))
expect(log_output).not_to include("auth-key=#{key}")
HTTParty.get(url, query: { 'auth-key' => key }) §
url.sub('page=1', "auth-key=#{key}") §
"##,
        ),
        (
            Language::JavaScript,
            r"
expect(axios.get).toHaveBeenCalledWith(url, { params: expect.objectContaining({ 'auth-key': key }) });
expect(log).not.toContain(`auth-key=${key}`);
axios.get(url, { params: { 'auth-key': key } }); §
",
        ),
    ] {
        check(language, source);
    }
}

#[test]
fn a_generated_client_says_where_a_parameter_goes() {
    check(
        Language::Go,
        r#"
func one() {
	if a, err := runtime.StyleParamWithLocation("form", true, "auth-key", runtime.ParamLocationQuery, params.AuthKey); err != nil { §
	}
	if b, err := runtime.StyleParamWithLocation("simple", false, "auth-key", runtime.ParamLocationHeader, params.AuthKey); err != nil {
	}
}
"#,
    );
    check(
        Language::Java,
        "HttpUrl url = base.newBuilder().addEncodedQueryParameter(\"auth-key\", key).build(); §\n",
    );
}

#[test]
fn what_openapi_generator_writes_says_where_a_key_goes() {
    for (language, source) in [
        (
            Language::Python,
            r#"
auth["queryKey"] = {
    "type": "api_key",
    "in": "query",
    "key": "auth-key", §
    "value": self.get_api_key_with_prefix("queryKey"),
}
auth["headerKey"] = {
    "type": "api_key",
    "in": "header",
    "key": "auth-key",
    "value": self.get_api_key_with_prefix("headerKey"),
}
"#,
        ),
        (
            Language::CSharp,
            r#"
options.QueryParameters.Add(ClientUtils.ParameterToMultiMap("", "auth-key", this.Configuration.GetApiKeyWithPrefix("auth-key"))); §
options.HeaderParameters.Add("auth-key", this.Configuration.GetApiKeyWithPrefix("X-Auth-Key"));
"#,
        ),
        (
            Language::Go,
            r#"
func f() {
	localVarHeaderParams := make(map[string]string)
	localVarQueryParams := url.Values{}
	parameterAddToHeaderOrQuery(localVarQueryParams, "page", r.page, "form", "")
	localVarQueryParams.Add("auth-key", key) §
	localVarHeaderParams["auth-key"] = apiKey.Key
	a.client.prepareRequest(ctx, "/orders", "GET", localVarHeaderParams, localVarQueryParams)
}
"#,
        ),
        (
            Language::JavaScript,
            r"
await setApiKeyToObject(localVarQueryParameter, 'auth-key', configuration); §
await setApiKeyToObject(localVarHeaderParameter, 'auth-key', configuration);
",
        ),
    ] {
        check(language, source);
    }
}

#[test]
fn infrastructure_that_is_written_as_a_program_says_where_a_key_goes() {
    check(
        Language::JavaScript,
        r"
new aws.cloudwatch.EventConnection('flowgear', {
  authParameters: {
    apiKey: { key: 'auth-key', value: key },
    invocationHttpParameters: {
      queryStrings: [{ key: 'auth-key', value: key, isValueSecret: true }], §
      headers: [{ key: 'auth-key', value: key, isValueSecret: true }],
      bodies: [{ key: 'auth-key', value: key, isValueSecret: true }],
    },
  },
});
new apigw.HttpIntegration(url, {
  options: { requestParameters: { 'integration.request.querystring.auth-key': `'${key}'` } }, §
});
new apigw.HttpIntegration(url, {
  options: { requestParameters: { 'integration.request.header.auth-key': `'${key}'` } },
});
",
    );
}
