//! The way to a place in a file, as a person would say it: `action.SEND_SMS.request[0].post`.

use std::fmt;

use crate::schema::Segment;

/// The way from the top of a file to one key. Empty is the file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Key(pub(crate) Vec<Segment>);

impl Key {
    pub(crate) fn new(names: &[&str]) -> Self {
        Key(names.iter().map(|name| Segment::Name((*name).to_owned())).collect())
    }

    pub(crate) fn child(&self, name: &str) -> Self {
        self.with(Segment::Name(name.to_owned()))
    }

    pub(crate) fn item(&self, index: usize) -> Self {
        self.with(Segment::Index(index))
    }

    fn with(&self, segment: Segment) -> Self {
        let mut segments = self.0.clone();
        segments.push(segment);
        Key(segments)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Name(name) if position == 0 => f.write_str(name)?,
                Segment::Name(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}
