//! The actions that need no service. Conditions are decided where branches are taken.

mod xml;

use catalog::Native;
use model::expression::as_text;
use serde_json::{Map, Value, json};

use crate::failure::Failure;

/// What a local action does to its run.
#[derive(Debug, PartialEq)]
pub(crate) enum Effect {
    /// Gives an output and goes on.
    Output(Value),
    /// Remembers variables and goes on.
    Vars(Map<String, Value>),
    /// Ends the run with this answer.
    Answer(Value),
    /// Ends the run with this message for the visitor.
    Message(String),
}

/// Whether only the vault can do it, since it needs the key of a connection.
pub(crate) fn is_for_the_vault(native: Native) -> bool {
    matches!(native, Native::SignJwt | Native::VerifyJwt)
}

/// Does `native` with rendered and checked params.
pub(crate) fn perform(native: Native, params: &Value) -> Result<Effect, Failure> {
    match native {
        Native::DoNothing => Ok(Effect::Output(Value::Null)),
        Native::CreateJson => Ok(Effect::Output(json!({ "result": params["object"] }))),
        Native::ParseJson => parse_json(params),
        Native::SerializeJson => Ok(Effect::Output(json!({ "json": params["object"].to_string() }))),
        Native::MapValue => Ok(Effect::Output(json!({ "result": mapped(params) }))),
        Native::StoreVars => Ok(Effect::Vars(params["vars"].as_object().cloned().unwrap_or_default())),
        Native::ReturnJson => Ok(Effect::Answer(params["payload"].clone())),
        Native::ErrorMessage => Ok(Effect::Message(as_text(&params["message"]).into_owned())),
        Native::Delay => Err(Failure::action("A flow that is waited for cannot be delayed")),
        Native::BooleanCondition => Err(Failure::action("A condition outside of FLOW.BOOLEAN_CONDITION cannot branch")),
        Native::ParseXml => Ok(Effect::Output(json!({ "object": xml::parse(&as_text(&params["xml"]))? }))),
        Native::SerializeXml => Ok(Effect::Output(json!({ "xml": xml::serialize(&params["object"])? }))),
        Native::DecodeJwt => decode_jwt(params),
        Native::SignJwt | Native::VerifyJwt => Err(Failure::action("This action needs a connection")),
        Native::GenerateCode
        | Native::VerifyCode
        | Native::VerifyEmail
        | Native::SendEmail
        | Native::SendSms
        | Native::MakeCall => Err(Failure::action("This action is not available yet")),
    }
}

fn parse_json(params: &Value) -> Result<Effect, Failure> {
    let text = as_text(&params["json"]);
    let object: Value =
        serde_json::from_str(&text).map_err(|error| Failure::action(format!("The text is not valid JSON: {error}")))?;
    Ok(Effect::Output(json!({ "object": object })))
}

fn decode_jwt(params: &Value) -> Result<Effect, Failure> {
    let decoded = vault::decode_jwt(&as_text(&params["token"]));
    decoded.map(Effect::Output).ok_or_else(|| Failure::action("The text is no JSON Web Token"))
}

fn mapped(params: &Value) -> Value {
    let found = params["cases"].get(as_text(&params["input"]).as_ref());
    found.unwrap_or(&params["fallback"]).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn output(native: Native, params: Value) -> Value {
        match perform(native, &params) {
            Ok(Effect::Output(output)) => output,
            other => panic!("no output: {other:?}"),
        }
    }

    #[test]
    fn json_is_created_parsed_and_serialized() {
        assert_eq!(output(Native::CreateJson, json!({ "object": { "a": 1 } })), json!({ "result": { "a": 1 } }));
        assert_eq!(output(Native::ParseJson, json!({ "json": r#" {"a":[1]} "# })), json!({ "object": { "a": [1] } }));
        assert_eq!(
            output(Native::SerializeJson, json!({ "object": { "b": 1, "a": 2 } })),
            json!({ "json": r#"{"b":1,"a":2}"# })
        );
        assert_eq!(output(Native::SerializeJson, json!({ "object": "a\"b" })), json!({ "json": r#""a\"b""# }));
    }

    #[test]
    fn text_that_is_no_json_fails_without_quoting_it() {
        let failure = perform(Native::ParseJson, &json!({ "json": "{secret" })).unwrap_err();
        assert_eq!(failure.code, "ERR_ACTION_EXECUTION_ERROR");
        assert!(failure.message.starts_with("The text is not valid JSON") && !failure.message.contains("secret"));
    }

    #[test]
    fn a_value_is_mapped_by_its_text_and_keeps_the_type_of_its_case() {
        let params = |input| json!({ "input": input, "cases": { "1": { "one": true }, "b": 2 }, "fallback": [0] });
        assert_eq!(output(Native::MapValue, params(json!(1))), json!({ "result": { "one": true } }));
        assert_eq!(output(Native::MapValue, params(json!("b"))), json!({ "result": 2 }));
        assert_eq!(output(Native::MapValue, params(json!("c"))), json!({ "result": [0] }));
        assert_eq!(output(Native::MapValue, json!({ "input": "c" })), json!({ "result": null }));
    }

    #[test]
    fn a_token_is_read_without_believing_it() {
        // The example of RFC 7519 section 6.1, which nobody signed.
        let token = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.";
        let payload = json!({ "iss": "joe", "exp": 1_300_819_380, "http://example.com/is_root": true });
        assert_eq!(
            output(Native::DecodeJwt, json!({ "token": token })),
            json!({ "header": { "alg": "none" }, "payload": payload, "signature": "" })
        );
        let failure = perform(Native::DecodeJwt, &json!({ "token": "secret.text" })).unwrap_err();
        assert_eq!(failure.message, "The text is no JSON Web Token");
    }

    #[test]
    fn a_delay_is_refused_while_somebody_waits() {
        assert_eq!(perform(Native::Delay, &json!({ "number": 1 })).unwrap_err().code, "ERR_ACTION_EXECUTION_ERROR");
    }

    #[test]
    fn an_action_that_nobody_can_do_yet_says_so() {
        let failure = perform(Native::GenerateCode, &json!({})).unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.message.as_str()),
            ("ERR_ACTION_EXECUTION_ERROR", "This action is not available yet")
        );
    }
}
