//! `oaspen explain`: the explanation of a diagnostic code, or of a rule of `oaspen diff`.

use oaspen::{Code, Example, RULES, Rule, codes, silence, similar, without_example, wrapped};
use serde_json::{Value, json};

use super::exit::Exit;
use super::style::bold;
use super::terminal::Terminal;

const WIDTH: usize = 80;

pub(crate) fn run(code: Option<&str>, terminal: &mut Terminal) -> Exit {
    let Some(wanted) = code else {
        if terminal.json() {
            let all: Value = sorted().into_iter().map(object).collect();
            let rules: Value = RULES.iter().map(rule_object).collect();
            terminal.json_object(&json!({ "command": "explain", "exit": 0, "codes": all, "rules": rules }));
        } else {
            sorted().iter().for_each(|code| {
                terminal.print_result(&format!(
                    "{}  {:<7}  {}\n",
                    code.code,
                    code.severity.as_str(),
                    code.label
                ))
            });
            let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
            for rule in RULES {
                terminal.print_result(&format!("{:<width$}  {}\n", rule.id, rule.title));
            }
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
            terminal.print_result(&rule_explanation(rule));
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
            terminal.print_result(&explanation(code));
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

fn rule_explanation(rule: &Rule) -> String {
    format!(
        "{}: {}\n\n{}\nWhat to do: {}.\n",
        bold(rule.id),
        rule.title,
        paragraphs(rule.explanation),
        rule.help
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
fn explanation(code: &Code) -> String {
    let name = bold(code.code);
    let mut text = format!("{name} ({}): {}\n", code.severity.as_str(), code.label);
    let mut part = |title: &str, body: &str| text.push_str(&format!("\n{}\n{}", bold(title), body));
    part("What happened", &paragraphs(code.explanation));
    match Example::of(code) {
        Some(example) => {
            part("Example", &indented(example.reported));
            part("Correct", &indented(example.correct));
        }
        None => {
            let reason = without_example(code).unwrap_or("there is none");
            part("Example", &sentence(&format!("none in a document: {reason}")));
        }
    }
    if !code.help.is_empty() {
        part("What to do", &sentence(code.help));
    }
    part("How to silence it", &sentence(silence(code)));
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
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    wrapped(&format!("{first}{}.", chars.as_str()), WIDTH) + "\n"
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

/// Paragraphs in lines of at most eighty characters; fenced code is indented and not wrapped.
fn paragraphs(text: &str) -> String {
    let printed = text.split("\n\n").map(|paragraph| {
        let fenced = paragraph.strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
        match fenced.and_then(|rest| rest.split_once('\n')) {
            Some((_language, block)) => indented(block),
            None => wrapped(&paragraph.replace('\n', " "), WIDTH) + "\n",
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
            paragraphs(text),
            "Some words.\n\n    a = 1\n    b = 2  # two\n\nMore.\n"
        );
    }
}
