//! Single changes of a document, chosen by a seed.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// A generator of numbers that are random enough to choose with.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end.max(1)
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> Option<T> {
        let at = self.below(list.len());
        list.get(at).cloned()
    }

    fn mix<T>(&mut self, list: Vec<T>) -> Vec<T> {
        let mut keyed: Vec<(usize, T)> = list.into_iter().map(|one| (self.below(1 << 20), one)).collect();
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, one)| one).collect()
    }
}

/// What a change did.
#[derive(Debug, Default)]
pub(crate) struct Change {
    pub what: String,
    /// The beginnings of keys that are other ones now.
    pub moved: Vec<(String, String)>,
    /// The beginnings of keys that are gone.
    pub removed: Vec<String>,
}

const CHANGES: [fn(&mut Value, &mut Random) -> Option<Change>; 15] = [
    sort,
    sort,
    add_property,
    add_property,
    remove_property,
    toggle_required,
    toggle_required,
    add_operation,
    remove_operation,
    rename_path_parameter,
    add_parameter,
    toggle_parameter,
    rename_component,
    extract,
    put_inline,
];

/// Changes the document once.
pub(crate) fn change(document: &mut Value, random: &mut Random) -> Change {
    loop {
        let at = random.below(CHANGES.len());
        let before = document.clone();
        match CHANGES[at](document, random) {
            Some(change) if *document != before || change.what == "sort" => return change,
            _ => *document = before,
        }
    }
}

fn done(what: impl Into<String>) -> Option<Change> {
    Some(Change {
        what: what.into(),
        ..Change::default()
    })
}

fn sort(document: &mut Value, random: &mut Random) -> Option<Change> {
    fn walk(value: &mut Value, random: &mut Random) {
        match value {
            Value::Object(map) => {
                let members: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
                *map = random.mix(members).into_iter().collect();
                for (key, inner) in map.iter_mut() {
                    if let (Value::Array(list), "required" | "oneOf" | "parameters" | "enum") =
                        (&mut *inner, key.as_str())
                    {
                        *list = random.mix(std::mem::take(list));
                    }
                    walk(inner, random);
                }
            }
            Value::Array(list) => list.iter_mut().for_each(|inner| walk(inner, random)),
            _ => {}
        }
    }
    walk(document, random);
    done("sort")
}

/// The JSON pointers of all objects that a test accepts.
pub(crate) fn find(value: &Value, wanted: &dyn Fn(&Map<String, Value>) -> bool) -> Vec<String> {
    fn walk(value: &Value, at: &str, wanted: &dyn Fn(&Map<String, Value>) -> bool, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                if wanted(map) {
                    found.push(at.to_owned());
                }
                for (key, inner) in map {
                    walk(inner, &format!("{at}/{}", escape(key)), wanted, found);
                }
            }
            Value::Array(list) => {
                for (index, inner) in list.iter().enumerate() {
                    walk(inner, &format!("{at}/{index}"), wanted, found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(value, "", wanted, &mut found);
    // Whatever the order of the document.
    found.sort();
    found
}

pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A schema in an order that does not depend on the document's.
pub(crate) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let map: BTreeMap<&String, Value> = map.iter().map(|(key, value)| (key, sorted(value))).collect();
            serde_json::to_value(map).unwrap_or_default()
        }
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(sorted).collect();
            list.sort_by_key(Value::to_string);
            Value::Array(list)
        }
        other => other.clone(),
    }
}

fn is_object(map: &Map<String, Value>) -> bool {
    map.get("properties").is_some_and(Value::is_object) && map.get("type").is_some_and(|ty| ty == "object")
}

fn object<'d>(document: &'d mut Value, random: &mut Random) -> Option<(String, &'d mut Value)> {
    let at = random.pick(&find(document, &is_object))?;
    let found = document.pointer_mut(&at)?;
    Some((at, found))
}

fn add_property(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(1000);
    let schemas = [
        json!({"type": "string"}),
        json!({"type": "string", "enum": ["x", "y"]}),
        json!({"type": "object", "properties": {"n": {"type": "string"}, "k": {"type": "integer"}}}),
        json!({"type": "object", "properties": {"name": {"type": "string"}, "color": {"type": "string"}, "default": {"type": "boolean"}}}),
    ];
    let schema = random.pick(&schemas)?;
    let name = random.pick(&[
        "owner".to_owned(),
        "user".to_owned(),
        "state".to_owned(),
        format!("p{number}"),
    ])?;
    let (at, found) = object(document, random)?;
    let properties = found["properties"].as_object_mut()?;
    if properties.contains_key(&name) {
        return None;
    }
    // First, as sorted documents have it.
    let others: Vec<(String, Value)> = std::mem::take(properties).into_iter().collect();
    properties.insert(name.clone(), schema);
    properties.extend(others);
    done(format!("add {at}/properties/{name}"))
}

fn remove_property(document: &mut Value, random: &mut Random) -> Option<Change> {
    let (at, found) = object(document, random)?;
    let names: Vec<String> = found["properties"].as_object()?.keys().cloned().collect();
    let name = random.pick(&names).filter(|_| names.len() > 2)?;
    found["properties"].as_object_mut()?.remove(&name);
    if let Some(required) = found.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|other| *other != name.as_str());
    }
    Some(Change {
        what: format!("remove {at}/properties/{name}"),
        // Branches of unions have other keys than pointers: everything below the union.
        removed: vec![key_of(&at), format!("{}/properties/{}", key_of(&at), escape(&name))],
        ..Change::default()
    })
}

fn toggle_required(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(100);
    let (at, found) = object(document, random)?;
    let names: Vec<String> = found["properties"].as_object()?.keys().cloned().collect();
    let name = names.get(number % names.len())?.clone();
    let required = found.as_object_mut()?.entry("required").or_insert_with(|| json!([]));
    let list = required.as_array_mut()?;
    match list.iter().position(|other| *other == name.as_str()) {
        Some(index) => drop(list.remove(index)),
        None => list.insert(0, json!(name)),
    }
    if list.is_empty() {
        found.as_object_mut()?.remove("required");
    }
    done(format!("required {at}/properties/{name}"))
}

fn operations(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in item.as_object().into_iter().flatten().map(|(method, _)| method) {
            found.push((path.clone(), method.clone()));
        }
    }
    found.sort();
    found
}

/// The path of an operation.
pub(crate) fn path(document: &Value, random: &mut Random) -> Option<String> {
    random.pick(&operations(document)).map(|(path, _)| path)
}

fn add_operation(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(40);
    let (path, method) = random.pick(&operations(document))?;
    let mut operation = document["paths"][&path][&method].clone();
    let new = format!("/a{number}{path}");
    if let Some(id) = operation.get("operationId").and_then(Value::as_str) {
        // A name that is alike after casing, some of the time.
        operation["operationId"] = json!(if number.is_multiple_of(2) {
            id.to_uppercase()
        } else {
            format!("{id}{number}")
        });
    }
    let ids: Vec<&Value> = document["paths"]
        .as_object()?
        .values()
        .flat_map(|item| item.as_object().into_iter().flat_map(Map::values))
        .filter_map(|operation| operation.get("operationId"))
        .collect();
    if document["paths"].get(&new).is_some() || operation.get("operationId").is_some_and(|id| ids.contains(&id)) {
        return None;
    }
    document["paths"][&new] = json!({method: operation});
    done(format!("add {new}"))
}

fn remove_operation(document: &mut Value, random: &mut Random) -> Option<Change> {
    let all = operations(document);
    let (path, method) = random.pick(&all).filter(|_| all.len() > 3)?;
    let item = document["paths"][&path].as_object_mut()?;
    item.remove(&method);
    if item.is_empty() {
        document["paths"].as_object_mut()?.remove(&path);
    }
    let key = format!("#/paths/{}/{method}", escape(&path));
    Some(Change {
        what: format!("remove {key}"),
        removed: vec![key],
        ..Change::default()
    })
}

fn rename_path_parameter(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(1000);
    let paths: Vec<String> = operations(document)
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| path.contains('{'))
        .collect();
    let path = random.pick(&paths)?;
    let (_, rest) = path.split_once('{')?;
    let (old, _) = rest.split_once('}')?;
    let (old, new) = (old.to_owned(), format!("a{number}"));
    let renamed = path.replacen(&format!("{{{old}}}"), &format!("{{{new}}}"), 1);
    let mut item = document["paths"].as_object_mut()?.remove(&path)?;
    let mut moved = Vec::new();
    for (method, operation) in item.as_object_mut()? {
        for parameter in operation["parameters"].as_array_mut()? {
            if parameter["in"] == "path" && parameter["name"] == old.as_str() {
                parameter["name"] = json!(new);
            }
        }
        moved.push((
            format!("#/paths/{}/{method}", escape(&path)),
            format!("#/paths/{}/{method}", escape(&renamed)),
        ));
    }
    document["paths"][&renamed] = item;
    Some(Change {
        what: format!("rename {path} {renamed}"),
        moved,
        removed: Vec::new(),
    })
}

fn parameters<'d>(document: &'d mut Value, random: &mut Random) -> Option<(String, &'d mut Vec<Value>)> {
    let (path, method) = random.pick(&operations(document))?;
    let list = document["paths"][&path][&method]
        .get_mut("parameters")?
        .as_array_mut()?;
    Some((format!("{method} {path}"), list))
}

fn add_parameter(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(1000);
    let (at, list) = parameters(document, random)?;
    list.insert(
        0,
        json!({"name": format!("p{number}"), "in": "query", "required": !number.is_multiple_of(3), "schema": {"type": "string"}}),
    );
    done(format!("add parameter p{number} of {at}"))
}

fn toggle_parameter(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(100);
    let (at, list) = parameters(document, random)?;
    let mut others: Vec<&mut Value> = list.iter_mut().filter(|parameter| parameter["in"] != "path").collect();
    others.sort_by_key(|parameter| parameter["name"].to_string());
    let count = others.len().max(1);
    let parameter = others.into_iter().nth(number % count)?;
    let required = parameter.get("required").is_some_and(|value| *value == true);
    parameter["required"] = json!(!required);
    done(format!("required {} of {at}", parameter["name"]))
}

/// Components, each with the number of its members.
fn components(document: &Value) -> Vec<String> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let mut names: Vec<String> = schemas.map(|(name, _)| name.clone()).collect();
    names.sort();
    names
}

fn key_of_component(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

/// The references to a component.
fn uses(document: &Value, name: &str) -> Vec<String> {
    let target = key_of_component(name);
    find(document, &|map| {
        map.get("$ref").is_some_and(|at| *at == target.as_str())
    })
}

fn rename_component(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(100);
    let old = random.pick(&components(document))?;
    let new = if number.is_multiple_of(2) {
        format!("{old}{number}")
    } else {
        format!("New{old}")
    };
    if document["components"]["schemas"].get(&new).is_some() {
        return None;
    }
    for at in uses(document, &old) {
        document.pointer_mut(&at)?["$ref"] = json!(key_of_component(&new));
    }
    let schemas = document["components"]["schemas"].as_object_mut()?;
    let schema = schemas.remove(&old)?;
    schemas.insert(new.clone(), schema);
    Some(Change {
        what: format!("rename {old} {new}"),
        moved: vec![(key_of_component(&old), key_of_component(&new))],
        removed: Vec::new(),
    })
}

/// Makes an inline schema a component.
fn extract(document: &mut Value, random: &mut Random) -> Option<Change> {
    let number = random.below(100);
    let inline = find(document, &|map| {
        is_object(map) && map["properties"].as_object().is_some_and(|all| all.len() > 2)
    });
    let inline: Vec<String> = inline
        .into_iter()
        .filter(|at| at.contains("/properties/") && !(at.starts_with("/components/") && at.matches('/').count() < 4))
        .collect();
    let at = random.pick(&inline)?;
    let name = at
        .rsplit('/')
        .find(|word| *word != "items" && word.parse::<usize>().is_err())?;
    let name = format!("{}{number}", name.to_uppercase());
    // The keys of branches are no pointers.
    let is_branch = at.contains("/oneOf/");
    let schema = document.pointer(&at)?.clone();
    // One type cannot be two components.
    if document["components"]["schemas"]
        .as_object()?
        .values()
        .any(|other| sorted(other) == sorted(&schema))
    {
        return None;
    }
    *document.pointer_mut(&at)? = json!({"$ref": key_of_component(&name)});
    document["components"]["schemas"][&name] = schema;
    Some(Change {
        what: format!("extract {at} {name}"),
        moved: if is_branch {
            Vec::new()
        } else {
            vec![(key_of(&at), key_of_component(&name))]
        },
        removed: Vec::new(),
    })
}

/// Makes a component inline wherever it is used.
fn put_inline(document: &mut Value, random: &mut Random) -> Option<Change> {
    let name = random.pick(&components(document))?;
    let schema = document["components"]["schemas"][&name].clone();
    let members = schema.get("properties").and_then(Value::as_object).map_or(0, Map::len);
    let uses = uses(document, &name);
    let of_union = |at: &String| at.contains("/oneOf/");
    if members < 3
        || uses.is_empty()
        || uses.iter().any(of_union)
        || schema.to_string().contains(&key_of_component(&name))
    {
        return None;
    }
    for at in &uses {
        *document.pointer_mut(at)? = schema.clone();
    }
    document["components"]["schemas"].as_object_mut()?.remove(&name);
    done(format!("inline {name} in {uses:?}"))
}

/// The key of a schema in the lock, by its pointer in the document. Below a union, the key of the union.
fn key_of(pointer: &str) -> String {
    let pointer = pointer.split("/oneOf/").next().unwrap_or_default();
    let key = pointer.replace("/content/application~1json/schema", "");
    format!("#{key}")
}
