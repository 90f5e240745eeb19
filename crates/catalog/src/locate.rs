//! Finds the line of a key, and the key at a place in the text, so that types need not carry spans.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{key::Key, schema::Segment};

/// The text of a file and where its keys are.
pub(crate) struct Map<'t> {
    text: &'t str,
    /// Empty if the text is no TOML.
    table: DeValue<'t>,
}

impl<'t> Map<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let table = DeTable::parse(text).map(Spanned::into_inner).unwrap_or_default();
        Map { text, table: DeValue::Table(table) }
    }

    /// The line, counted from 1, of the key, or of the nearest key around it that is written down.
    pub(crate) fn line_of(&self, key: &Key) -> usize {
        let mut start = 0;
        let mut value = &self.table;
        for segment in &key.0 {
            let Some((span, inner)) = step(value, segment) else { break };
            start = span.start;
            value = inner;
        }
        self.line_at(start)
    }

    /// The line, counted from 1, of a byte of the text.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        1 + self.text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
    }

    /// The innermost key that the byte of the text belongs to. In what is no TOML, the one that is written on its line.
    pub(crate) fn key_at(&self, offset: usize) -> Key {
        if matches!(&self.table, DeValue::Table(table) if table.is_empty()) {
            return self.key_written_at(offset);
        }
        let mut key = Key::default();
        let mut value = &self.table;
        while let Some((segment, inner)) = child_at(value, offset) {
            key.0.push(segment);
            value = inner;
        }
        key
    }

    fn key_written_at(&self, offset: usize) -> Key {
        let mut lines = self.text.lines().take(self.line_at(offset)).map(str::trim).collect::<Vec<_>>();
        let own = lines.pop().unwrap_or_default();
        let header = |line: &str| line.starts_with('[').then(|| line.trim_matches(['[', ']']).to_owned());
        let table = header(own).or_else(|| lines.into_iter().rev().find_map(header)).unwrap_or_default();
        let name = own.split_once('=').map(|(name, _)| name.trim());
        let steps = table.split('.').chain(name).map(str::trim).filter(|step| !step.is_empty());
        Key::new(&steps.collect::<Vec<_>>())
    }
}

fn step<'v, 't>(value: &'v DeValue<'t>, segment: &Segment) -> Option<(Range<usize>, &'v DeValue<'t>)> {
    match (value, segment) {
        (DeValue::Table(table), Segment::Name(name)) => {
            let (key, inner) = table.get_key_value(name.as_str())?;
            Some((key.span(), inner.get_ref()))
        }
        (DeValue::Array(items), Segment::Index(index)) => {
            let item = items.get(*index)?;
            Some((item.span(), item.get_ref()))
        }
        _ => None,
    }
}

fn child_at<'v, 't>(value: &'v DeValue<'t>, offset: usize) -> Option<(Segment, &'v DeValue<'t>)> {
    match value {
        DeValue::Table(table) => table.iter().find_map(|(key, inner)| {
            let hit = key.span().contains(&offset) || holds(inner, offset);
            hit.then(|| (Segment::Name(key.get_ref().to_string()), inner.get_ref()))
        }),
        DeValue::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| holds(item, offset).then(|| (Segment::Index(index), item.get_ref()))),
        _ => None,
    }
}

/// A table written in several places (`[a]`, `[a.b]`) has a span that does not cover its children, so look inside.
fn holds(value: &Spanned<DeValue<'_>>, offset: usize) -> bool {
    value.span().contains(&offset) || child_at(value.get_ref(), offset).is_some()
}
