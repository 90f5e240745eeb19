//! Params that an action declares as secret: used, never recorded.

use catalog::schema::Schema;
use model::expression::MASK;
use serde_json::Value;

/// Covers the declared secrets of `params` in `shown`, and gives what was covered.
pub(crate) fn cover<'v>(declared: &Schema, params: &'v Value, shown: &mut Value) -> Vec<&'v Value> {
    let mut covered = Vec::new();
    for (name, member) in &declared.members {
        let (Some(value), Some(shown)) = (params.get(name), shown.get_mut(name)) else { continue };
        if member.schema.secret {
            *shown = Value::from(MASK);
            covered.push(value);
        } else {
            covered.extend(cover(&member.schema, value, shown));
        }
    }
    covered
}

/// Whether an action declares any.
pub(crate) fn any(declared: &Schema) -> bool {
    declared.members.values().any(|member| member.schema.secret || any(&member.schema))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_nested_secret_is_covered_and_its_neighbours_are_not() {
        let secret = Schema { secret: true, ..Schema::string() };
        let basic = Schema::object().required("username", Schema::string()).required("password", secret);
        let declared = Schema::object().optional("basic", basic).optional("url", Schema::string());
        let params = json!({"url": "https://x", "basic": {"username": "ada", "password": "hunter22"}});
        let mut shown = params.clone();
        assert_eq!(cover(&declared, &params, &mut shown), [&json!("hunter22")]);
        assert_eq!(shown, json!({"url": "https://x", "basic": {"username": "ada", "password": MASK}}));
        assert!(any(&declared) && !any(&Schema::object().optional("url", Schema::string())));
    }
}
