//! Each named check has a file that breaks its rule, and says so in exactly these words. What people mostly get wrong
//! is in `bad/`, a file for each mistake.

use catalog::{Catalog, SourceFile};
use proptest::prelude::*;

const SAMPLE: &str = include_str!("sample.toml");

fn complaints_about(name: &str, text: &str) -> Vec<String> {
    let file = SourceFile { name: name.to_owned(), text: text.to_owned() };
    match Catalog::load(vec![file]) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.iter().map(ToString::to_string).collect(),
    }
}

/// Replaces one piece of the sample and expects exactly one complaint.
#[track_caller]
fn breaks(from: &str, to: &str, complaint: &str) {
    assert!(SAMPLE.contains(from), "the sample has no {from:?}");
    assert_eq!(complaints_about("sample.toml", &SAMPLE.replacen(from, to, 1)), [complaint]);
}

#[test]
fn the_sample_is_sound() {
    assert_eq!(complaints_about("sample.toml", SAMPLE), [""; 0]);
}

#[test]
fn a_user_may_add_an_integration() {
    let file = SourceFile { name: "sample.toml".to_owned(), text: SAMPLE.to_owned() };
    let catalog = Catalog::load(vec![file]).unwrap();
    assert!(catalog.action("SAMPLE", "LOOK").is_some());
    assert!(catalog.action("TWILIO", "SEND_SMS").is_some());
}

#[test]
fn two_files_may_not_share_an_id() {
    let file = SourceFile { name: "sample.toml".to_owned(), text: SAMPLE.to_owned() };
    let errors = Catalog::load(vec![file.clone(), file]).unwrap_err();
    assert_eq!(errors[0].message, "SAMPLE is declared by sample.toml already");
}

#[test]
fn every_broken_file_is_reported_at_once() {
    let broken = |name: &str| SourceFile { name: name.to_owned(), text: "id = 1".to_owned() };
    assert_eq!(Catalog::load(vec![broken("one.toml"), broken("two.toml")]).unwrap_err().len(), 2);
}

#[test]
fn every_name_is_in_form() {
    breaks(
        "where = {",
        "Extra = { label = \"x\" }\nwhere = {",
        "sample.toml:30: action.LOOK.param.Extra: \"Extra\" is not in lower case. Use a to z, 0 to 9 and _, beginning with a letter",
    );
}

#[test]
fn everything_has_a_label() {
    let fix = "there is no label. Add label = \"…\": forms and lists show it";
    breaks("label        = \"API key\"\n", "", &format!("sample.toml:11: setup.API_KEY: {fix}"));
    breaks("label = \"Look with Sample\"\n", "", &format!("sample.toml:26: action.LOOK: {fix}"));
    breaks("label = \"Account\", ", "", &format!("sample.toml:17: setup.API_KEY.field.account: {fix}"));
    breaks(
        "where = {",
        "more = { label = \"More\", type = \"object\", fields = { inner = { type = \"string\" } } }\nwhere = {",
        &format!("sample.toml:30: action.LOOK.param.more.fields.inner: {fix}"),
    );
}

/// Puts one more param into the sample and expects one complaint about it.
#[track_caller]
fn refuses_param(param: &str, complaint: &str) {
    let to = format!("more = {{ label = \"More\", {param} }}\nwhere = {{");
    breaks("where = {", &to, &format!("sample.toml:30: action.LOOK.param.more: {complaint}"));
}

#[test]
fn every_field_says_what_it_holds() {
    refuses_param(
        "type = \"string\", open = true",
        "only an object has fields, values or is open. Set type = \"object\", or drop fields, values and open",
    );
    refuses_param("items = { type = \"string\" }", "only an array has items. Set type = \"array\", or drop items");
    refuses_param("type = \"any\", kind = \"actions\"", "actions come in a list. Set type = \"array\"");
}

#[test]
fn limits_fit_their_type() {
    let unclear = "min and max are unclear for this type. Use min_items and max_items for lists, and one_of = [{ … }, { … }] where types differ";
    refuses_param("type = [\"string\", \"number\"], max = 3", unclear);
    refuses_param("type = \"array\", max = 3", unclear);
    refuses_param("type = \"string\", min = -1", "a length below zero. Use 0 or more");
    refuses_param("type = \"string\", min_items = 1", "only an array has items to count. Use min and max");
    refuses_param(
        "type = \"integer\", format = \"email\"",
        "only text has a format. Set type = \"string\", or drop format",
    );
}

#[test]
fn connections_and_setups_agree() {
    let none = "id = \"EMPTY\"\nname = \"x\"\nsummary = \"x\"\n";
    assert_eq!(
        complaints_about("empty.toml", none),
        [
            "empty.toml:1: connection: nothing says how to connect. Add a [setup.TYPE], or connection = \"none\" at the top of the file"
        ]
    );
    breaks(
        "base    =",
        "connection = \"none\"\nbase    =",
        "sample.toml:6: connection: there are setups, but no connection is ever used. Drop connection = \"none\", or the setups",
    );
}

#[test]
fn every_token_and_check_can_be_asked_for() {
    let token = "[setup.API_KEY.token]\ngrant = \"client_credentials\"\npost = \"/token\"\n\n[setup.API_KEY.check]";
    breaks(
        "[setup.API_KEY.check]",
        token,
        "sample.toml:23: setup.API_KEY.token: a token is asked for with one table of fields. Add form = { … } or json = { … }; grant_type is put in front by itself",
    );
}

#[test]
fn every_action_is_native_or_sends_requests() {
    breaks(
        "label = \"Look with Sample\"",
        "label = \"Look\"\nnative = \"json.parse\"",
        "sample.toml:26: action.LOOK: a native action sends no request. Give it either native = \"…\" or an [[action.LOOK.request]]",
    );
}

#[test]
fn every_request_says_one_method_and_one_place() {
    let complaint = "the request does not say one method and one place. Write get, post, put, patch or delete = \"URL\", or method = \"…\" with one of url and path";
    let first = format!("sample.toml:32: action.LOOK.request[0]: {complaint}");
    breaks("get = \"/places/{{params.where}}\"", "", &first);
    breaks("get = \"/places/{{params.where}}\"", "get = \"/a\"\nmethod = \"GET\"", &first);
    breaks("get = \"/places/{{params.where}}\"", "method = \"GET\"\nurl = \"/a\"\npath = \"/a\"", &first);
    breaks("get = \"/places/{{params.where}}\"", "url = \"/a\"", &first);
}

#[test]
fn every_request_has_at_most_one_body() {
    breaks(
        "as  = \"place\"",
        "as = \"place\"\nform_style = \"brackets\"",
        "sample.toml:32: action.LOOK.request[0]: form_style without a form. Drop form_style, or send a form",
    );
}

#[test]
fn every_query_header_and_form_is_a_table() {
    breaks(
        "query = { at = \"{{place.body.id}}\" }",
        "query = \"at={{place.body.id}}\"",
        "sample.toml:38: action.LOOK.request[1].query: query is not a table. Write query = { name = \"value\" }, or one {{expression}}",
    );
}

#[test]
fn every_answer_is_read_by_its_own_name() {
    breaks(
        "as  = \"place\"",
        "as = \"params\"",
        "sample.toml:33: action.LOOK.request[0].as: params is the name of something else already. Choose another name",
    );
}

#[test]
fn requests_for_different_setups_need_no_names() {
    let second = "[setup.TOKEN]\nlabel = \"Token\"\nfield = { secret_key = { label = \"Key\", secret = true } }\n\n[action.LOOK]\n";
    let text = SAMPLE.replacen("[action.LOOK]\n", second, 1).replacen("as  = \"place\"", "for = \"TOKEN\"", 1);
    let text = text.replacen("query = { at = \"{{place.body.id}}\" }", "for = \"API_KEY\"", 1);
    assert_eq!(complaints_about("sample.toml", &text), [""; 0]);
}

#[test]
fn every_action_says_whether_it_may_be_retried() {
    breaks(
        "\"idempotent\"",
        "\"with_key\"",
        "sample.toml:40: action.LOOK.response: retry = \"with_key\" and idempotency_header belong together. Use both or neither",
    );
}

#[test]
fn every_placeholder_is_declared() {
    breaks(
        "/places/{{params.where}}",
        "/places/{{params.colour}}",
        "sample.toml:34: action.LOOK.request[0].get: {{params.colour}}: there is no such param. Add colour to [action.LOOK.param]",
    );
    breaks(
        "username = \"{{setup.account}}\"",
        "username = \"{{setup.acount}}\"",
        "sample.toml:21: setup.API_KEY.sign.basic.username: {{setup.acount}}: API_KEY has no such field. Did you mean account? If not, declare acount",
    );
    breaks(
        "username = \"{{setup.account}}\"",
        "username = \"{{setup}}\"",
        "sample.toml:21: setup.API_KEY.sign.basic.username: {{setup}}: the whole setup would hold its secrets too. Read one field: setup.name",
    );
    breaks(
        "username = \"{{setup.account}}\"",
        "username = \"{{token.access_token}}\"",
        "sample.toml:21: setup.API_KEY.sign.basic.username: {{token.access_token}}: API_KEY gets no token. Add [setup.API_KEY.token]",
    );
    breaks(
        "{{derive.region}}",
        "{{derive.dc}}",
        "sample.toml:37: action.LOOK.request[1].get: {{derive.dc}}: it is not derived. Add dc = \"…\" to [derive]",
    );
    breaks(
        "{{place.body.id}}",
        "{{place.id}}",
        "sample.toml:38: action.LOOK.request[1].query.at: {{place.id}}: an answer has no such part. An answer has: status, headers, body, success",
    );
    breaks(
        "{{response.body}}",
        "{{reply.body}}",
        "sample.toml:41: action.LOOK.response.output.seen: {{reply.body}}: reply cannot be read here. Here one may read: params, response, place",
    );
    breaks(
        "{{response.body}}",
        "{{setup.account}}",
        "sample.toml:41: action.LOOK.response.output.seen: {{setup.account}}: setup cannot be read here. Here one may read: params, response, place",
    );
}

#[test]
fn an_answer_cannot_be_read_before_it_is_there() {
    breaks(
        "/places/{{params.where}}",
        "/places/{{place.body.id}}",
        "sample.toml:34: action.LOOK.request[0].get: {{place.body.id}}: place cannot be read here. Here one may read: setup, token, derive, client, params",
    );
}

#[test]
fn secrets_go_only_where_they_are_sent() {
    breaks(
        "account_name = \"{{setup.account}}\"",
        "account_name = \"{{derive.region}}\"",
        "sample.toml:14: setup.API_KEY.account_name: {{derive.region}} is secret and would be shown. Write {{shape.masked(derive.region)}}, or leave it out",
    );
}

#[test]
fn a_masked_secret_may_name_the_account() {
    let text = SAMPLE.replacen("\"{{setup.account}}\"", "\"{{shape.masked(setup.secret_key)}}\"", 1);
    assert_eq!(complaints_about("sample.toml", &text), [""; 0]);
}

#[test]
fn every_url_is_https() {
    breaks(
        "get = \"/me\"",
        "get = \"me\"",
        "sample.toml:24: setup.API_KEY.check.get: \"me\" is not an https URL. Begin it with https://, or with / to put it behind the base",
    );
    breaks(
        "/me",
        "/me#top",
        "sample.toml:24: setup.API_KEY.check.get: a fragment is never sent. Drop everything from the #",
    );
    breaks(
        "docs    = \"https:",
        "docs    = \"http:",
        "sample.toml:4: docs: \"http://sample.example/docs\" is not an https URL. Begin it with https://",
    );
    breaks(
        "find         = \"https:",
        "find         = \"ftp:",
        "sample.toml:13: setup.API_KEY.find: \"ftp://sample.example/keys\" is not an https URL. Begin it with https://",
    );
}

#[test]
fn a_url_carries_no_credentials() {
    let text = SAMPLE.replacen("https://api.sample", "https://{{setup.secret_key}}@api.sample", 1);
    let complaints = complaints_about("sample.toml", &text);
    assert_eq!(
        complaints[0],
        "sample.toml:6: base: credentials in a URL end up in logs. Say how to sign in [setup.TYPE.sign]"
    );
}

#[test]
fn every_host_is_declared() {
    breaks(
        "get = \"/me\"",
        "get = \"https://evil.example/me\"",
        "sample.toml:24: setup.API_KEY.check.get: evil.example is not one of the hosts. Add \"evil.example\" to hosts",
    );
    breaks(
        "{{derive.region}}.tenants.sample.example",
        "{{derive.region}}.sample.example",
        "sample.toml:37: action.LOOK.request[1].get: {{derive.region}}.sample.example is not one of the hosts. Add \"{{derive.region}}.sample.example\" to hosts",
    );
}

#[test]
fn every_path_has_a_base() {
    let text = SAMPLE.replacen("base    = \"https://api.sample.example/v1\"\n", "", 1);
    let fix = "a path without a base leads nowhere. Write the whole URL, or add base = \"https://…\" to the file or to the setup";
    let expected = [
        format!("sample.toml:23: setup.API_KEY.check.get: {fix}"),
        format!("sample.toml:33: action.LOOK.request[0].get: {fix}"),
    ];
    assert_eq!(complaints_about("sample.toml", &text), expected);
}

#[test]
fn every_field_that_begins_a_url_is_an_https_url() {
    breaks(
        "get = \"/me\"",
        "get = \"{{setup.account}}/me\"",
        "sample.toml:24: setup.API_KEY.check.get: a URL begins with {{setup.account}}, which may be anything. Add format = \"https-url\" to the field account",
    );
}

/// A second way to connect, by a person's consent. Its first line is line 26 of the file.
const CONSENT: &str = "[setup.CONSENT]
label = \"Account\"

[setup.CONSENT.field]
secret_key = { label = \"Key\", secret = true }
account = { label = \"Account\" }

[setup.CONSENT.oauth]
authorize = \"https://sample.example/authorize\"
token = \"https://api.sample.example/token\"
client_auth = \"body\"
refresh = \"rotating\"
keep = [\"home\"]

[setup.CONSENT.sign]
bearer = \"{{token.access_token}}\"

[action.LOOK]
";

/// The sample with that second way to connect, in which one piece is replaced.
#[track_caller]
fn consent_breaks(from: &str, to: &str, complaint: &str) {
    assert!(CONSENT.contains(from), "there is no {from:?}");
    let text = SAMPLE.replacen("[action.LOOK]\n", &CONSENT.replacen(from, to, 1), 1);
    assert_eq!(complaints_about("sample.toml", &text), [complaint]);
}

#[test]
fn a_setup_may_be_granted_by_a_person() {
    let text = SAMPLE.replacen("[action.LOOK]\n", CONSENT, 1);
    assert_eq!(complaints_about("sample.toml", &text), [""; 0]);
}

#[test]
fn a_token_comes_one_way() {
    consent_breaks(
        "[setup.CONSENT.sign]",
        "[setup.CONSENT.token]\ngrant = \"client_credentials\"\npost = \"/token\"\nform = {}\n[setup.CONSENT.sign]",
        "sample.toml:26: setup.CONSENT: a token comes either by token or by oauth. Keep token or oauth; declare two setups if people may choose",
    );
}

#[test]
fn an_assertion_is_all_that_its_grant_sends() {
    let bearer = |rest: &str| {
        format!("[setup.API_KEY.token]\ngrant = \"jwt_bearer\"\npost = \"/token\"\n{rest}\n[setup.API_KEY.check]")
    };
    let complaint = "sample.toml:23: setup.API_KEY.token: this grant sends an assertion and nothing else. Add [setup.TYPE.token.assertion], and drop form and json";
    breaks("[setup.API_KEY.check]", &bearer(""), complaint);
    let assertion = "form = {}\n[setup.API_KEY.token.assertion]\nalgorithm = \"RS256\"\nkey = \"{{setup.secret_key}}\"\nlifetime = 60\nclaims = {}";
    breaks("[setup.API_KEY.check]", &bearer(assertion), complaint);
    breaks(
        "[setup.API_KEY.check]",
        &bearer(&assertion.replace("form = {}\n", "").replace("secret_key", "key")),
        "sample.toml:28: setup.API_KEY.token.assertion.key: {{setup.key}}: API_KEY has no such field. Add key to [setup.API_KEY.field]",
    );
}

#[test]
fn at_most_one_setup_is_implied() {
    let text = SAMPLE.replacen("[action.LOOK]\n", &CONSENT.replacen("\n\n", "\nimplied = true\n\n", 1), 1);
    assert_eq!(complaints_about("sample.toml", &text), [""; 0]);
    let twice = text.replacen("label        = \"API key\"", "label = \"API key\"\nimplied = true", 1);
    assert_eq!(
        complaints_about("sample.toml", &twice),
        ["sample.toml:29: setup.CONSENT.implied: another setup is implied already. Keep implied = true at one of them"]
    );
}

#[test]
fn every_oauth_table_makes_sense() {
    consent_breaks(
        "keep =",
        "scopes = { by_action = { WATCH = [\"see\"] } }\nkeep =",
        "sample.toml:38: setup.CONSENT.oauth.scopes.by_action.WATCH: there is no action WATCH. Name an action of this file",
    );
    consent_breaks(
        "refresh = \"rotating\"",
        "refresh = \"single_use\"\nreuse_window = 10",
        "sample.toml:38: setup.CONSENT.oauth.reuse_window: only a rotating token is used again. Set refresh = \"rotating\", or drop reuse_window",
    );
    consent_breaks(
        "refresh = \"rotating\"",
        "refresh = \"sometimes\"",
        "sample.toml:37: setup.CONSENT.oauth.refresh: \"sometimes\" is none of the words it takes. It takes: rotating, single_use, reusable, none",
    );
    consent_breaks(
        "refresh = \"rotating\"",
        "expires_in = { when_missing = \"soon\" }\nrefresh = \"none\"",
        "sample.toml:37: setup.CONSENT.oauth.expires_in.when_missing: this is the text \"soon\", and should be a number of seconds, or \"never\". docs/catalogue.md explains the key",
    );
    consent_breaks(
        "client_auth = \"body\"\n",
        "",
        "sample.toml:33: setup.CONSENT.oauth.client_auth: this key is missing. Add client_auth = …; docs/catalogue.md says what it holds",
    );
}

/// The oauth table with a param of the client, and a token endpoint that reads one.
fn asked(param: &str, token: &str) -> String {
    format!("{token}\"\nclient = {{ {param} }}")
}

#[test]
fn a_place_may_be_entered_with_the_oauth_client() {
    let from = "https://api.sample.example/token\"";
    let host = "https://{{client.params.host ?? 'api.sample.example'}}/token";
    let text = CONSENT.replacen(from, &asked("host = { label = \"Host\", format = \"hostname\" }", host), 1);
    assert_eq!(complaints_about("sample.toml", &SAMPLE.replacen("[action.LOOK]\n", &text, 1)), [""; 0]);
    let cases = [
        (
            asked("host = { label = \"Host\" }", "https://{{client.params.host ?? 'evil.example'}}/token"),
            "35: setup.CONSENT.oauth.token: evil.example is not one of the hosts. Add \"evil.example\" to hosts",
        ),
        (
            asked("hosts = { label = \"Host\" }", host),
            "35: setup.CONSENT.oauth.token: {{client.params.host}}: nobody is asked for it. Add host to [setup.CONSENT.oauth.client]",
        ),
        (
            asked("url = { label = \"URL\" }", "{{client.params.url}}"),
            "35: setup.CONSENT.oauth.token: a URL begins with {{client.params.url}}, which may be anything. Add format = \"https-url\" to the field url",
        ),
        (
            asked("host = { label = \"Host\" }", "https://api.sample.example/{{client.secret}}"),
            "35: setup.CONSENT.oauth.token: {{client.secret}}: of an OAuth client only its params can be read. Read one of them: client.params.name",
        ),
        (
            asked("host = { label = \"Host\" }", "https://api.sample.example/{{setup.account}}"),
            "35: setup.CONSENT.oauth.token: {{setup.account}}: setup cannot be read here. Here one may read: client",
        ),
        (
            asked("host = { label = \"Host\", secret = true }", "https://api.sample.example/token"),
            "36: setup.CONSENT.oauth.client.host: what is entered with an OAuth client is shown again. Drop secret = true",
        ),
        (
            asked("host = {}", "https://api.sample.example/token"),
            "36: setup.CONSENT.oauth.client.host: there is no label. Add label = \"…\": forms and lists show it",
        ),
    ];
    for (to, complaint) in cases {
        consent_breaks(from, &to, &format!("sample.toml:{complaint}"));
    }
    consent_breaks(
        "\"body\"",
        "\"chosen\"",
        "sample.toml:36: setup.CONSENT.oauth.client_auth: nobody is asked to choose. Add client_auth to [setup.CONSENT.oauth.client]",
    );
}

#[test]
fn the_endpoints_of_oauth_are_https_and_declared() {
    consent_breaks(
        "https://sample.example/authorize",
        "http://sample.example/authorize",
        "sample.toml:34: setup.CONSENT.oauth.authorize: \"http://sample.example/authorize\" is not an https URL. Begin it with https://",
    );
    consent_breaks(
        "https://api.sample.example/token",
        "https://evil.example/token",
        "sample.toml:35: setup.CONSENT.oauth.token: evil.example is not one of the hosts. Add \"evil.example\" to hosts",
    );
    consent_breaks(
        "https://api.sample.example/token",
        "http://api.sample.example/token",
        "sample.toml:35: setup.CONSENT.oauth.token: \"http://api.sample.example/token\" is not an https URL. Begin it with https://",
    );
    consent_breaks(
        "keep =",
        "metadata = { get = \"https://evil.example/me\", keep = [\"dc\"] }\nkeep =",
        "sample.toml:38: setup.CONSENT.oauth.metadata.get: evil.example is not one of the hosts. Add \"evil.example\" to hosts",
    );
}

#[test]
fn only_what_is_kept_of_a_grant_can_be_read() {
    consent_breaks(
        "{{token.access_token}}",
        "{{token.away}}",
        "sample.toml:41: setup.CONSENT.sign.bearer: {{token.away}}: it is not kept. Add \"away\" to keep in [setup.CONSENT.oauth]",
    );
}

#[test]
fn alternatives_of_params_are_checked_like_params() {
    breaks(
        "[[action.LOOK.request]]\nas ",
        "[[action.LOOK.one_of]]\nlate = { type = \"boolean\", required = true }\n\n[[action.LOOK.request]]\nas ",
        "sample.toml:33: action.LOOK.one_of[0].late: there is no label. Add label = \"…\": forms and lists show it",
    );
}

#[test]
fn what_says_that_something_failed_is_declared_too() {
    breaks(
        "retry  = \"idempotent\"",
        "retry = \"idempotent\"\nfailure_if = \"{{answer.body.error}}\"",
        "sample.toml:43: action.LOOK.response.failure_if: {{answer.body.error}}: answer cannot be read here. Here one may read: params, response, place",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_file_however_mangled_makes_loading_panic(
        at in any::<prop::sample::Index>(),
        length in 0_usize..12,
        noise in "[{}'\"/.?#:@\\[\\]=,\n äa-z0-9]{0,12}",
    ) {
        let mut letters: Vec<char> = SAMPLE.chars().collect();
        let start = at.index(letters.len());
        let end = (start + length).min(letters.len());
        letters.splice(start..end, noise.chars());
        complaints_about("sample.toml", &letters.into_iter().collect::<String>());
    }
}
