//! Clients of synthetic documents of several sizes: time and memory must grow linearly.

use std::fmt::Write as _;

use oaspen::Input;

use crate::clients;
use crate::measure::{self, crate_alone};
use crate::options::Options;

/// The maximum cost of a schema of the largest document, relative to one of the smallest.
const MAX_RATIO: f64 = 1.25;

pub fn report(options: &Options) -> Result<bool, String> {
    println!(
        "\nsynthetic documents: 8 members per schema, one operation per 10 schemas; `cargo check`, rustc of the crate\n"
    );
    println!(
        "| schemas | operations | lines | generate, CPU s | check, CPU s | check per schema, ms | check, MiB | memory per schema, KiB |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    // The cost without schemas: the start of rustc and the metadata of dependencies.
    let empty = measured(options, 0)?;
    let mut all = Vec::new();
    for size in &options.sizes {
        all.push(measured(options, *size)?);
    }
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Ok(true);
    };
    let schemas = last.size / first.size;
    let memory = (last.mib - empty.mib) / (first.mib - empty.mib) / schemas;
    let [time, generation] = [
        last.check / first.check / schemas,
        last.generate / first.generate / schemas,
    ];
    let passed = time <= MAX_RATIO && memory <= MAX_RATIO && generation <= MAX_RATIO;
    println!(
        "\n{}: a schema of the document of {} schemas costs {time:.2} of the check time, {memory:.2} of the memory and \
         {generation:.2} of the generation time of a schema of the document of {} (at most {MAX_RATIO})",
        if passed { "PASS" } else { "FAIL" },
        last.size,
        first.size,
    );
    Ok(passed)
}

struct Measured {
    size: f64,
    generate: f64,
    check: f64,
    mib: f64,
}

fn measured(options: &Options, size: usize) -> Result<Measured, String> {
    let input = Input::Text {
        name: "scale.json".into(),
        text: document(size),
    };
    let client = clients::generate(options, &input, clients::settings(options, &format!("scale_{size}")))?;
    let usage = crate_alone(
        &client.folder,
        &options.target(),
        &["check", "--lib"],
        options.rounds(2),
    )?;
    let each = |value: f64| {
        if size == 0 {
            "-".to_owned()
        } else {
            format!("{:.1}", value / size as f64)
        }
    };
    println!(
        "| {size} | {} | {} | {:.2} | {:.2} | {} | {:.0} | {} |",
        client.outcome.stats.operations,
        client.text.lines,
        client.seconds,
        usage.cpu,
        each(usage.cpu * 1000.0),
        usage.mib,
        each(usage.mib * 1024.0),
    );
    measure::clear(&client.folder)?;
    Ok(Measured {
        size: size as f64,
        generate: client.seconds,
        check: usage.cpu,
        mib: usage.mib,
    })
}

/// A document with `size` schemas.
fn document(size: usize) -> String {
    let mut out = String::from("{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"Scale\",\"version\":\"1\"},\"paths\":{");
    for i in (0..size.max(1)).step_by(10) {
        let comma = if i == 0 { "" } else { "," };
        let content = match size {
            0 => String::new(),
            _ => json_content(&format!("#/components/schemas/Thing{i}")),
        };
        let _ = write!(
            out,
            "{comma}\"/things{i}/{{id}}\":{{\"get\":{{\"operationId\":\"get_thing{i}\",\"tags\":[\"group{}\"],\
             \"summary\":\"Get thing {i}\",\"parameters\":[{{\"name\":\"id\",\"in\":\"path\",\"required\":true,\
             \"schema\":{{\"type\":\"string\"}}}},{{\"name\":\"limit\",\"in\":\"query\",\"schema\":{{\"type\":\"integer\"}}}}],\
             \"responses\":{{\"200\":{{\"description\":\"It.\"{content}}}}}}}}}",
            i / 100
        );
    }
    out.push_str("},\"components\":{\"schemas\":{");
    for i in 0..size {
        out.push_str(if i == 0 { "" } else { "," });
        schema(&mut out, i, size);
    }
    out.push_str("}}}");
    out
}

fn json_content(reference: &str) -> String {
    format!(",\"content\":{{\"application/json\":{{\"schema\":{{\"$ref\":\"{reference}\"}}}}}}")
}

fn schema(out: &mut String, i: usize, size: usize) {
    let reference = |to: usize| format!("{{\"$ref\":\"#/components/schemas/Thing{to}\"}}");
    // Chains of ten schemas, and some schemas that contain themselves.
    let next = if i % 10 < 9 && i + 1 < size {
        reference(i + 1)
    } else {
        "{\"type\":\"string\",\"format\":\"date-time\"}".into()
    };
    let items = if i.is_multiple_of(5) {
        reference(i)
    } else {
        "{\"type\":\"string\"}".into()
    };
    let kind = if i.is_multiple_of(4) {
        ",\"enum\":[\"active\",\"on hold\",\"gone\"]"
    } else {
        ""
    };
    let _ = write!(
        out,
        "\"Thing{i}\":{{\"type\":\"object\",\"description\":\"Thing number {i}.\",\"required\":[\"id\",\"created_at\"],\"properties\":{{\
         \"id\":{{\"type\":\"string\",\"description\":\"Identifier of the thing.\"}},\
         \"created_at\":{{\"type\":\"integer\",\"format\":\"int64\",\"description\":\"Milliseconds since 1970.\"}},\
         \"name\":{{\"type\":\"string\",\"nullable\":true,\"description\":\"Its name.\"}},\
         \"kind\":{{\"type\":\"string\"{kind}}},\
         \"active\":{{\"type\":\"boolean\",\"description\":\"Whether it is active.\"}},\
         \"score\":{{\"type\":\"number\"}},\
         \"items\":{{\"type\":\"array\",\"items\":{items}}},\
         \"next\":{next}}}}}"
    );
}
