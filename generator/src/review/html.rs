//! A report as one page for a browser: everything is in it, and it is complete without its script.

use super::escape::html as escaped;
use super::options::ReviewOptions;
use super::row::{Look, items, row};
use super::view::View;
use super::words::{column, count, line, verdict};
use crate::compare::{Change, Verdict};

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");
/// The SHA-256 of both in Base64: browsers apply no other style and run no other script. A test compares them.
const STYLE_HASH: &str = "u7Uod9USVYtEInqEEyTSFEqOsO0sg4W4p8f8BfcT+Iw=";
const SCRIPT_HASH: &str = "990Q1QwzLiI3AW4uBiZRs+EO7XyB0F6dTfPrCM/gFEc=";
/// Changes that are open in a page when it is loaded, if the page has no more.
const MAX_OPEN: usize = 20;
/// The changes of a large page: fewer calls of each are listed.
const LARGE: usize = 500;

pub(super) fn html(views: &[View<'_>], options: &ReviewOptions) -> String {
    let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
    let title = escaped(&line(&format!("{} - oaspen diff", names.join(", ")), 120));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; \
         script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#changes\">Skip to the changes</a>\n\
         <div class=\"bar\"><span class=\"brand\">oaspen diff</span>\
         <button type=\"button\" id=\"theme\" class=\"theme\" hidden>Light / dark</button></div>\n<main>\n"
    );
    let [first, others @ ..] = views else {
        page.push_str("<p class=\"empty\">No client was compared.</p>\n</main>\n</body>\n</html>\n");
        return page;
    };
    head(&mut page, first);
    let is_listed = views.iter().any(|view| !view.comparison.changes.is_empty());
    if is_listed {
        filters(&mut page, views);
    }
    page.push_str("<div id=\"changes\" tabindex=\"-1\">\n");
    let changes: usize = views.iter().map(|view| view.open.len()).sum();
    let look = Look {
        is_open: changes <= MAX_OPEN,
        calls: if changes > LARGE { 8 } else { 60 },
    };
    changes_of(&mut page, first, options, look);
    for view in others {
        head(&mut page, view);
        changes_of(&mut page, view, options, look);
    }
    page.push_str("</div>\n</main>\n");
    if is_listed {
        page.push_str(&format!("<script>{SCRIPT}</script>\n"));
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// The name of a client with its verdicts.
fn head(page: &mut String, view: &View<'_>) {
    let (code, deployed) = view.comparison.worst();
    let code = if view.generator().is_empty() {
        code
    } else {
        Verdict::Breaks
    };
    let number = |of: fn(&Change) -> Verdict, worst: Verdict| {
        let changes = view.open.iter().filter(|change| of(change) == worst).count();
        match worst {
            Verdict::Fine => "no change is noticed".to_owned(),
            Verdict::Changes => format!("{} noticed, and nothing fails", count(changes, "change")),
            Verdict::Breaks => format!("{} to act on", count(changes, "change")),
        }
    };
    let version = view.next_version("→");
    let (numbers, reason) = version.split_once(" (").unwrap_or((&version, ""));
    page.push_str(&format!(
        "<section class=\"client\"><header><h2>{}</h2>\n<p class=\"versions\">{} · from <code>{}</code> to <code>{}</code></p>\n\
         <dl class=\"tiles\">\n{}{}{}</dl></header></section>\n",
        escaped(&view.name),
        escaped(&view.summary()),
        escaped(&view.old),
        escaped(&view.new),
        tile(verdict(code), "Code that uses the client", code_tile(code), &number(|change| change.code, code)),
        tile(
            verdict(deployed),
            "Programs that are deployed",
            deployed_tile(deployed),
            &number(|change| change.deployed, deployed)
        ),
        tile("version", "Suggested version", numbers, reason.trim_end_matches(')')),
    ));
    if view.is_empty() {
        let sizes = escaped(&view.sizes());
        page.push_str(&format!("<p class=\"empty\">No change. The client has {sizes}.</p>\n"));
    }
}

fn tile(class: &str, title: &str, text: &str, small: &str) -> String {
    format!(
        "<div class=\"tile {class}\"><dt>{title}</dt><dd>{}<small>{}</small></dd></div>\n",
        escaped(text),
        escaped(small)
    )
}

fn code_tile(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "Compiles as before",
        Verdict::Changes => "Compiles with changes",
        Verdict::Breaks => "May not compile",
    }
}

fn deployed_tile(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Fine => "Work as before",
        Verdict::Changes => "Work, with changes",
        Verdict::Breaks => "Fail",
    }
}

/// The form that the script shows.
fn filters(page: &mut String, views: &[View<'_>]) {
    let changes = || views.iter().flat_map(|view| &view.comparison.changes);
    let mut rules: Vec<&str> = changes().map(|change| change.rule.id).collect();
    rules.sort_unstable();
    rules.dedup();
    let verdicts = [Verdict::Breaks, Verdict::Changes, Verdict::Fine]
        .map(|one| {
            format!(
                "<option value=\"{}\">{}</option>",
                verdict(one),
                column(one).to_lowercase()
            )
        })
        .concat();
    let rules: String = rules
        .iter()
        .map(|rule| format!("<option>{}</option>", escaped(rule)))
        .collect();
    let any = "<option value=\"\">any</option>";
    page.push_str(&format!(
        "<form id=\"filters\" class=\"filters\" hidden role=\"search\" aria-label=\"Filter the changes\">\n\
         <label>Code<select name=\"code\">{any}{verdicts}</select></label>\n\
         <label>Deployed<select name=\"deployed\">{any}{verdicts}</select></label>\n\
         <label>Rule<select name=\"rule\">{any}{rules}</select></label>\n\
         <label>Accepted<select name=\"accepted\">{any}<option value=\"no\">no</option><option value=\"yes\">yes</option></select></label>\n\
         <label class=\"search\">Text<input name=\"text\" type=\"search\" autocomplete=\"off\" placeholder=\"item, call, file (press /)\"></label>\n\
         <button type=\"button\" id=\"open\">Open or close all</button>\n\
         <button type=\"button\" id=\"clear\">Clear</button>\n\
         <p class=\"shown\" id=\"shown\" role=\"status\"></p>\n</form>\n"
    ));
}

fn changes_of(page: &mut String, view: &View<'_>, options: &ReviewOptions, look: Look) {
    let closed = Look { is_open: false, ..look };
    group(page, "To review", &view.open, options, look);
    group(
        page,
        "Not noticed by code or deployed programs",
        &view.quiet,
        options,
        closed,
    );
    group(page, "Accepted", &view.accepted, options, closed);
    if !view.stale.is_empty() {
        let list: String = view
            .stale
            .iter()
            .map(|fingerprint| format!("<li><code>{}</code></li>", escaped(&line(fingerprint, 200))))
            .collect();
        page.push_str(&format!(
            "<section><h3>Accepted in oaspen.toml, and not found</h3><ul class=\"calls\">{list}</ul></section>\n"
        ));
    }
    if !view.generator().is_empty() {
        let number = count(view.generator().len(), "item");
        page.push_str(&format!(
            "<section><h3>Changed by the newer oaspen, not by the document</h3>\n<div class=\"generator\">\
             <p class=\"meta\">{number} of the generated code</p><div class=\"sides\">\
             <div><b>Before</b></div><div><b>After</b></div>{}</div></div></section>\n",
            items(view.generator())
        ));
    }
}

fn group(page: &mut String, title: &str, changes: &[&Change], options: &ReviewOptions, look: Look) {
    if changes.is_empty() {
        return;
    }
    page.push_str(&format!(
        "<section><h3>{title} <span class=\"number\">{}</span></h3>\n\
         <div class=\"heads\" aria-hidden=\"true\"><span class=\"verdicts\"><span>Code</span><span>Deployed</span></span>\
         <span>What changed</span></div>\n<div class=\"group\">\n",
        changes.len()
    ));
    for change in changes {
        row(page, change, options, look);
    }
    page.push_str("</div></section>\n");
}
