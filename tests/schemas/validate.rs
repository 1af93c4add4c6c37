//! A judge of the part of JSON Schema that our schemas use. It is stricter than they are: a key that a schema does not
//! name is a fault, though programs must expect more keys in later versions.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The objects that were seen, as `document/object`, and their keys, as `document/object/key`.
pub type Seen = BTreeSet<String>;

/// Returns what a value of a document has that a part of its schema does not allow, and notes what was seen.
pub fn faults(schema: &Value, pointer: &str, value: &Value, document: &str, seen: &mut Seen) -> Vec<String> {
    let mut judge = Judge { root: schema, document, seen, faults: Vec::new() };
    judge.value(schema.pointer(pointer).unwrap(), value, "");
    judge.faults
}

struct Judge<'a> {
    root: &'a Value,
    document: &'a str,
    seen: &'a mut Seen,
    faults: Vec<String>,
}

impl Judge<'_> {
    fn fault(&mut self, at: &str, what: &str, value: &Value) {
        self.faults.push(format!("{at}: {what}: {value}"));
    }

    fn value(&mut self, schema: &Value, value: &Value, at: &str) {
        for (word, rule) in schema.as_object().unwrap() {
            match word.as_str() {
                "$schema" | "$id" | "$defs" | "title" | "description" | "format" => {}
                "required" | "properties" | "patternProperties" => {}
                "$ref" => self.reference(rule.as_str().unwrap(), value, at),
                "const" if value == rule => {}
                "const" => self.fault(at, &format!("not {rule}"), value),
                "anyOf" => self.any(rule.as_array().unwrap(), value, at),
                "type" if has_type(rule, value) => {}
                "type" => self.fault(at, &format!("no {rule}"), value),
                "pattern" => {
                    if value.as_str().is_some_and(|text| !matches(rule.as_str().unwrap(), text)) {
                        self.fault(at, &format!("not {rule}"), value);
                    }
                }
                "maxItems" => {
                    if value.as_array().is_some_and(|items| items.len() as u64 > rule.as_u64().unwrap()) {
                        self.fault(at, "too many", value);
                    }
                }
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(rule, item, &format!("{at}/{place}"));
                    }
                }
                _ => panic!("{word} is not judged"),
            }
        }
        if let (Some(required), Some(object)) = (schema.get("required"), value.as_object()) {
            self.object(schema, required, object, at);
        }
    }

    fn reference(&mut self, name: &str, value: &Value, at: &str) {
        let before = self.faults.len();
        let root = self.root;
        self.value(root.pointer(name.trim_start_matches('#')).unwrap(), value, at);
        if self.faults.len() == before {
            let name = format!("{}/{}", self.document, name.trim_start_matches("#/$defs/"));
            let keys = value.as_object().into_iter().flatten().map(|(key, _)| format!("{name}/{key}"));
            self.seen.extend(keys);
            self.seen.insert(name);
        }
    }

    /// Judges by the alternative that has the fewest faults.
    fn any(&mut self, alternatives: &[Value], value: &Value, at: &str) {
        let before = self.faults.len();
        let mut least: Option<Vec<String>> = None;
        for alternative in alternatives {
            self.value(alternative, value, at);
            let found = self.faults.split_off(before);
            if least.as_ref().is_none_or(|least| found.len() < least.len()) {
                least = Some(found);
            }
        }
        self.faults.extend(least.unwrap_or_default());
    }

    fn object(&mut self, schema: &Value, required: &Value, object: &Map<String, Value>, at: &str) {
        for key in required.as_array().unwrap().iter().filter_map(Value::as_str) {
            if !object.contains_key(key) {
                self.faults.push(format!("{at}: lacks {key}"));
            }
        }
        for (key, value) in object {
            let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
            let by_pattern = patterns.filter(|(pattern, _)| matches(pattern, key)).map(|(_, rule)| rule).next();
            match schema["properties"].get(key).or(by_pattern) {
                Some(rule) => self.value(rule, value, &format!("{at}/{key}")),
                None => self.faults.push(format!("{at}: {key} is not in the schema")),
            }
        }
    }
}

fn has_type(rule: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => panic!("{name} is no type"),
    };
    match rule {
        Value::String(name) => is(name),
        names => names.as_array().unwrap().iter().any(|name| is(name.as_str().unwrap())),
    }
}

/// Tells whether a text is as one of the few patterns says that our schemas use.
fn matches(pattern: &str, text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    match pattern {
        "^[A-Z]{3}$" => text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase()),
        "^-?[0-9]+(\\.[0-9]+)?$" => match unsigned.split_once('.') {
            Some((whole, decimals)) => digits(whole) && digits(decimals),
            None => digits(unsigned),
        },
        "^-?[0-9]+\\.[0-9]{4}$" => {
            unsigned.split_once('.').is_some_and(|(whole, rest)| digits(whole) && digits(rest) && rest.len() == 4)
        }
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => {
            let parts: Vec<&str> = text.split('-').collect();
            parts.iter().map(|part| part.len()).eq([4, 2, 2]) && parts.into_iter().all(digits)
        }
        "^d[0-9]+_([0-9]+|plus)$" => text
            .strip_prefix('d')
            .and_then(|rest| rest.split_once('_'))
            .is_some_and(|(first, last)| digits(first) && (last == "plus" || digits(last))),
        _ => panic!("{pattern} is not judged"),
    }
}
