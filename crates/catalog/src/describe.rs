//! An integration as JSON, for forms, palettes and documentation. Says what there is, never how it is done.

use serde_json::{Map, Value, json};

use crate::{action::Action, integration::Integration, logo, oauth::Oauth, setup::Setup};

impl Integration {
    /// What the catalogue call answers for this integration.
    pub fn to_json(&self) -> Value {
        json!({
            "app_id": self.id,
            "name": self.name,
            "summary": self.summary,
            "docs": self.docs,
            "logo": self.logo.as_deref().map(logo::data_url),
            "connectable": self.is_connectable(),
            "setups": self.setups.values().map(Setup::to_json).collect::<Vec<_>>(),
            "actions": self.actions.values().map(|action| action.to_json(self)).collect::<Vec<_>>(),
        })
    }
}

impl Setup {
    fn to_json(&self) -> Value {
        let mut out = Map::new();
        out.insert("type".to_owned(), json!(self.type_name));
        out.insert("label".to_owned(), json!(self.label));
        out.extend(self.find.as_ref().map(|find| ("find".to_owned(), json!(find))));
        out.extend(self.help.as_ref().map(|help| ("help".to_owned(), json!(help))));
        let method = if self.oauth.is_some() { "authorization_code" } else { "form" };
        out.insert("method".to_owned(), json!(method));
        out.insert("schema".to_owned(), self.fields.to_json_schema());
        out.extend(self.oauth.as_ref().map(|oauth| ("oauth".to_owned(), oauth.to_json())));
        Value::Object(out)
    }
}

impl Oauth {
    /// What a form for registering an OAuth client, and a page about scopes, needs to know.
    fn to_json(&self) -> Value {
        json!({
            "client": self.client.to_json_schema(),
            "pkce": self.pkce,
            "scopes": { "base": self.scopes.base, "by_action": self.scopes.by_action },
        })
    }
}

impl Action {
    fn to_json(&self, integration: &Integration) -> Value {
        let mut out = Map::new();
        out.insert("type".to_owned(), json!(integration.id));
        out.insert("action".to_owned(), json!(self.id));
        out.insert("label".to_owned(), json!(self.label));
        out.insert("group".to_owned(), json!(self.group.as_ref().unwrap_or(&integration.name)));
        out.extend(self.help.as_ref().map(|help| ("help".to_owned(), json!(help))));
        out.insert("connection".to_owned(), json!(self.connection.name()));
        out.insert("params".to_owned(), self.params.to_json_schema());
        out.extend(self.example.as_ref().map(|example| ("output".to_owned(), example.clone())));
        Value::Object(out)
    }
}
