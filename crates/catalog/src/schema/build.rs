//! Schemas written in Rust, for the bodies and envelopes that no catalogue file declares.

use serde_json::Value;

use super::{Additional, Format, Member, Schema, Type};

impl Schema {
    /// Anything at all.
    pub fn any() -> Self {
        Schema { additional: Additional::Allowed, ..Schema::default() }
    }

    /// A value of this type.
    pub fn of(one: Type) -> Self {
        Schema { types: vec![one], ..Schema::default() }
    }

    /// Text.
    pub fn string() -> Self {
        Schema::of(Type::String)
    }

    /// A number without a fraction.
    pub fn integer() -> Self {
        Schema::of(Type::Integer)
    }

    /// `true` or `false`.
    pub fn boolean() -> Self {
        Schema::of(Type::Boolean)
    }

    /// A list of such items.
    pub fn array(items: Schema) -> Self {
        Schema { items: Some(Box::new(items)), ..Schema::of(Type::Array) }
    }

    /// An object without members that refuses all others; add members, or [`Schema::open`] it.
    pub fn object() -> Self {
        Schema::of(Type::Object)
    }

    /// Adds a member that must be there.
    #[must_use]
    pub fn required(mut self, name: &str, schema: Schema) -> Self {
        self.members.insert(name.to_owned(), Member { schema, required: true });
        self
    }

    /// Adds a member that may be missing.
    #[must_use]
    pub fn optional(mut self, name: &str, schema: Schema) -> Self {
        self.members.insert(name.to_owned(), Member { schema, required: false });
        self
    }

    /// Allows any members beside the declared ones.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.additional = Additional::Allowed;
        self
    }

    /// Allows `null` as well.
    #[must_use]
    pub fn or_null(mut self) -> Self {
        self.types.push(Type::Null);
        self
    }

    /// Text of at least `min` and at most `max` characters.
    #[must_use]
    pub fn length(mut self, min: usize, max: usize) -> Self {
        self.limits.min_length = Some(min);
        self.max_length(max)
    }

    /// Text of at most `max` characters.
    #[must_use]
    pub fn max_length(mut self, max: usize) -> Self {
        self.limits.max_length = Some(max);
        self
    }

    /// A number of at least `min` and at most `max`.
    #[must_use]
    pub fn between(mut self, min: i64, max: i64) -> Self {
        self.limits.minimum = Some(min);
        self.limits.maximum = Some(max);
        self
    }

    /// One of these texts.
    #[must_use]
    pub fn among(mut self, choices: &[&str]) -> Self {
        self.choices = choices.iter().map(|choice| Value::from(*choice)).collect();
        self
    }

    /// Text of this format.
    #[must_use]
    pub fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// A sentence of help, which error messages quote too.
    #[must_use]
    pub fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }
}
