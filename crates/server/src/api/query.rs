//! The query of a request, checked by the same validator as bodies once the caller is known to be allowed.

use axum::{extract::FromRequestParts, http::request::Parts};
use catalog::schema::{Moment, Schema, Type};
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::error::{Error, Result, rule};

/// The names and values of a query, in their order.
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// The query as an object that fits `schema`. Whole numbers and booleans become such where the schema expects
    /// them; a name given twice is an array.
    ///
    /// # Errors
    /// [`Error::Query`] with the first rule it breaks.
    pub(crate) fn read(&self, schema: &Schema) -> Result<Map<String, Value>> {
        let mut object = Map::new();
        for (name, text) in &self.0 {
            let types = schema.members.get(name).map_or(&[][..], |member| &member.schema.types);
            add(&mut object, name, typed(types, text), types.contains(&Type::Array));
        }
        let value = Value::Object(object);
        match (schema.validate(&value, Moment::Setup).first(), value) {
            (Some(violation), _) => Err(Error::Query(rule(violation))),
            (None, Value::Object(object)) => Ok(object),
            (None, _) => Ok(Map::new()),
        }
    }

    /// Refuses any name at all.
    ///
    /// # Errors
    /// [`Error::Query`] naming the first.
    pub(crate) fn none(&self) -> Result<()> {
        self.read(&Schema::object()).map(drop)
    }
}

fn typed(types: &[Type], text: &str) -> Value {
    let number = types.contains(&Type::Integer).then(|| text.parse::<i64>().ok()).flatten().map(Value::from);
    let boolean = types.contains(&Type::Boolean).then(|| text.parse::<bool>().ok()).flatten().map(Value::from);
    number.or(boolean).unwrap_or_else(|| Value::from(text))
}

fn add(object: &mut Map<String, Value>, name: &str, value: Value, is_list: bool) {
    match object.get_mut(name) {
        None if is_list => drop(object.insert(name.to_owned(), Value::Array(vec![value]))),
        None => drop(object.insert(name.to_owned(), value)),
        Some(Value::Array(values)) => values.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        Ok(Self(form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str) -> std::result::Result<Value, String> {
        let schema = Schema::object()
            .optional("page", Schema::integer().between(0, 1000).help("Which page."))
            .optional("totals", Schema::boolean())
            .optional("hydrate", Schema::array(Schema::string().among(&["forms"])));
        let query = Query(form_urlencoded::parse(text.as_bytes()).into_owned().collect());
        query.read(&schema).map(Value::Object).map_err(|error| match error {
            Error::Query(rule) => rule,
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn texts_become_what_the_schema_expects() {
        let value = read("page=3&totals=true&hydrate=forms").unwrap();
        assert_eq!(value, json!({"page": 3, "totals": true, "hydrate": ["forms"]}));
    }

    #[test]
    fn what_does_not_fit_is_refused_in_the_contracts_words() {
        let rule = |text| read(text).unwrap_err();
        assert_eq!(rule("page=1001"), "'Value 1001 is greater than maximum 1000' on property page (Which page.)");
        assert_eq!(rule("page=x"), "'Expected type integer but found type string' on property page (Which page.)");
        assert_eq!(
            rule("page=1&page=2"),
            "'Expected type integer but found type array' on property page (Which page.)"
        );
        assert_eq!(rule("hydrate=forms&hydrate=x"), "'No enum match for: x' on property hydrate[1]");
        assert_eq!(rule("z=1"), "'Additional properties not allowed: z'");
    }
}
