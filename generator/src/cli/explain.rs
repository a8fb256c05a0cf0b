//! `oaspen explain`: the explanation of a diagnostic code, or of a rule of `oaspen diff`.

use oaspen::{Code, Example, RULES, Rule, codes, silence, similar, without_example, wrapped};
use serde_json::{Value, json};

use super::exit::Exit;
use super::style::bold;
use super::terminal::Terminal;

/// The columns of a text where there is no terminal.
const USUAL_WIDTH: usize = 80;
/// Longer lines are hard to read, and shorter ones have no room for a word.
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=120;

fn width(terminal: &Terminal) -> usize {
    let width = terminal.output_width().unwrap_or(USUAL_WIDTH);
    width.clamp(*WIDTHS.start(), *WIDTHS.end())
}

pub(crate) fn run(code: Option<&str>, terminal: &mut Terminal) -> Exit {
    let Some(wanted) = code else {
        if terminal.json() {
            let all: Value = sorted().into_iter().map(object).collect();
            let rules: Value = RULES.iter().map(rule_object).collect();
            terminal.json_object(&json!({ "command": "explain", "exit": 0, "codes": all, "rules": rules }));
        } else {
            terminal.print_result(&list(width(terminal)));
        }
        return Exit::Success;
    };
    // A fingerprint is a rule and a number.
    let id = wanted.split(':').next().unwrap_or(wanted);
    if let Some(rule) = oaspen::rule(&id.to_ascii_lowercase()) {
        if terminal.json() {
            let rules = [rule_object(rule)];
            terminal.json_object(&json!({ "command": "explain", "exit": 0, "codes": [], "rules": rules }));
        } else {
            terminal.print_result(&rule_explanation(rule, width(terminal)));
        }
        return Exit::Success;
    }
    match codes::find(wanted.trim_matches(['[', ']'])) {
        Some(code) if terminal.json() => {
            let codes = [object(code)];
            terminal.json_object(&json!({ "command": "explain", "exit": 0, "codes": codes, "rules": [] }));
            Exit::Success
        }
        Some(code) => {
            terminal.print_result(&explanation(code, width(terminal)));
            Exit::Success
        }
        None => {
            let near = nearest(wanted)
                .map(|code| code.code)
                .or_else(|| nearest_rule(wanted).map(|rule| rule.id));
            let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
            terminal.error(&format!(
                "there is no code or rule `{wanted}`; {near}`oaspen explain` lists all of them"
            ));
            Exit::Unusable
        }
    }
}

/// All codes and rules, a line for each.
fn list(width: usize) -> String {
    let codes = sorted();
    let codes = codes.iter().map(|code| {
        let start = format!("{}  {:<7}  ", code.code, code.severity.as_str());
        hanging(&start, code.label, width)
    });
    let longest = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let rules = RULES
        .iter()
        .map(|rule| hanging(&format!("{:<longest$}  ", rule.id), rule.title, width));
    codes.chain(rules).collect()
}

/// A text after the start of its line; further lines begin below the text.
fn hanging(start: &str, text: &str, width: usize) -> String {
    let text = wrapped(text, width.saturating_sub(start.len()));
    let gap = " ".repeat(start.len());
    format!("{start}{}\n", text.replace('\n', &format!("\n{gap}")))
}

fn rule_explanation(rule: &Rule, width: usize) -> String {
    let head = wrapped(&format!("{}: {}", rule.id, rule.title), width);
    format!(
        "{}\n\n{}\n{}\n",
        head.replacen(rule.id, &bold(rule.id), 1),
        paragraphs(rule.explanation, width),
        wrapped(&format!("What to do: {}.", rule.help), width)
    )
}

fn rule_object(rule: &Rule) -> Value {
    json!({ "rule": rule.id, "title": rule.title, "help": rule.help, "explanation": rule.explanation })
}

/// The rule that an unknown one was probably meant to be: one whose name differs in at most a third of its characters, or else the
/// one that has most of its words.
fn nearest_rule(wanted: &str) -> Option<&'static Rule> {
    let wanted = wanted.to_ascii_lowercase();
    if let Some(id) = similar(&wanted, RULES.iter().map(|rule| rule.id)) {
        return RULES.iter().find(|rule| rule.id == id);
    }
    let words: Vec<&str> = wanted
        .split(['-', '_', ' ', ':'])
        .filter(|word| !word.is_empty())
        .collect();
    let same = |rule: &Rule| rule.id.split('-').filter(|word| words.contains(word)).count();
    let best = RULES.iter().rev().max_by_key(|rule| same(rule))?;
    (same(best) > 0).then_some(best)
}

/// What happened, an example, what to do, and how to silence it.
fn explanation(code: &Code, width: usize) -> String {
    let head = wrapped(
        &format!("{} ({}): {}", code.code, code.severity.as_str(), code.label),
        width,
    );
    let mut text = head.replacen(code.code, &bold(code.code), 1) + "\n";
    let mut part = |title: &str, body: &str| text.push_str(&format!("\n{}\n{}", bold(title), body));
    part("What happened", &paragraphs(code.explanation, width));
    match Example::of(code) {
        Some(example) => {
            part("Example", &indented(example.reported));
            part("Correct", &indented(example.correct));
        }
        None => {
            let reason = without_example(code).unwrap_or("there is none");
            part("Example", &sentence(&format!("none in a document: {reason}"), width));
        }
    }
    if !code.help.is_empty() {
        part("What to do", &sentence(code.help, width));
    }
    part("How to silence it", &sentence(silence(code), width));
    text
}

fn object(code: &Code) -> Value {
    let example = Example::of(code).map(|example| json!({ "reported": example.reported, "correct": example.correct }));
    json!({
        "code": code.code,
        "severity": code.severity.as_str(),
        "label": code.label,
        "help": code.help,
        "explanation": code.explanation,
        "example": example,
        "silence": silence(code),
    })
}

/// A text as a sentence.
fn sentence(text: &str, width: usize) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    wrapped(&format!("{first}{}.", chars.as_str()), width) + "\n"
}

fn indented(block: &str) -> String {
    block.lines().map(|line| format!("    {line}\n")).collect()
}

/// Errors, warnings and notes, each by number.
fn sorted() -> Vec<&'static Code> {
    let mut all: Vec<&Code> = codes::CODES.to_vec();
    all.sort_by_key(|code| (std::cmp::Reverse(code.severity), code.code));
    all
}

/// The code that has the most characters in common with an unknown one, if there are enough of them.
fn nearest(wanted: &str) -> Option<&'static Code> {
    let wanted = wanted.to_ascii_uppercase();
    let same = |code: &Code| {
        let matching = code.code.chars().zip(wanted.chars()).filter(|(a, b)| a == b).count();
        let digits = |text: &str| {
            text.trim_start_matches(|c: char| !c.is_ascii_digit())
                .trim_start_matches('0')
                .to_owned()
        };
        if digits(code.code) == digits(&wanted) {
            matching + code.code.len()
        } else {
            matching
        }
    };
    let best = sorted().into_iter().rev().max_by_key(|code| same(code))?;
    (same(best) + 2 > best.code.len()).then_some(best)
}

/// Paragraphs in lines of at most so many columns; fenced code is indented and not wrapped.
fn paragraphs(text: &str, width: usize) -> String {
    let printed = text.split("\n\n").map(|paragraph| {
        let fenced = paragraph.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
        match fenced.and_then(|rest| rest.split_once('\n')) {
            Some((_language, block)) => indented(block),
            None => wrapped(&paragraph.replace('\n', " "), width) + "\n",
        }
    });
    printed.collect::<Vec<String>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn code_keeps_its_lines() {
        let text = "Some\nwords.\n\n```toml\na = 1\nb = 2  # two\n```\n\nMore.";
        assert_eq!(
            paragraphs(text, 80),
            "Some words.\n\n    a = 1\n    b = 2  # two\n\nMore.\n"
        );
    }
}
