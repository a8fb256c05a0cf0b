//! The work of one program: makes values for its documents, runs it and checks what it prints.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use oaspen::{Input, Severity, Stage};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::{Fault, Kind, Printed, Rules};
use super::layout::{self, Layout, Seen, Ty, Walk};
use super::maker::Maker;
use super::schemas::{Schemas, View};
use super::sites::{Root, roots};
use super::{trace, twins, walk};
use crate::document::Document;
use crate::folders;
use crate::roundtrip::examples::Group;
use crate::roundtrip::program::{self, Client};
use crate::roundtrip::{derive, work};

/// Maximum number of values of one document.
const MAX_VALUES: usize = 25_000;
/// Maximum number of twins of one schema.
const MAX_TWINS: usize = 40;
/// Maximum number of faults of one document that are described.
const MAX_FAULTS: usize = 400;
/// Maximum number of types and branches of one document that are named as not reached.
const MAX_MISSED: usize = 50;

/// The results of one document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Outcome {
    pub name: String,
    /// Schemas that operations name or that these refer to.
    pub roots: usize,
    /// Those without a valid value.
    pub without: usize,
    /// Their pointers.
    pub empty: Vec<String>,
    /// Values that were made.
    pub made: usize,
    /// Those that the validator accepts.
    pub valid: usize,
    /// Valid values without a fault.
    pub good: usize,
    /// Valid values that are equal after the round trip.
    pub equal: usize,
    pub twins: usize,
    /// Types of the client, and those that values reach.
    pub types: usize,
    pub reached: usize,
    /// Branches of unions, and those that values reach.
    pub branches: usize,
    pub branches_reached: usize,
    /// Some of the types that no value reaches.
    pub missed: Vec<String>,
    /// Some of the branches that no value reaches.
    pub missed_branches: Vec<String>,
    /// For each construct the number of valid values with it, and of those without a fault.
    pub constructs: BTreeMap<String, (usize, usize)>,
    pub faults: Vec<(Fault, usize, String)>,
    /// Why nothing was tested.
    pub error: Option<String>,
}

impl Outcome {
    /// The result of a document of which nothing was tested.
    pub(crate) fn failed(document: &Document, error: &str) -> Self {
        Self {
            name: document.name.clone(),
            error: Some(error.to_owned()),
            ..Self::default()
        }
    }
}

/// One value to decode and encode.
struct Case {
    root: usize,
    value: Value,
    is_twin: bool,
}

/// A document with its values.
struct Prepared {
    outcome: Outcome,
    tree: Value,
    layout: Layout,
    roots: Vec<Root>,
    validators: Vec<(View, Schemas)>,
    structure: Schemas,
    cases: Vec<Case>,
}

/// Tests the values of several documents in one program. If it cannot be built, each document gets its own program.
pub(crate) fn batch(documents: &[Document], library: &Path) -> Vec<Outcome> {
    match together(documents, library) {
        Ok(outcomes) => outcomes,
        Err(error) => match documents {
            [only] => vec![Outcome::failed(only, &error)],
            several => several
                .iter()
                .flat_map(|one| batch(std::slice::from_ref(one), library))
                .collect(),
        },
    }
}

fn together(documents: &[Document], library: &Path) -> Result<Vec<Outcome>, String> {
    let slug = documents.first().map(Document::slug).unwrap_or_default();
    let folder = folders::work(&format!("instances/programs/{slug}-{}", documents.len()))?;
    let mut clients = Vec::new();
    let mut prepared = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        match prepare(document, number, &folder) {
            Ok(Some((client, one))) => {
                clients.push(client);
                prepared.push(Ok(one));
            }
            Ok(None) => prepared.push(Err(Outcome {
                name: document.name.clone(),
                ..Outcome::default()
            })),
            Err(error) => prepared.push(Err(Outcome::failed(document, &error))),
        }
    }
    let mut results = Vec::new();
    if !clients.is_empty() {
        folders::write(&folder.join("main.rs"), &source(&clients))?;
        let program = program::build(&folder, library)?;
        let mut input = String::new();
        for (number, one) in prepared.iter().enumerate() {
            for case in one.iter().flat_map(|one| &one.cases) {
                input.push_str(&format!("{number}\t{}\t{}\n", case.root, case.value));
            }
        }
        results = program::run(&program, &input)?;
    }
    if std::env::var_os("OASPEN_CORPUS_KEEP").is_none() {
        let _ = std::fs::remove_dir_all(&folder);
    }
    let mut results = results.into_iter();
    Ok(prepared
        .into_iter()
        .map(|one| match one {
            Ok(one) => judge(one, &mut results),
            Err(outcome) => outcome,
        })
        .collect())
}

/// The source of the program, with the code that reports branches.
fn source(clients: &[Client]) -> String {
    let source = program::source(clients);
    let source = source.replace("C::Output: Decode + Encode,", "C::Output: Decode + Encode + Trace,");
    let source = source.replace(
        "    String::from_utf8(json::to_vec(&value)).map_err(|error| error.to_string())\n",
        "    let mut tracer = Tracer::default();\n    value.trace(&mut tracer);\n    \
         let text = String::from_utf8(json::to_vec(&value)).map_err(|error| error.to_string())?;\n    \
         Ok(format!(\"{text}\\t{}\", tracer.out.replace(['\\n', '\\r'], \" \")))\n",
    );
    source + trace::SUPPORT
}

/// `None` if no operation has a schema.
fn prepare(document: &Document, number: usize, folder: &Path) -> Result<Option<(Client, Prepared)>, String> {
    let text = folders::read(&document.path)?;
    let tree: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let mut roots = roots(&tree);
    roots.retain(|root| !work::is_bytes(&tree, &root.pointer));
    if roots.is_empty() {
        return Ok(None);
    }
    let (files, layout) = generate(&tree, &roots)?;
    let files: Vec<oaspen::File> = files
        .into_iter()
        .map(|file| oaspen::File {
            text: trace::with_traces(&file.text),
            ..file
        })
        .collect();
    program::write_client(folder, number, &files)?;
    let emitted = |operation: &usize| layout.outputs.contains_key(&format!("rt{operation}"));
    let client = Client {
        number,
        operations: (0..roots.len()).filter(emitted).collect(),
    };
    let reachable = walk::reachable(&tree, roots.iter().map(|root| root.pointer.clone()));
    let origins = layout.types.iter().map(|def| def.origin.clone());
    let names = roots.iter().map(|root| root.pointer.clone()).chain(origins);
    let names: BTreeSet<String> = names.filter(|pointer| reachable.contains(pointer)).collect();
    let mut validators = Vec::new();
    for view in [View::Sent, View::Received] {
        if roots.iter().any(|root| is_used(root, view)) {
            validators.push((view, Schemas::new(&tree, &reachable, &names, view)?));
        }
    }
    let structure = Schemas::new(&tree, &reachable, &names, View::Structure)?;
    let mut prepared = Prepared {
        outcome: Outcome {
            name: document.name.clone(),
            roots: roots.len(),
            types: layout.types.len(),
            branches: layout.types.iter().map(|def| def.variants.len()).sum(),
            ..Outcome::default()
        },
        tree,
        layout,
        roots,
        validators,
        structure,
        cases: Vec::new(),
    };
    make(&mut prepared, &reachable, &client.operations);
    Ok(Some((client, prepared)))
}

fn is_used(root: &Root, view: View) -> bool {
    match view {
        View::Sent => root.sent,
        View::Received => root.received,
        View::Structure => false,
    }
}

/// Whether one of the validators accepts a value.
fn accepts(validators: &[(View, Schemas)], pointer: &str, value: &Value) -> Option<bool> {
    let found: Vec<bool> = validators
        .iter()
        .filter_map(|(_, schemas)| schemas.accepts(pointer, value))
        .collect();
    if found.is_empty() {
        None
    } else {
        Some(found.contains(&true))
    }
}

/// Makes the values and the twins of all schemas.
fn make(prepared: &mut Prepared, reachable: &BTreeSet<String>, operations: &[usize]) {
    let validators = &prepared.validators;
    let accept = |pointer: &str, value: &Value| accepts(validators, pointer, value);
    let maker = Maker::new(&prepared.tree, reachable, &accept);
    let mut cases = Vec::new();
    let share = (MAX_VALUES / prepared.roots.len().max(1)).max(12);
    for number in operations {
        let Some(root) = prepared.roots.get(*number) else {
            continue;
        };
        let own: Vec<&Schemas> = validators
            .iter()
            .filter(|(view, _)| is_used(root, *view))
            .map(|(_, schemas)| schemas)
            .collect();
        let is_valid = |value: &Value| {
            own.iter()
                .any(|schemas| schemas.accepts(&root.pointer, value) == Some(true))
        };
        let mut values = maker.values(&root.pointer);
        prepared.outcome.made += values.len();
        values.retain(is_valid);
        values.truncate(share);
        if values.is_empty() {
            prepared.outcome.without += 1;
            prepared.outcome.empty.push(root.pointer.clone());
        }
        let step = (values.len() / 6).max(1);
        let wrong = values.iter().step_by(step).take(8).flat_map(twins::of);
        let wrong: Vec<Value> = wrong
            .filter(|value| !is_valid(value))
            .take(MAX_TWINS.min(share))
            .collect();
        prepared.outcome.valid += values.len();
        prepared.outcome.twins += wrong.len();
        let case = |value: Value, is_twin: bool| Case {
            root: *number,
            value,
            is_twin,
        };
        cases.extend(values.into_iter().map(|value| case(value, false)));
        cases.extend(wrong.into_iter().map(|value| case(value, true)));
    }
    prepared.cases = cases;
}

fn generate(tree: &Value, roots: &[Root]) -> Result<(Vec<oaspen::File>, Layout), String> {
    let groups: Vec<Group> = roots
        .iter()
        .map(|root| Group {
            schema: root.pointer.clone(),
            sent: root.sent,
            examples: Vec::new(),
        })
        .collect();
    let input = Input::Text {
        name: "document.json".to_owned(),
        text: derive::document(tree, &groups).to_string(),
    };
    let settings = work::settings();
    let outcome = oaspen::generate(&input, &settings, None);
    let errors = outcome
        .diagnostics
        .iter()
        .find(|finding| finding.severity == Severity::Error);
    if let Some(finding) = errors {
        return Err(format!("{}: {}", finding.code.code, finding.message));
    }
    let (text, _) = oaspen::inspect(&input, &settings, Stage::Ir);
    Ok((outcome.files, layout::parse(&text.unwrap_or_default())))
}

fn judge(mut prepared: Prepared, results: &mut impl Iterator<Item = String>) -> Outcome {
    let mut tally = Tally {
        outcome: std::mem::take(&mut prepared.outcome),
        ..Tally::default()
    };
    let accept = |pointer: &str, value: &Value| accepts(&prepared.validators, pointer, value);
    let rules = Rules {
        document: &prepared.tree,
        layout: &prepared.layout,
        accepts: &accept,
        structure: &|pointer, value| prepared.structure.accepts(pointer, value),
    };
    for case in &prepared.cases {
        let line = results.next().unwrap_or_else(|| "error\tthe program ended".to_owned());
        let Some(root) = prepared.roots.get(case.root) else {
            continue;
        };
        let ty = prepared.layout.outputs.get(&format!("rt{}", case.root));
        let ty = ty.cloned().unwrap_or(Ty::Other);
        let printed = Printed::parse(&line);
        let faults = if case.is_twin {
            let fault = rules.twin(&root.pointer, &ty, &case.value, &printed);
            fault.into_iter().collect()
        } else {
            let (faults, walk) = rules.valid(&root.pointer, &ty, &case.value, &printed);
            tally.valid(&faults, walk);
            faults
        };
        for fault in faults {
            tally.fault(fault, format!("{} {}", root.pointer, case.value));
        }
    }
    tally.finish(&prepared.layout)
}

/// The results of one document so far.
#[derive(Default)]
struct Tally {
    outcome: Outcome,
    reached: BTreeSet<usize>,
    branches: BTreeSet<(usize, usize)>,
    faults: BTreeMap<(Kind, String, String), (Fault, usize, String)>,
}

impl Tally {
    fn valid(&mut self, faults: &[Fault], walk: Walk) {
        let is_lost = |fault: &Fault| matches!(fault.kind, Kind::Decode | Kind::Differs);
        self.outcome.good += usize::from(faults.is_empty());
        self.outcome.equal += usize::from(!faults.iter().any(is_lost));
        for construct in walk.constructs {
            let entry = self.outcome.constructs.entry(construct).or_default();
            entry.0 += 1;
            entry.1 += usize::from(faults.is_empty());
        }
        for (_, seen) in walk.seen {
            match seen {
                Seen::Type(id) => self.reached.insert(id),
                Seen::Variant(union, variant) => self.branches.insert((union, variant)),
                Seen::UnknownVariant(_) | Seen::UnknownValue(_) => false,
            };
        }
    }

    /// Counts a fault, and keeps the shortest value that shows it.
    fn fault(&mut self, fault: Fault, text: String) {
        let key = (fault.kind, fault.schema.clone(), fault.sign());
        let entry = self.faults.entry(key).or_insert((fault, 0, text.clone()));
        entry.1 += 1;
        if text.len() < entry.2.len() {
            entry.2 = text;
        }
    }

    fn finish(mut self, layout: &Layout) -> Outcome {
        let types = layout.types.iter().enumerate();
        let missed = types.clone().filter(|(id, _)| !self.reached.contains(id));
        self.outcome.missed = missed.map(|(_, def)| def.origin.clone()).take(MAX_MISSED).collect();
        let variants =
            types.flat_map(|(id, def)| (0..def.variants.len()).map(move |variant| (id, variant, &def.origin)));
        let missed = variants.filter(|(id, variant, _)| !self.branches.contains(&(*id, *variant)));
        let missed = missed.map(|(_, variant, origin)| format!("{origin} {variant}"));
        self.outcome.missed_branches = missed.take(MAX_MISSED).collect();
        self.outcome.reached = self.reached.len();
        self.outcome.branches_reached = self.branches.len();
        self.outcome.faults = self.faults.into_values().take(MAX_FAULTS).collect();
        self.outcome
    }
}
