//! Swagger 2.0 as OpenAPI 3.0, for the server and the validator. It covers what the documents of this package use.

use serde_json::{Map, Value, json};

/// The document as OpenAPI 3.0. Any other document is returned unchanged.
pub(crate) fn converted(document: &Value) -> Value {
    if document.get("swagger").is_none() {
        return document.clone();
    }
    let mut out = json!({ "openapi": "3.0.3", "info": document["info"], "servers": servers(document) });
    for name in ["security", "tags"] {
        if let Some(value) = document.get(name) {
            out[name] = value.clone();
        }
    }
    let mut paths = Map::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let mut operations = Map::new();
        for (method, operation) in item.as_object().into_iter().flatten() {
            if method == "parameters" {
                let list: Vec<Value> = list(operation).iter().map(parameter).collect();
                operations.insert(method.clone(), Value::Array(list));
            } else {
                operations.insert(method.clone(), converted_operation(document, operation));
            }
        }
        paths.insert(path.clone(), Value::Object(operations));
    }
    out["paths"] = Value::Object(paths);
    out["components"] = json!({ "schemas": document["definitions"], "securitySchemes": schemes(document) });
    let text = out.to_string().replace("#/definitions/", "#/components/schemas/");
    let mut out = serde_json::from_str(&text).unwrap_or(out);
    discriminators(&mut out);
    out
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn servers(document: &Value) -> Value {
    let host = document["host"].as_str().unwrap_or_default();
    let base = document["basePath"].as_str().unwrap_or_default();
    let schemes = list(&document["schemes"]).iter().filter_map(Value::as_str);
    let urls = schemes.map(|scheme| json!({ "url": format!("{scheme}://{host}{base}") }));
    Value::Array(urls.collect())
}

fn schemes(document: &Value) -> Value {
    let mut found = Map::new();
    for (name, scheme) in document["securityDefinitions"].as_object().into_iter().flatten() {
        let converted = match scheme["type"].as_str() {
            Some("basic") => json!({ "type": "http", "scheme": "basic" }),
            _ => scheme.clone(),
        };
        found.insert(name.clone(), converted);
    }
    Value::Object(found)
}

/// A parameter that is no part of a body.
fn parameter(parameter: &Value) -> Value {
    let mut schema = Map::new();
    let mut out = Map::new();
    for (name, value) in parameter.as_object().into_iter().flatten() {
        match name.as_str() {
            "name" | "in" | "required" | "description" => {
                out.insert(name.clone(), value.clone());
            }
            "collectionFormat" => {
                let style = match value.as_str() {
                    Some("multi") => json!({ "style": "form", "explode": true }),
                    Some("pipes") => json!({ "style": "pipeDelimited", "explode": false }),
                    Some("ssv") => json!({ "style": "spaceDelimited", "explode": false }),
                    _ => json!({ "explode": false }),
                };
                out.extend(style.as_object().cloned().unwrap_or_default());
            }
            _ => {
                schema.insert(name.clone(), value.clone());
            }
        }
    }
    if schema.get("type") == Some(&json!("array")) && parameter.get("collectionFormat").is_none() {
        out.insert("explode".to_owned(), json!(false));
    }
    out.insert("schema".to_owned(), Value::Object(schema));
    Value::Object(out)
}

fn converted_operation(document: &Value, operation: &Value) -> Value {
    let mut out = operation.clone();
    let media_types = |name: &str| -> Vec<String> {
        let declared = operation.get(name).or_else(|| document.get(name));
        let names = list(declared.unwrap_or(&Value::Null)).iter().filter_map(Value::as_str);
        let names: Vec<String> = names.map(str::to_owned).collect();
        if names.is_empty() {
            vec!["application/json".to_owned()]
        } else {
            names
        }
    };
    let all = list(&operation["parameters"]);
    let is_body = |one: &&Value| matches!(one["in"].as_str(), Some("body" | "formData"));
    out["parameters"] = all.iter().filter(|one| !is_body(one)).map(parameter).collect();
    let form: Vec<&Value> = all.iter().filter(|one| one["in"] == "formData").collect();
    if let Some(body) = all.iter().find(|one| one["in"] == "body") {
        let content = media_types("consumes")
            .into_iter()
            .map(|name| (name, json!({ "schema": body["schema"] })));
        out["requestBody"] = json!({ "required": body["required"] == true, "content": content.collect::<Map<_, _>>() });
    } else if !form.is_empty() {
        out["requestBody"] = form_body(&form, &media_types("consumes"));
    }
    for (_, response) in out["responses"].as_object_mut().into_iter().flatten() {
        if let Some(schema) = response.get("schema").cloned() {
            let content = media_types("produces")
                .into_iter()
                .map(|name| (name, json!({ "schema": schema })));
            response["content"] = Value::Object(content.collect());
        }
        for (_, header) in response["headers"].as_object_mut().into_iter().flatten() {
            *header = json!({ "schema": header.clone() });
        }
        if let Some(members) = response.as_object_mut() {
            members.retain(|name, value| name != "schema" && !value.is_null());
        }
    }
    out
}

fn form_body(form: &[&Value], consumes: &[String]) -> Value {
    let mut properties = Map::new();
    for one in form {
        let mut schema = parameter(one)["schema"].clone();
        if schema["type"] == "file" {
            schema = json!({ "type": "string", "format": "binary" });
        }
        properties.insert(one["name"].as_str().unwrap_or_default().to_owned(), schema);
    }
    let is_required = |one: &&&Value| one["required"] == true;
    let required: Vec<&Value> = form.iter().filter(is_required).map(|one| &one["name"]).collect();
    let has_file = form.iter().any(|one| one["type"] == "file");
    let default = if has_file {
        "multipart/form-data"
    } else {
        "application/x-www-form-urlencoded"
    };
    let declared = consumes.iter().find(|name| name.contains("form"));
    let media_type = declared.map_or(default, String::as_str);
    json!({ "required": !required.is_empty(), "content": { media_type: { "schema": { "type": "object",
        "required": required, "properties": properties } } } })
}

/// In Swagger 2.0 a discriminator is the name of the property.
fn discriminators(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(name)) = members.get("discriminator").cloned() {
                members.insert("discriminator".to_owned(), json!({ "propertyName": name }));
            }
            if members.get("required") == Some(&json!([])) {
                members.remove("required");
            }
            members.values_mut().for_each(discriminators);
        }
        Value::Array(items) => items.iter_mut().for_each(discriminators),
        _ => {}
    }
}
