//! Each named check has a file that breaks its rule, and says so in exactly these words.

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
fn a_user_may_not_replace_an_integration() {
    let text = SAMPLE.replacen("SAMPLE", "TWILIO", 1);
    assert_eq!(
        complaints_about("twilio.toml", &text),
        [
            "twilio.toml:1: id: TWILIO is declared by the program itself already. Choose another id, and name the file after it"
        ]
    );
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
fn what_is_no_toml_is_reported_where_it_stops_making_sense() {
    breaks(
        "name    = \"Sample\"",
        "name    = Sample",
        "sample.toml:2: string values must be quoted, expected literal string. docs/catalogue.md lists the keys a file may have",
    );
}

#[test]
fn an_unknown_key_is_reported_with_those_that_are_known() {
    breaks(
        "find         =",
        "fnid         =",
        "sample.toml:13: setup.API_KEY.fnid: unknown field `fnid`, expected one of `label`, `help`, `find`, `implied`, `open`, `account_name`, `base`, `field`, `sign`, `token`, `oauth`, `check`. docs/catalogue.md lists the keys a file may have",
    );
}

#[test]
fn an_unknown_native_is_reported_with_those_that_are_known() {
    let text = SAMPLE.replacen("label = \"Look with Sample\"", "native = \"flow.jump\"", 1);
    let complaints = complaints_about("sample.toml", &text);
    assert!(
        complaints[0].starts_with(
            "sample.toml:27: action.LOOK.native: unknown variant `flow.jump`, expected one of `flow.boolean_condition`"
        ),
        "{complaints:?}"
    );
}

#[test]
fn a_broken_expression_is_reported_with_its_character() {
    breaks(
        "{{setup.account}}\"\n\n[setup.API_KEY.field]",
        "{{setup.account\"\n\n[setup.API_KEY.field]",
        "sample.toml:14: setup.API_KEY.account_name: this `{{` is never closed by `}}` (character 1). Expressions are explained in docs/catalogue.md",
    );
}

#[test]
fn the_file_is_named_after_the_id() {
    let complaints = complaints_about("other.toml", SAMPLE);
    assert_eq!(
        complaints,
        ["other.toml:1: id: the file is called other.toml, but its id is SAMPLE. Rename the file to sample.toml"]
    );
}

#[test]
fn every_name_is_in_form() {
    breaks(
        "[action.LOOK]\n",
        "[action.look_twice]\nlabel = \"x\"\nnative = \"flow.do_nothing\"\n[action.LOOK]\n",
        "sample.toml:26: action.look_twice: \"look_twice\" is not in upper case. Use A to Z, 0 to 9 and _, beginning with a letter",
    );
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
    breaks("where = { label = \"Where\",", "where = {", &format!("sample.toml:30: action.LOOK.param.where: {fix}"));
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
        "type = \"object\"",
        "an object that may hold nothing. Add fields = { … }, values = { … } for members of any name, or open = true",
    );
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
fn at_most_one_authorization_is_signed() {
    breaks(
        "[setup.API_KEY.sign]\n",
        "[setup.API_KEY.sign]\nheaders = { authorization = \"x\" }\n",
        "sample.toml:20: setup.API_KEY.sign: the Authorization header is signed more than once. Keep one of basic, bearer and headers.Authorization",
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
    breaks(
        "get = \"/me\"",
        "",
        "sample.toml:23: setup.API_KEY.check: the check does not say what to ask. Add get or post; only where getting a token is the proof may it be left out",
    );
}

#[test]
fn every_action_is_native_or_sends_requests() {
    let fix = "Give it either native = \"…\" or an [[action.X.request]]";
    breaks(
        "[action.LOOK]\n",
        "[action.IDLE]\nlabel = \"Idle\"\nresponse = { retry = \"never\" }\n\n[action.LOOK]\n",
        &format!("sample.toml:26: action.IDLE: the action does nothing. {fix}"),
    );
    breaks(
        "label = \"Look with Sample\"",
        "label = \"Look\"\nnative = \"json.parse\"",
        &format!("sample.toml:26: action.LOOK: a native action sends no request. {fix}"),
    );
}

#[test]
fn every_request_says_one_method_and_one_place() {
    let complaint = "the request does not say one method and one place. Write get, post, put, patch or delete = \"URL\", or method = \"…\" with one of url and path";
    let first = format!("sample.toml:32: action.LOOK.request[0]: {complaint}");
    breaks("get = \"/places/{{params.where}}\"", "", &first);
    breaks("get = \"/places/{{params.where}}\"", "get = \"/a\"\npost = \"/a\"", &first);
    breaks("get = \"/places/{{params.where}}\"", "get = \"/a\"\nmethod = \"GET\"", &first);
    breaks("get = \"/places/{{params.where}}\"", "method = \"GET\"\nurl = \"/a\"\npath = \"/a\"", &first);
    breaks("get = \"/places/{{params.where}}\"", "url = \"/a\"", &first);
}

#[test]
fn every_request_has_at_most_one_body() {
    breaks(
        "as  = \"place\"",
        "as = \"place\"\njson = { a = 1 }\ntext = \"a\"",
        "sample.toml:32: action.LOOK.request[0]: the request has more than one body. Keep one of json, form, text, xml and body",
    );
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
    let nameless = "sample.toml:32: action.LOOK.request[0]: a request that another one follows has no name. Add as = \"name\", so that later templates can read its answer";
    let text = SAMPLE.replacen("as  = \"place\"\n", "", 1);
    assert_eq!(complaints_about("sample.toml", &text), [nameless]);
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
fn every_request_is_for_a_setup_that_exists() {
    breaks(
        "as  = \"place\"",
        "as = \"place\"\nfor = \"WEBHOOK\"",
        "sample.toml:34: action.LOOK.request[0].for: there is no setup WEBHOOK. Use one of: API_KEY",
    );
}

#[test]
fn every_action_says_whether_it_may_be_retried() {
    breaks(
        "retry  = \"idempotent\"\n",
        "",
        "sample.toml:40: action.LOOK.response: nothing says whether it may be sent twice. Add retry = \"never\", \"idempotent\" or \"with_key\"",
    );
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
        "/places/{{params.were}}",
        "sample.toml:34: action.LOOK.request[0].get: {{params.were}}: there is no such param. Add were to [action.LOOK.param]",
    );
    breaks(
        "username = \"{{setup.account}}\"",
        "username = \"{{setup.acount}}\"",
        "sample.toml:21: setup.API_KEY.sign.basic.username: {{setup.acount}}: API_KEY has no such field. Add acount to [setup.API_KEY.field]",
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
        "sample.toml:34: action.LOOK.request[0].get: {{place.body.id}}: place cannot be read here. Here one may read: setup, token, derive, params",
    );
}

#[test]
fn secrets_go_only_where_they_are_sent() {
    breaks(
        "account_name = \"{{setup.account}}\"",
        "account_name = \"Key {{setup.secret_key}}\"",
        "sample.toml:14: setup.API_KEY.account_name: {{setup.secret_key}} is secret and would be shown. Write {{shape.masked(setup.secret_key)}}, or leave it out",
    );
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
    let fix = "Begin it with https://, or with / to put it behind the base";
    breaks(
        "base    = \"https:",
        "base    = \"http:",
        &format!("sample.toml:6: base: \"http://api.sample.example/v1\" is not an https URL. {fix}"),
    );
    breaks(
        "get = \"/me\"",
        "get = \"me\"",
        &format!("sample.toml:24: setup.API_KEY.check.get: \"me\" is not an https URL. {fix}"),
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
        "sample.toml:37: setup.CONSENT.oauth.refresh: unknown variant `sometimes`, expected one of `rotating`, `single_use`, `reusable`, `none`. docs/catalogue.md lists the keys a file may have",
    );
    consent_breaks(
        "refresh = \"rotating\"",
        "expires_in = { when_missing = \"soon\" }\nrefresh = \"none\"",
        "sample.toml:37: setup.CONSENT.oauth.expires_in.when_missing: invalid value: string \"soon\", expected a number of seconds, or \"never\". docs/catalogue.md lists the keys a file may have",
    );
    consent_breaks(
        "client_auth = \"body\"\n",
        "",
        "sample.toml:33: setup.CONSENT.oauth: missing field `client_auth`. docs/catalogue.md lists the keys a file may have",
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

#[test]
fn a_value_of_the_wrong_type_is_reported_with_the_right_one() {
    breaks(
        "required = true }\n\n[[action",
        "required = \"yes\" }\n\n[[action",
        "sample.toml:30: action.LOOK.param.where.required: invalid type: string \"yes\", expected a boolean. docs/catalogue.md lists the keys a file may have",
    );
    breaks(
        "type = \"string\", required = true }\n\n[[action",
        "type = \"strign\" }\n\n[[action",
        "sample.toml:30: action.LOOK.param.where.type: unknown variant `strign`, expected one of `string`, `text`, `integer`, `number`, `boolean`, `object`, `array`, `null`, `any`. docs/catalogue.md lists the keys a file may have",
    );
    breaks(
        "retry  = \"idempotent\"",
        "success = \"fine\"\nretry = \"idempotent\"",
        "sample.toml:42: action.LOOK.response.success: invalid value: string \"fine\", expected a list of statuses like [200, 201], or \"any\". docs/catalogue.md lists the keys a file may have",
    );
}

#[test]
fn a_key_that_is_written_twice_is_reported() {
    breaks(
        "name    = \"Sample\"",
        "name    = \"Sample\"\nname = \"Again\"",
        "sample.toml:3: duplicate key. docs/catalogue.md lists the keys a file may have",
    );
}

#[test]
fn an_unknown_function_is_reported_with_the_one_that_was_meant() {
    breaks(
        "shape.after_last(",
        "shape.afterlast(",
        "sample.toml:9: derive.region: unknown function `shape.afterlast`; did you mean `shape.after_last`? (character 3). Expressions are explained in docs/catalogue.md",
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
