//! The stable text form of the IR, for `oaspen inspect --stage ir` and for tests.

use std::fmt::Write as _;

use super::api::Api;
use super::types::Shape;
use crate::text::one_line;

/// One line per type, field, operation and parameter, in the order of the IR.
pub(crate) fn dump(api: &Api) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(api, &mut out);
    out
}

fn write(api: &Api, out: &mut String) -> std::fmt::Result {
    writeln!(out, "api {:?} {:?}", api.title, api.version)?;
    for server in &api.servers {
        writeln!(out, "server {:?}", server.resolved())?;
    }
    for scheme in &api.schemes {
        writeln!(out, "scheme {:?} {:?}", scheme.name, scheme.kind)?;
    }
    types(api, out)?;
    operations(api, out)
}

fn types(api: &Api, out: &mut String) -> std::fmt::Result {
    for (id, def) in api.types.iter().enumerate() {
        let origin = def.origin.to_string();
        writeln!(out, "type {id} {} usage={:?}", one_line(&origin), def.usage)?;
        match &def.shape {
            Shape::Struct(s) | Shape::Multipart(s) => {
                for field in &s.fields {
                    writeln!(out, "  field {:?} {:?} {:?}", field.wire, field.ty, field.presence)?;
                }
                if let Some(extra) = &s.extra {
                    writeln!(out, "  extra {extra:?}")?;
                }
                if s.keeps_unknown {
                    writeln!(out, "  keeps unknown")?;
                }
            }
            Shape::Enum(e) => {
                for value in &e.values {
                    writeln!(out, "  value {:?}", value.value)?;
                }
            }
            Shape::Union(u) => {
                for variant in &u.variants {
                    writeln!(out, "  variant {:?} {:?}", variant.guard, variant.ty)?;
                }
            }
            Shape::Alias(ty) => writeln!(out, "  alias {ty:?}")?,
        }
    }
    Ok(())
}

fn operations(api: &Api, out: &mut String) -> std::fmt::Result {
    for operation in &api.operations {
        writeln!(
            out,
            "operation {} {} {:?}",
            operation.method,
            one_line(&operation.path),
            operation.id
        )?;
        if let Some(server) = &operation.server {
            writeln!(out, "  server {:?}", server.resolved())?;
        }
        for param in &operation.params {
            let need = if param.required { "required" } else { "optional" };
            writeln!(
                out,
                "  param {} {:?} {need} {:?} {:?}",
                param.location.as_str(),
                param.name,
                param.ty,
                param.style
            )?;
        }
        for body in operation.bodies() {
            write!(out, "  body {:?} {:?} {:?}", body.media_type, body.kind, body.ty)?;
            match body.media_types.as_slice() {
                [_] => writeln!(out)?,
                several => writeln!(out, " of {several:?}")?,
            }
        }
        if let Some(paging) = &operation.paging {
            writeln!(out, "  pages {paging:?}")?;
        }
        for (what, series) in [("events", &operation.events), ("json_lines", &operation.json_lines)] {
            if let Some(series) = series {
                writeln!(
                    out,
                    "  {what} {:?} {:?} {:?}",
                    series.media_type, series.kind, series.ty
                )?;
            }
        }
        for (side, responses) in [("success", &operation.success), ("error", &operation.error)] {
            writeln!(out, "  {side} {:?}", responses.ty)?;
            for row in &responses.rows {
                writeln!(out, "    {} {:?} {:?}", row.status, row.kind, row.ty)?;
            }
        }
    }
    Ok(())
}
