use super::check;
use crate::lint::format::Language;

#[test]
fn pascal_puts_it_into_urls_and_rest_parameters() {
    check(
        Language::Pascal,
        r##"
unit Orders;
{ https://acme.flowgear.net/x?auth-key=<key>, the older way }
(* the auth-key= of the till's owner *)
const
  Base = 'https://acme.flowgear.net';
  KeyParam = '?auth-key='; §
function TOrders.One(const Store: string): string;
begin
  FKey := Ini.ReadString('flowgear', 'auth-key', ''); // from the auth-key of the ini
  Result := Get(Base + '/prices?store=' + Store + '&auth-key=' + TNetEncoding.URL.Encode(FKey)); §
  Result := Get(Format('%s/receipts/%d?auth-key=%s', [Base, No, FKey])); §
  Result := Get(Base + '/x' + KeyParam + FKey);
  Result := Get('https://acme.flowgear.net/o''neil?auth-key=' + FKey); §
  Request.AddParameter('auth-key', FKey, TRESTRequestParameterKind.pkQUERY); §
  Request.AddParameter('auth-key', FKey, pkHTTPHEADER);
  Request.AddParameter('auth-key', FKey, pkREQUESTBODY);
  Request.Params.AddItem('auth-key', FKey, pkQUERY); §
  Request.Params.AddItem('auth-key', FKey, pkHTTPHEADER);
  Keys.AddItem('auth-key', Self);
  Params.Values['auth-key'] := FKey; §
  if Params.Values['auth-key'] = FKey then Exit;
  Http.Request.CustomHeaders.Values['auth-key'] := FKey;
  Http.CustHeaders.Add('auth-key=' + FKey);
  Form.Add('auth-key=' + FKey);
  Http.Post(Base + '/tills/close', Form);
  if Pos('?auth-key=', Url) > 0 then raise EOrders.Create('no auth-key= in a URL');
  Url := StringReplace(Url, '&auth-key=', '&x=', []);
  Writeln('usage: orders --auth-key=KEY');
end;
"##,
    );
}

#[test]
fn al_and_abap_put_it_into_urls() {
    check(
        Language::Al,
        r##"
codeunit 50110 "Flowgear Mgt."
{
    var
        UrlLbl: Label 'https://%1.flowgear.net/orders?company=%2&auth-key=%3', Locked = true; §
        KeyNameTxt: Label 'auth-key', Locked = true;
    procedure GetItems()
    begin
        Client.Get('https://acme.flowgear.net/items?auth-key=' + Setup.GetKey(), Response); §
        Client.Get(StrSubstNo(UrlLbl, Setup.Site, CompanyName(), GetKey()), Response);
        Url := StrSubstNo('https://acme.flowgear.net/vendors/%1?auth-key=%2', No, GetKey()); §
        // IsolatedStorage key 'auth-key'
        IsolatedStorage.Get(KeyNameTxt, DataScope::Company, Value);
        Client.DefaultRequestHeaders().Add('auth-key', Setup.GetKey());
        Headers.Add(KeyNameTxt, Setup.GetKey());
        if StrPos(Url, 'auth-key=') > 0 then
            Error('The auth-key=%1 does not belong there', Value);
    end;
}
"##,
    );
    check(
        Language::Abap,
        r##"
* https://acme.flowgear.net/x?auth-key=<key>
METHOD material.
  mv_key = iv_key. "from table ZFG_CONF, field auth-key
  DATA(lv_url) = |https://acme.flowgear.net/materials/{ iv_matnr ALPHA = OUT }?auth-key={ mv_key }|. §
  cl_http_client=>create_by_url( EXPORTING url = lv_url IMPORTING client = DATA(lo_http) ).
  CONCATENATE 'https://acme.flowgear.net/plants/' iv_werks '?auth-key=' mv_key INTO lv_url. §
  lv_url = `https://acme.flowgear.net/x?auth-key=` && cl_http_utility=>escape_url( mv_key ). §
  lv_url = lv_base && '/x?a=1' && '&auth-key=' && mv_key. §
  lo_http->request->set_header_field( name = '~request_uri' value = |/x?auth-key={ mv_key }| ). §
  lo_http->request->set_header_field( name = 'auth-key' value = mv_key ).
  lo_http->request->set_header_field( name = '~query_string' value = |a=1&auth-key={ mv_key }| ). §
  lo_http->request->set_form_field( name = 'auth-key' value = mv_key ).
  SPLIT lv_url AT '?auth-key=' INTO lv_url lv_rest.
  REPLACE ALL OCCURRENCES OF '&auth-key=' IN lv_url WITH '&x='.
  IF lv_url CS '?auth-key='. RAISE EXCEPTION TYPE zcx_key. ENDIF.
  DATA(lv_body) = |\{ "auth-key": "{ mv_key }" \}|.
ENDMETHOD.
"##,
    );
}

#[test]
fn apex_puts_it_into_endpoints_and_pages() {
    check(
        Language::Apex,
        r##"
public with sharing class FlowgearCallout {
    private static final String BASE = 'https://acme.flowgear.net';
    // the auth-key= moves to the header
    public static void one(Id accountId) {
        req.setEndpoint(BASE + '/accounts?auth-key=' + EncodingUtil.urlEncode(s.Key__c, 'UTF-8')); §
        req.setEndpoint('callout:Flowgear/contacts?since=' + since + '&auth-key={!$Credential.Password}'); §
        req.setHeader('auth-key', s.Key__c);
        req.setBody(JSON.serialize(new Map<String, Object>{ 'auth-key' => 'see header' }));
        req.setBody('id=' + id + '&auth-key=' + s.Key__c);
        String key = RestContext.request.params.get('auth-key');
        PageReference p = new PageReference(BASE + '/statements/' + id);
        p.getParameters().put('auth-key', s.Key__c); §
        p.getHeaders().put('auth-key', s.Key__c);
        String seen = ApexPages.currentPage().getParameters().get('auth-key');
        if (url.contains('auth-key=')) { return; }
    }
}
"##,
    );
}
