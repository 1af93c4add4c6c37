//! From the table of keys to JSON Schemas (draft 2020-12).

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What every `warnings` list holds.
const WARNING: [(&str, &str); 8] = [
    ("code", "text"),
    ("severity", "text"),
    ("message", "text"),
    ("file", "text?"),
    ("line", "count?"),
    ("column", "text?"),
    ("text", "text?"),
    ("help", "text?"),
];

#[derive(Deserialize)]
struct Table {
    document: Vec<Document>,
}

/// One kind of document: a result, or an object of another shape (`top`).
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: String,
    about: String,
    #[serde(default)]
    rows: Vec<String>,
    #[serde(default)]
    lists: toml::Table,
    top: Option<String>,
    objects: toml::Table,
}

fn documents() -> Vec<Document> {
    let table: Table = toml::from_str(include_str!("documents.toml")).unwrap();
    table.document
}

/// Returns each schema by the name of its document.
pub fn schemas() -> Vec<(String, Value)> {
    documents().iter().map(|document| (document.name.clone(), document.schema())).collect()
}

/// Returns every object, as `document/object`, and every key of one, as `document/object/key`. Of the bands of an aged
/// balance, policies choose.
pub fn parts() -> Vec<String> {
    let mut parts = Vec::new();
    for document in documents() {
        for (object, keys) in &document.objects {
            let name = format!("{}/{object}", document.name);
            let keys = keys.as_table().unwrap().keys().filter(|key| !["#", "d*"].contains(&key.as_str()));
            parts.extend(keys.map(|key| format!("{name}/{}", key.trim_end_matches('?'))));
            parts.push(name);
        }
    }
    parts
}

impl Document {
    fn schema(&self) -> Value {
        let mut schema = Map::new();
        schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("$id".into(), json!(format!("urn:relance:{}:1", self.name)));
        schema.insert("title".into(), json!(self.about));
        let top = match &self.top {
            Some(top) => json!({ "$ref": format!("#/$defs/{top}") }),
            None => self.result(),
        };
        schema.extend(top.as_object().unwrap().clone());
        let mut defs = Map::new();
        if !self.rows.is_empty() {
            let rows: Vec<Value> = self.rows.iter().map(|row| json!({ "$ref": format!("#/$defs/{row}") })).collect();
            defs.insert("row".into(), json!({ "anyOf": rows }));
        }
        for (name, keys) in &self.objects {
            assert!(!defs.contains_key(name), "{name} is taken");
            let keys = keys.as_table().unwrap();
            let pairs = keys.iter().map(|(key, kind)| (key.as_str(), kind.as_str().unwrap()));
            let all = if name == "total" { vec![("currency", "currency")] } else { Vec::new() };
            defs.insert(name.clone(), object(all.into_iter().chain(pairs), name == "total"));
        }
        if self.top.is_none() {
            defs.insert("warning".into(), object(WARNING.into_iter(), false));
        }
        schema.insert("$defs".into(), Value::Object(defs));
        Value::Object(schema)
    }

    /// Returns what the object of a result holds.
    fn result(&self) -> Value {
        let total = if self.objects.contains_key("total") { "list:total" } else { "list:nothing" };
        let name = format!("relance.{}/1", self.name);
        let mut properties = Map::new();
        properties.insert("schema".into(), json!({ "const": name }));
        for (key, kind) in [("as_of", "date?"), ("rows", "list:row"), ("totals", total)] {
            properties.insert(key.into(), of_kind(kind));
        }
        for (key, kind) in &self.lists {
            properties.insert(key.clone(), of_kind(kind.as_str().unwrap()));
        }
        properties.insert("warnings".into(), of_kind("list:warning"));
        let required = ["schema", "as_of", "rows", "totals", "warnings"];
        json!({ "type": "object", "required": required, "properties": properties })
    }
}

/// Returns an object of these keys; of a total, all but the currency may be absent.
fn object<'a>(keys: impl Iterator<Item = (&'a str, &'a str)>, is_total: bool) -> Value {
    let (mut object, mut properties, mut patterns) = (Map::new(), Map::new(), Map::new());
    let mut required = Vec::new();
    object.insert("type".into(), json!("object"));
    for (key, kind) in keys {
        let name = key.trim_end_matches('?');
        match name {
            "#" => drop(object.insert("description".into(), json!(kind))),
            "d*" => drop(patterns.insert("^d[0-9]+_([0-9]+|plus)$".into(), of_kind(kind))),
            _ => {
                if name == key && (!is_total || name == "currency") {
                    required.push(name);
                }
                properties.insert(name.into(), of_kind(kind));
            }
        }
    }
    object.insert("required".into(), json!(required));
    object.insert("properties".into(), Value::Object(properties));
    if !patterns.is_empty() {
        object.insert("patternProperties".into(), Value::Object(patterns));
    }
    Value::Object(object)
}

/// Returns the schema of a kind of value.
fn of_kind(kind: &str) -> Value {
    let (name, is_nullable) = kind.strip_suffix('?').map_or((kind, false), |name| (name, true));
    let typed = |types: &[&str], more: Value| {
        let mut types: Vec<&str> = types.to_vec();
        types.extend(is_nullable.then_some("null"));
        let types = if let [one] = types[..] { json!(one) } else { json!(types) };
        let mut schema = Map::from_iter([("type".to_owned(), types)]);
        schema.extend(more.as_object().unwrap().clone());
        Value::Object(schema)
    };
    let pattern = |pattern: &str| typed(&["string"], json!({ "pattern": pattern }));
    match name {
        "any" => json!({}),
        "text" => typed(&["string"], json!({})),
        "texts" => typed(&["array"], json!({ "items": { "type": "string" } })),
        "currency" => pattern("^[A-Z]{3}$"),
        "amount" | "rate" | "figure" => pattern("^-?[0-9]+(\\.[0-9]+)?$"),
        "share" => pattern("^-?[0-9]+\\.[0-9]{4}$"),
        "date" => typed(&["string"], json!({ "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })),
        "count" => typed(&["integer"], json!({})),
        "days" => typed(&["number"], json!({})),
        "number" => typed(&["string", "number"], json!({})),
        "flag" => typed(&["boolean"], json!({})),
        "list:nothing" => json!({ "type": "array", "maxItems": 0 }),
        _ => match (name.strip_prefix("list:"), name.strip_prefix("object:")) {
            (Some(object), _) => typed(&["array"], json!({ "items": { "$ref": format!("#/$defs/{object}") } })),
            (_, Some(object)) if is_nullable => {
                json!({ "anyOf": [{ "$ref": format!("#/$defs/{object}") }, { "type": "null" }] })
            }
            _ => panic!("no kind is called {kind}"),
        },
    }
}
