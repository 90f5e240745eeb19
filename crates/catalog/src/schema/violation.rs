//! One way in which a value is not what it should be, told in two wordings: that of the contract's 400 when
//! something is saved, and that of a failed action when something runs.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{Format, Type};

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// The member of an object.
    Name(String),
    /// The item of an array.
    Index(usize),
}

/// What is wrong. Values of secret members are never quoted: they arrive here as a mask.
#[derive(Clone, Debug, PartialEq)]
pub enum Wrong {
    /// A required member is not there.
    Missing(String),
    /// A member nobody declared.
    Additional(String),
    /// Another type than the allowed ones.
    Type {
        /// What would have been right.
        expected: Vec<Type>,
        /// What was there.
        found: &'static str,
    },
    /// None of the allowed values; quotes the value.
    Choice(String),
    /// Text of another format.
    Format {
        /// What it should have been.
        format: Format,
        /// What was there.
        value: String,
    },
    /// Fewer characters than allowed.
    TooShort {
        /// Characters found.
        length: usize,
        /// Fewest allowed.
        minimum: usize,
    },
    /// More characters than allowed.
    TooLong {
        /// Characters found.
        length: usize,
        /// Most allowed.
        maximum: usize,
    },
    /// A number below the range.
    TooSmall {
        /// The number, as it was written.
        value: String,
        /// Smallest allowed.
        minimum: i64,
    },
    /// A number above the range.
    TooGreat {
        /// The number, as it was written.
        value: String,
        /// Greatest allowed.
        maximum: i64,
    },
    /// Fewer items than allowed.
    TooFewItems {
        /// Items found.
        count: usize,
        /// Fewest allowed.
        minimum: usize,
    },
    /// More items than allowed.
    TooManyItems {
        /// Items found.
        count: usize,
        /// Most allowed.
        maximum: usize,
    },
    /// More members than allowed.
    TooManyMembers {
        /// Members found.
        count: usize,
        /// Most allowed.
        maximum: usize,
    },
    /// None of the alternatives holds.
    NoAlternative(Vec<Type>),
    /// More than one alternative holds.
    ManyAlternatives,
    /// A rule no schema can express, in the words of whoever checks it.
    Other(String),
}

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The way from the checked value to the place; empty is the value itself.
    pub path: Vec<Segment>,
    /// What is wrong there.
    pub wrong: Wrong,
    /// The declared help of that place, which the contract's messages quote in brackets.
    pub description: Option<String>,
}

impl Violation {
    /// A violation of a rule no schema can express.
    pub fn other(path: Vec<Segment>, message: impl Into<String>) -> Self {
        Violation { path, wrong: Wrong::Other(message.into()), description: None }
    }

    /// The same violation, seen from further outside.
    #[must_use]
    pub fn under(mut self, outer: &[Segment]) -> Self {
        self.path.splice(0..0, outer.iter().cloned());
        self
    }

    /// Where it is, as the contract writes it: `actions[0].params.url`. Empty for the value itself.
    pub fn property(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Name(name) if text.is_empty() => text.push_str(name),
                Segment::Name(name) => drop(write!(text, ".{name}")),
                Segment::Index(index) => drop(write!(text, "[{index}]")),
            }
        }
        text
    }

    /// What is wrong, in the wording of the contract's 400.
    pub fn contract_message(&self) -> String {
        match &self.wrong {
            Wrong::Missing(name) => format!("Missing required property: {name}"),
            Wrong::Additional(name) => format!("Additional properties not allowed: {name}"),
            Wrong::Type { expected, found } => format!("Expected type {} but found type {found}", names(expected, ",")),
            Wrong::Choice(value) => format!("No enum match for: {value}"),
            Wrong::Format { format, value } => {
                format!("Object didn't pass validation for format {}: {value}", format.name())
            }
            Wrong::TooShort { length, minimum } => format!("String is too short ({length} chars), minimum {minimum}"),
            Wrong::TooLong { length, maximum } => format!("String is too long ({length} chars), maximum {maximum}"),
            Wrong::TooSmall { value, minimum } => format!("Value {value} is less than minimum {minimum}"),
            Wrong::TooGreat { value, maximum } => format!("Value {value} is greater than maximum {maximum}"),
            Wrong::TooFewItems { count, minimum } => format!("Array is too short ({count}), minimum {minimum}"),
            Wrong::TooManyItems { count, maximum } => format!("Array is too long ({count}), maximum {maximum}"),
            Wrong::TooManyMembers { count, maximum } => {
                format!("Too many properties defined ({count}), maximum {maximum}")
            }
            Wrong::NoAlternative(_) => "Data does not match any schemas from 'oneOf'".to_owned(),
            Wrong::ManyAlternatives => "Data is valid against more than one schema from 'oneOf'".to_owned(),
            Wrong::Other(message) => message.clone(),
        }
    }

    /// The code a failed action reports for it.
    pub fn run_code(&self) -> &'static str {
        match &self.wrong {
            Wrong::Missing(_) => "ERR_REQUIRED_PROPERTY",
            Wrong::Additional(_) => "ERR_UNDEFINED_PROPERTY",
            Wrong::Type { .. } | Wrong::NoAlternative(_) | Wrong::ManyAlternatives => "ERR_WRONG_DATA_TYPE",
            Wrong::Format { format: Format::Email, .. } => "ERR_EMAIL_EXPECTED",
            Wrong::Format { format: Format::HttpsUrl, .. } => "ERR_URL_EXPECTED",
            Wrong::TooShort { .. } => "ERR_TOO_SHORT_STRING",
            Wrong::TooLong { .. } => "ERR_TOO_LONG_STRING",
            Wrong::TooSmall { .. } => "ERR_TOO_SMALL_NUMBER",
            Wrong::TooGreat { .. } => "ERR_TOO_BIG_NUMBER",
            _ => "ERR_INVALID_VALUE",
        }
    }

    /// What a failed action says about it.
    pub fn run_message(&self) -> String {
        match &self.wrong {
            Wrong::Missing(_) => "is required".to_owned(),
            Wrong::Additional(_) => "is not allowed".to_owned(),
            Wrong::Type { expected, .. } | Wrong::NoAlternative(expected) if !expected.is_empty() => {
                format!("must be {}", names(expected, " or "))
            }
            Wrong::Choice(_) => "must be one of the allowed values".to_owned(),
            Wrong::Format { format: Format::Email, .. } => "must be an email".to_owned(),
            Wrong::Format { format: Format::HttpsUrl, .. } => "must be an https url".to_owned(),
            Wrong::Format { format, .. } => format!("must have the format {}", format.name()),
            _ => self.contract_message(),
        }
    }

    /// Where it is, as a JSON pointer. A missing member is pointed at as if it were there.
    pub fn pointer(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Name(name) => point(&mut text, name),
                Segment::Index(index) => point(&mut text, &index.to_string()),
            }
        }
        if let Wrong::Missing(name) | Wrong::Additional(name) = &self.wrong {
            point(&mut text, name);
        }
        text
    }

    /// One entry of a failed action's `invalidParams`.
    pub fn run_entry(&self) -> Value {
        let mut entry = json!({ "code": self.run_code(), "message": self.run_message() });
        if let Wrong::Type { expected, .. } | Wrong::NoAlternative(expected) = &self.wrong {
            entry["details"] = json!({ "type": names(expected, ",") });
        }
        entry["path"] = Value::from(self.pointer());
        entry
    }
}

fn point(text: &mut String, name: &str) {
    text.push('/');
    text.push_str(&name.replace('~', "~0").replace('/', "~1"));
}

fn names(types: &[Type], between: &str) -> String {
    types.iter().map(|one| one.name()).collect::<Vec<_>>().join(between)
}
