//! Code that all programs share: it reads values, makes calls and records requests.

use std::io::Write;

use loopback::{ServerResponse, Server};
use oaspen_client::{BlockingCall, Decode, FilePart, Json, JsonMap, json};

/// The values of one call by key.
pub struct Case {
    values: JsonMap,
}

/// A function that makes one call. Arguments: the base URL, the values.
pub type Run = fn(&str, &Case) -> Result<(), String>;

impl Case {
    /// A required value.
    pub fn get<T: Decode>(&self, key: &str) -> Result<T, String> {
        self.get_optional(key)?.ok_or_else(|| format!("there is no value for {key}"))
    }

    /// An optional value.
    pub fn get_optional<T: Decode>(&self, key: &str) -> Result<Option<T>, String> {
        let Some(value) = self.values.get(key) else { return Ok(None) };
        json::from_value(value).map(Some).map_err(|error| format!("{key}: {error}"))
    }

    /// A member of a multipart body.
    pub fn member<T: Decode>(&self, name: &str) -> Result<T, String> {
        let value = self.part(name).unwrap_or(&Json::Null);
        json::from_value(value).map_err(|error| format!("part {name}: {error}"))
    }

    fn part(&self, name: &str) -> Option<&Json> {
        self.values.get("body")?.get(name)
    }

    /// A file of a multipart body.
    pub fn file(&self, name: &str) -> Option<FilePart> {
        let content = self.part(name)?.as_str().unwrap_or("content").to_owned();
        Some(FilePart::new(content).with_file_name("file.txt"))
    }

    /// The files of a multipart body.
    pub fn files(&self, name: &str) -> Option<Vec<FilePart>> {
        let items = self.part(name)?.as_array()?;
        Some(items.iter().map(|item| FilePart::new(item.as_str().unwrap_or("content").to_owned())).collect())
    }
}

/// Sends a call. The response is not used.
pub fn send(call: impl BlockingCall) -> Result<(), String> {
    call.send_raw_blocking().map(|_| ()).map_err(|error| error.to_string())
}

/// Makes all calls and writes the recorded requests. Arguments: the file of values, the output file of requests.
pub fn run(calls: &[(u64, Run)]) {
    let mut arguments = std::env::args().skip(1);
    let values = std::fs::read_to_string(arguments.next().unwrap()).unwrap();
    let mut out = std::fs::File::create(arguments.next().unwrap()).unwrap();
    let server = Server::start(|_| ServerResponse::empty(204));
    let base = format!("http://{}", server.addr());
    for line in values.lines() {
        let mut line: JsonMap = json::from_str(line).unwrap();
        let number = line.get("case").and_then(Json::as_u64).unwrap();
        let Some((_, run)) = calls.iter().find(|(known, _)| *known == number) else { continue };
        let Some(Json::Object(values)) = line.remove("values") else { continue };
        let before = server.requests().len();
        let outcome = run(&base, &Case { values });
        let mut record = JsonMap::new();
        record.insert("case".to_owned(), number.into());
        match (outcome, server.requests().get(before)) {
            (Ok(()), Some(request)) => {
                record.insert("method".to_owned(), request.method.clone().into());
                record.insert("target".to_owned(), request.target.clone().into());
                let headers = request.headers.iter();
                let headers = headers.map(|(name, value)| Json::from(vec![name.clone(), value.clone()]));
                record.insert("headers".to_owned(), headers.collect());
                let body: String = request.body.iter().map(|byte| format!("{byte:02x}")).collect();
                record.insert("body".to_owned(), body.into());
            }
            (Err(problem), _) => {
                record.insert("problem".to_owned(), problem.into());
            }
            (Ok(()), None) => {
                record.insert("problem".to_owned(), "nothing was sent".into());
            }
        }
        writeln!(out, "{}", json::to_string(&record)).unwrap();
    }
}
