//! The rules: what kinds of changes there are, and what to do about each.

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Its name, for `oaspen explain`, accepted changes and tools.
    pub id: &'static str,
    /// What changed, in a few words.
    pub title: &'static str,
    /// What it means for code and for deployed programs, in Markdown.
    pub explanation: &'static str,
    /// What to do, in one line.
    pub help: &'static str,
}

macro_rules! rules {
    ($($id:literal $title:literal, $help:literal, $explanation:literal;)*) => {
        /// Every rule, by id.
        pub static RULES: &[Rule] = &[$(Rule {
            id: $id,
            title: $title,
            explanation: $explanation,
            help: $help,
        }),*];
    };
}

rules! {
    "branch-added" "a branch of a union was added", "handle the new variant",
        "Values of the new branch are a variant of their own. Programs that are deployed decode them as the variant `Unknown`.";
    "branch-recognized-otherwise" "a branch of a union is recognized by other values", "deploy programs that were built from the new document",
        "The tag of the branch, or the members that it requires, changed. Deployed programs do not recognize its values, and decode them as `Unknown` or as another branch.";
    "branch-removed" "a branch of a union was removed", "remove the variant from the code",
        "The variant does not exist any more. A deployed program that sends values of this branch may be refused.";
    "default-changed" "the server's default of a parameter changed", "set the parameter where the old default is needed",
        "Calls that do not set the parameter get the results of the new default.";
    "element-not-nullable" "elements may no longer be null", "send no null",
        "Elements of this list or map were optional. A deployed program that sends null may be refused.";
    "element-nullable" "elements may be null", "handle null",
        "Elements of this list or map may be null now. A deployed program fails to decode a list with null in it.";
    "error-added" "an error response was added", "handle it if the error type of the call is named",
        "The response has a documented body. If the call had no error type, or another one, code that names the type has to change. Deployed programs report the status without the typed body.";
    "error-removed" "an error response was removed", "remove the code that handles it",
        "The type of the errors of the call may change with it.";
    "limit-tightened" "a limit is tighter", "check the values that are sent",
        "The server refuses values that it accepted before: a smaller maximum, a greater minimum, fewer characters or items, another pattern.";
    "member-added" "a property was added", "nothing",
        "Code that does not know the property works as before. Deployed programs ignore it in responses.";
    "member-added-required" "a required property was added", "pass the new argument",
        "Requests without the property are refused. The constructor or the builder of the type takes one argument more.";
    "member-not-nullable" "a property may no longer be null", "send no null; in responses, remove the check",
        "The type of the field changes. A deployed program that sends null may be refused.";
    "member-nullable" "a property may be null", "handle null",
        "The type of the field changes if the property is required. A deployed program fails to decode a response in which a required property is null.";
    "member-optional" "a property became optional", "handle its absence",
        "The type of the field changes. A deployed program fails to decode a response without the property.";
    "member-removed" "a property was removed", "remove the field from the code",
        "The field does not exist any more. Deployed programs see it as absent in responses. Servers that refuse unknown properties refuse requests with it.";
    "member-removed-required" "a required property was removed", "remove the field from the code, and deploy it",
        "The field does not exist any more. A deployed program fails to decode every response, because the property is missing.";
    "member-required" "a property became required", "pass the argument",
        "Requests without the property are refused. In responses, the type of the field changes.";
    "operation-added" "an operation was added", "nothing",
        "There is a new method.";
    "operation-deprecated" "an operation is deprecated", "see its documentation for the replacement",
        "The method has the attribute `deprecated`, so that calls are compiled with a warning.";
    "operation-removed" "an operation was removed", "remove the calls",
        "The method does not exist any more. Calls of deployed programs fail, usually with 404.";
    "parameter-added" "a parameter was added", "nothing",
        "There is a new setter.";
    "parameter-added-required" "a required parameter was added", "pass the new argument",
        "Requests without the parameter are refused. The method takes one argument more.";
    "parameter-removed" "a parameter was removed", "remove the setter or the argument from the code",
        "The setter does not exist any more, or moved to another kind of parameter. Most servers ignore parameters that they do not know; others refuse the request.";
    "parameter-style-changed" "a parameter is written in another style", "deploy programs that were built from the new document",
        "Lists and objects are serialized in another way, so the server reads other values from deployed programs.";
    "request-body-added-required" "a required body was added", "pass the body",
        "Requests without a body are refused.";
    "request-media-type-added" "a media type of the request body was added", "nothing",
        "The body can be sent in one more form.";
    "request-media-type-removed" "a media type of the request body was removed", "deploy programs that were built from the new document",
        "Requests of deployed programs are refused, usually with 415.";
    "response-body-added" "a response has a body now", "use the value, or ignore it",
        "The call returns a value instead of `()`. Deployed programs ignore the body.";
    "response-header-removed" "a response header was removed", "do not rely on it",
        "The constant of the header does not exist any more.";
    "response-media-type-changed" "a response has another media type", "use the new type",
        "The type of the response changes, and deployed programs fail to decode it.";
    "route-changed" "the path or the method changed", "deploy programs that were built from the new document",
        "The operation has the same `operationId`, so the method is the same. Deployed programs send requests to the old path, usually with 404 as the result.";
    "rust-item-changed" "a Rust item changed", "adapt the code",
        "The item has another signature, although nothing that is sent or received changed: for example, the document renamed a schema.";
    "security-changed" "the credentials changed", "set the credentials that the document requires",
        "The operation requires other security schemes. Deployed programs that do not send them get 401.";
    "server-changed" "the server changed", "check that the old address still works",
        "Deployed programs send their requests to the old address.";
    "status-added" "a successful status was added", "handle it",
        "Deployed programs report a status that the old document does not declare as unexpected. If its body has another type, the type of the call's result becomes an enum.";
    "status-removed" "a successful status was removed", "nothing",
        "Code that matches on the status is never reached.";
    "type-changed" "a type changed", "use the new type",
        "Values have another JSON type, or another format. The type of the field changes.";
    "value-added" "a value of an enum was added", "handle the new variant",
        "Deployed programs decode the value as the variant `Unknown`.";
    "value-removed" "a value of an enum was removed", "do not send it",
        "The variant does not exist any more. Deployed programs that send the value may be refused.";
}

/// The rule with an id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn every_rule_has_one_id_in_order() {
        let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert!(ids.is_sorted_by(|one, other| one < other), "{ids:?}");
    }
}
