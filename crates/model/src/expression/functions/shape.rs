//! `shape.*`: how integration files bend params and answers into the shapes services expect.
//!
//! | call | gives |
//! |---|---|
//! | `number(value)` | the number a text writes; undefined for other text, the empty one too |
//! | `lower(text)`, `capital(text)` | `header`, `Header` from `HEADER` |
//! | `lower(object, names)` | the named members in lower case, the rest as they are; lists item by item |
//! | `masked(text)` | first three, `***`, last three characters; `***` for six characters or fewer |
//! | `after_last(text, mark)` | what follows the last `mark`; undefined without one |
//! | `from_entries(list, key, value)` | an object from `[{<key>: name, <value>: any}]` |
//! | `to_entries(object, key, value)` | the way back |
//! | `rename(object, names)` | members renamed as `names` says (`{old: 'new'}`) or left out (`{old: null}`), the rest as they are; lists item by item |
//! | `pick(object, names)` | only the named members; lists item by item |
//! | `find(list, path, value)` | the first item whose value at the dotted `path` prints as `value` does |
//! | `key(object, name)` | the member with a computed name: `shape.key({HEADER: 'header'}, setup.in)` |

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::super::text::as_text;
use super::{Answer, Arguments, Function, arguments::word, number, owned};

pub(super) const TABLE: &[Function] = &[
    Function::shape("number", to_number),
    Function::shape("lower", lower),
    Function::shape("capital", capital),
    Function::shape("masked", masked),
    Function::shape("after_last", after_last),
    Function::shape("from_entries", from_entries),
    Function::shape("to_entries", to_entries),
    Function::shape("rename", |arguments| each(arguments, &rename)),
    Function::shape("pick", |arguments| each(arguments, &pick)),
    Function::shape("find", find),
    Function::shape("key", key),
];

fn to_number<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    match arguments.get(0)? {
        Value::Number(_) => arguments.take(0),
        Value::String(text) if !text.trim().is_empty() => number::number(arguments),
        _ => None,
    }
}

fn lower<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    match arguments.count() {
        0 | 1 => owned(arguments.text(0)?.to_lowercase()),
        _ => each(arguments, &lower_members),
    }
}

fn capital<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let text = arguments.text(0)?.to_lowercase();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    owned(first.unwrap_or_default() + letters.as_str())
}

fn masked<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let letters: Vec<char> = arguments.text(0)?.chars().collect();
    if letters.len() <= 6 {
        return owned("***");
    }
    let (first, last) = (&letters[..3], &letters[letters.len() - 3..]);
    owned(first.iter().chain(&['*'; 3]).chain(last).collect::<String>())
}

fn after_last<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let (text, mark) = (arguments.text(0)?, arguments.text(1)?);
    let (_, after) = text.rsplit_once(mark.as_ref())?;
    owned(after)
}

fn from_entries<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let (key, value) = (arguments.text(1)?, arguments.text(2)?);
    let entries = arguments.get(0)?.as_array()?;
    let members = entries.iter().filter_map(|entry| {
        let name = word(entry.get(key.as_ref())?)?.into_owned();
        Some((name, entry.get(value.as_ref()).cloned().unwrap_or(Value::Null)))
    });
    Some(Cow::Owned(Value::Object(members.collect())))
}

fn to_entries<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let (key, value) = (arguments.text(1)?.into_owned(), arguments.text(2)?.into_owned());
    let members = arguments.get(0)?.as_object()?;
    let entry = |(name, member): (&String, &Value)| {
        Value::Object(Map::from_iter([(key.clone(), Value::from(name.as_str())), (value.clone(), member.clone())]))
    };
    owned(members.iter().map(entry).collect::<Vec<_>>())
}

/// Applies `change(value, second argument)` to an object, or to each item of a list.
fn each<'v>(arguments: &mut Arguments<'v>, change: &dyn Fn(&Value, &Value) -> Option<Value>) -> Answer<'v> {
    let (subject, how) = (arguments.get(0)?, arguments.get(1)?);
    match subject {
        Value::Array(items) => {
            owned(items.iter().map(|item| change(item, how).unwrap_or_else(|| item.clone())).collect::<Vec<_>>())
        }
        _ => owned(change(subject, how)?),
    }
}

fn rename(value: &Value, names: &Value) -> Option<Value> {
    let renamed = value.as_object()?.iter().filter_map(|(old, member)| match names.get(old) {
        Some(Value::Null) => None,
        new => Some((new.and_then(Value::as_str).unwrap_or(old).to_owned(), member.clone())),
    });
    Some(Value::Object(renamed.collect()))
}

fn lower_members(value: &Value, names: &Value) -> Option<Value> {
    let names: Vec<&str> = names.as_array()?.iter().filter_map(Value::as_str).collect();
    let lowered = value.as_object()?.iter().map(|(name, member)| {
        let text = member.as_str().filter(|_| names.contains(&name.as_str()));
        (name.clone(), text.map_or_else(|| member.clone(), |text| Value::from(text.to_lowercase())))
    });
    Some(Value::Object(lowered.collect()))
}

fn pick(value: &Value, names: &Value) -> Option<Value> {
    let members = value.as_object()?;
    let names = names.as_array()?.iter().filter_map(Value::as_str);
    let picked = names.filter_map(|name| Some((name.to_owned(), members.get(name)?.clone())));
    Some(Value::Object(picked.collect()))
}

fn find<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let (path, wanted) = (arguments.text(1)?, word(arguments.get(2)?)?);
    let matches = |item: &&Value| {
        let found = path.split('.').try_fold(*item, |value, name| value.get(name));
        found.and_then(word).is_some_and(|found| found == wanted)
    };
    let found = arguments.get(0)?.as_array()?.iter().find(matches)?.clone();
    Some(Cow::Owned(found))
}

fn key<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let name = arguments.get(1)?;
    let found = arguments.get(0)?.get(as_text(name).as_ref())?.clone();
    Some(Cow::Owned(found))
}
