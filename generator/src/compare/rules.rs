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

impl Rule {
    /// Whether the rule is about the features of a package.
    pub fn is_about_features(&self) -> bool {
        self.id.starts_with("feature-")
    }
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
    "arguments-exchanged" "arguments of one type were exchanged", "pass the arguments in the new order",
        "Arguments of the same type have other positions, so code compiles and passes the wrong values. Programs that are deployed are not affected. The lock file of the client prevents this: restore `names.lock`, or change the order at every call: `search(text, language)` became `search(language, text)`.";
    "body-style-changed" "the members of a form are written in another style", "deploy programs that were built from the new document",
        "The type of the body is the same, so code compiles. Deployed programs serialize lists or objects of the form in the old style: the server refuses them, or reads other values. Build and deploy the programs again: `tags=a&tags=b` became `tags=a,b`.";
    "branch-added" "a branch of a union was added", "handle the new variant",
        "Unions are `#[non_exhaustive]`, so code compiles. Deployed programs decode values of the new branch as the variant `Unknown`. Add an arm to each `match` on the type: `Price::Free(free) => ..`.";
    "branch-recognized-otherwise" "a branch of a union is recognized by other values", "deploy programs that were built from the new document",
        "The tag of the branch, or the values of the tag, changed. Code that names the type of the tag has to change. Deployed programs do not recognize the values of the branch, and decode them as `Unknown` or as another branch. Build and deploy the programs again, for example if the tag `fixed` became `firm`.";
    "branch-removed" "a branch of a union was removed", "remove the variant from the code",
        "The variant does not exist any more, so code that names it does not compile. Deployed programs that receive the union work as before. Those that send values of this branch may be refused. Remove the variant: `Price::Range(..)`.";
    "default-changed" "the server's default changed", "set the value where the old default is needed",
        "Code compiles. Where a program leaves out the parameter or the member, the server uses another value than before. Set the value explicitly where the old default matters: `list_items().limit(10)`. A default that is declared for the first time is usually what the server did before, and changes nothing.";
    "documentation-changed" "the documentation changed", "read the new description",
        "Descriptions, examples or titles differ, and nothing that is sent or received. Code and deployed programs work as before. All such differences are one row. Read them: a description may announce other behavior of the server.";
    "element-not-nullable" "elements may no longer be null", "send no null",
        "Elements of this list or map were optional, so the type of the field changes from `Vec<Option<T>>` to `Vec<T>` and code has to change. A deployed program that sends null is refused. Remove the `Some(..)` around the elements.";
    "element-nullable" "elements may be null", "handle null",
        "The elements of this list or map are an `Option` now, so code has to change. A deployed program fails to decode a list with null in it. Handle `None`, and deploy the program before the server sends null: `for point in points.into_iter().flatten()`.";
    "enum-closed" "a value became an enum", "use the variants of the enum",
        "The document lists the possible values. The type of the field changes from `String` or `i64` to an enum, so code has to change. Deployed programs that send another value are refused. Use the variants: `Color::Red` instead of `\"red\"`.";
    "enum-opened" "an enum became any value", "use a plain value",
        "The document lists no values any more. The type of the field changes from an enum to `String` or `i64`, so code has to change. Deployed programs decode values that the enum did not list as `Unknown`. Compare with texts: `item.kind == \"book\"`.";
    "error-added" "an error response was added", "handle it if the error type of the call is named",
        "The status was reported before as well, without a documented response. If it has a body, the error type of the call may change, and code that names the type does not compile. Deployed programs report the status without the typed body. Handle it: `Err(error) if error.status() == Some(StatusCode::CONFLICT)`.";
    "error-body-added" "an error response has a body now", "handle it if the error type of the call is named",
        "The status is the same, and its response has a documented body now. The error type of the call may change, and code that names the type does not compile. Deployed programs report the status without the typed body, as before. Read the body: `error.error_body()`.";
    "error-body-removed" "an error response has no body any more", "do not rely on the body of the error",
        "The status is the same, and the document describes no body any more. The error type of the call may change, and code that names it does not compile. Deployed programs report the status without the typed body. Handle the status: `error.status()`.";
    "error-removed" "an error response was removed", "remove the code that handles it",
        "If the response had a body, the error type of the call may change, and code that names it does not compile. Deployed programs work as before. Remove what handles the error: a variant of `GetItemError`, for example.";
    "feature-added" "a Cargo feature was added", "add the feature where its operations are used",
        "The package has a feature for a new tag, or for models that no operation needs. All features are on by default, so code compiles, and deployed programs work as before. A program with `default-features = false` names the feature if it uses the operations: `features = [\"invoices\"]`.";
    "feature-narrowed" "a Cargo feature compiles less", "name the feature that compiles the models, too",
        "Models that the feature compiled are compiled with other features only, because the operations of its tag do not need them any more, or because an operation needs what none needed. A program with `default-features = false` that names only this feature and uses the models does not compile. With the other features, which are on by default, nothing changes, and deployed programs work as before. Name the feature of the models: `features = [\"orders\", \"users\"]` instead of `features = [\"orders\"]`.";
    "feature-removed" "a Cargo feature was removed", "remove the feature from `Cargo.toml`",
        "The package has no such feature any more: its tag has no operations, or each model is needed by one. Cargo refuses a program that names the feature, also if it uses nothing of it. Programs that name no features compile, and deployed programs work as before. Remove the name from the dependency: `features = [\"orders\"]` instead of `features = [\"orders\", \"unused-models\"]`.";
    "limit-changed" "a limit changed", "nothing",
        "A maximum, a length or a pattern is looser, or concerns values that are received only, which clients do not check. Code and deployed programs work as before. If `maximum: 100` became `500`, larger values can be sent now.";
    "limit-tightened" "a limit is tighter", "check the values that are sent",
        "Code compiles, because limits are not part of types. The server refuses values that it accepted before: from programs that are deployed, too. Check the values before they are sent, for example if `maxLength` became 40.";
    "member-added" "a property was added", "nothing",
        "Code compiles: structs are `#[non_exhaustive]`. Only if the first required property was added, there is no `new()` without arguments any more. Deployed programs ignore the property in responses and do not send it. Use the new field where it is of use: `item.color`.";
    "member-added-required" "a required property was added", "pass the new value",
        "Requests without the property are refused. `new(..)` takes one argument more, so code does not compile. With a builder, it compiles, and `build()` returns an error until the new method is called. Deployed programs fail: deploy them together with the server. Example: `NewItem::new(name, kind)` became `NewItem::new(name, kind, owner)`.";
    "member-deprecated" "a property is deprecated", "see its documentation for the replacement",
        "Code that uses the field compiles as before. Deployed programs work. The documentation of the field says that it is deprecated: plan to use what replaces it, such as `image_url` instead of `profile_image_url`.";
    "member-not-nullable" "a property may no longer be null", "send no null; in responses, remove the check",
        "The type of the field changes, for example from `Option<String>` to `String`, so code has to change. A deployed program that sends null is refused. In responses, remove the check for `None`.";
    "member-nullable" "a property may be null", "handle null",
        "If the property is required, the type of the field changes to an `Option`, and code has to change. A deployed program fails to decode a response in which a required property is null; a list or a map that is null is empty for it. Handle `None`: `if let Some(name) = item.name`.";
    "member-optional" "a property became optional", "handle its absence",
        "The type of the field changes to an `Option`, so code has to change. A deployed program fails to decode a response without the property. In requests, the value is set by a method now: `NewItem::new().with_name(..)`.";
    "member-read-only" "a property became read-only, or is no longer", "do not send it",
        "A read-only property is part of responses only. If it was required, it is no argument of `new(..)` any more, and code has to change. What deployed programs send is ignored by the server. Remove it from requests: `.with_id(..)`.";
    "member-removed" "a property was removed", "remove the field from the code",
        "The field does not exist any more, so code that names it does not compile. Deployed programs see it as absent in responses. In requests, the server ignores it, or refuses it if the object has `additionalProperties: false`. Remove `item.note` from the code.";
    "member-removed-required" "a required property was removed", "remove the field from the code, and deploy it",
        "The field does not exist any more, so code that names it does not compile. A deployed program fails to decode every response, because the property is missing. Remove the field from the code, and deploy before the server changes. In a mirror of the document, an optional property is a smaller step.";
    "member-required" "a property became required", "pass the value",
        "The type of the field changes from `Option<T>` to `T`, and `new(..)` takes one argument more, so code has to change. Requests of deployed programs without the property are refused. In responses, deployed programs work as before. Pass the value: `NewItem::new(name, kind, color)`.";
    "member-undeprecated" "a property is no longer deprecated", "nothing",
        "Code and deployed programs work as before. The note about the deprecation is gone from the documentation of the field. There is nothing to do, for example for `item.note`.";
    "member-write-only" "a property became write-only, or is no longer", "do not read it from responses",
        "A write-only property is part of requests only. If it was required, the type of the field becomes an `Option`, code has to change, and deployed programs fail to decode responses without it. If it was optional, they see it as absent. Do not rely on `user.password` in responses.";
    "object-closed" "an object no longer has other properties", "remove the code that uses the other properties",
        "The object has the declared properties only. If there was a field `extra`, it is gone, and code that names it does not compile. Deployed programs see no other properties in responses, and the server may refuse those that they send. Declared properties work as before: `item.name`.";
    "object-opened" "an object has other properties", "nothing",
        "The object may have properties that the document does not declare. There may be a new field `extra` for them. Code compiles, and deployed programs work as before. Read them with `item.extra.get(\"name\")`.";
    "operation-added" "an operation was added", "nothing",
        "There is a new method, and nothing else changes. Code and deployed programs work as before. Call it where it is of use: `client.items().delete_item(id)`.";
    "operation-deprecated" "an operation is deprecated", "see its documentation for the replacement",
        "The method has the attribute `deprecated`, so that calls are compiled with a warning; with `deny(warnings)`, they are not compiled. Deployed programs work as before. Plan to call what replaces it, before `client.items().find_items()` is removed.";
    "operation-removed" "an operation was removed", "remove the calls",
        "The method does not exist any more, so code that calls it does not compile. Calls of deployed programs fail, usually with 404. Remove the calls, and deploy before the server changes: `client.items().delete_item(id)`.";
    "operation-renamed" "the method of an operation has another name", "call the new method",
        "The operation is the same, and its method, its tag or its call has another name in Rust, so code has to change. Deployed programs work as before. With the lock file of the client, names stay: restore `names.lock`, or call `client.items().fetch_item()` instead of `get_item()`.";
    "operation-undeprecated" "an operation is no longer deprecated", "nothing",
        "Calls are compiled without a warning again. Code and deployed programs work as before. Remove an `#[allow(deprecated)]`, if there is one at `client.items().find_items()`.";
    "pages-added" "a list can be read page by page", "nothing",
        "The call has the methods `pages()` and `items()` now. Code and deployed programs work as before. Use them instead of a loop of your own: `client.items().list_items().items()`.";
    "pages-changed" "a list is paged in another way", "deploy programs that were built from the new document",
        "Parameters or members that lead to the next page have other names or another meaning. Code that uses `pages()` compiles. Deployed programs do not find the next page: they stop early, or read the first page again. Build and deploy the programs again, for example if `offset` became `cursor`.";
    "pages-removed" "a list is not paged any more", "remove `pages()` from the code",
        "The parameters or the members that lead to the next page are gone, and with them the methods `pages()` and `items()`, so code that calls them does not compile. Deployed programs read the first page only. Await the call itself: `client.items().list_items().await`.";
    "parameter-added" "a parameter was added", "nothing",
        "The call has a new setter. Code compiles, and deployed programs do not send the parameter. Use it where it is of use: `list_items().state(State::On)`.";
    "parameter-added-required" "a required parameter was added", "pass the new argument",
        "The method takes one argument more, so code does not compile. Requests of deployed programs without the parameter are refused. Pass the argument, and deploy together with the server: `get_item(id)` became `get_item(id, language)`.";
    "parameter-deprecated" "a parameter is deprecated", "see its documentation for the replacement",
        "Code that sets the parameter compiles as before, with a note in the documentation. Deployed programs work. Plan to use what replaces it, such as `cursor` instead of `offset`.";
    "parameter-moved" "a parameter moved to another location", "deploy programs that were built from the new document",
        "The parameter has the same name in a query, a header or a cookie, so code compiles. Deployed programs send it where the server does not read it: the server ignores it, or refuses the request if it is required. Build and deploy the programs again, for example if `limit` moved from the query to a header.";
    "parameter-optional" "a parameter became optional", "set it with a method",
        "The parameter is no argument of the method any more: there is a setter instead, so code has to change. Deployed programs work as before. Write `search().language(\"en\")` instead of `search(\"en\")`.";
    "parameter-removed" "a parameter was removed", "remove the setter or the argument from the code",
        "The setter or the argument does not exist any more, so code does not compile. Deployed programs still send the parameter, and servers ignore parameters that they do not declare. Check that the result without it is the one that the code needs: `list_items().word(\"a\")` lists all items.";
    "parameter-required" "a parameter became required", "pass the argument",
        "The parameter is an argument of the method now, so code has to change. Requests of deployed programs without it are refused. Pass the argument: `search(text)` instead of `search().text(text)`.";
    "parameter-style-changed" "a parameter is written in another style", "deploy programs that were built from the new document",
        "Code compiles. Deployed programs serialize lists and objects in the old style, so the server refuses them, or reads other values. Build and deploy the programs again, for example if `ids=1&ids=2` became `ids=1,2`.";
    "parameter-undeprecated" "a parameter is no longer deprecated", "nothing",
        "Code and deployed programs work as before. The note about the deprecation is gone from the documentation of the setter. There is nothing to do, for example for `list_items().offset(10)`.";
    "request-body-added" "a request has a body now", "nothing",
        "The call has a new setter for the body. Code compiles, and deployed programs send no body, as before. Use it where it is of use: `delete_item(id).body(reason)`.";
    "request-body-added-required" "a required body was added", "pass the body",
        "The method takes the body as an argument, so code does not compile. Requests of deployed programs without a body are refused. Pass the body, and deploy together with the server: `delete_item(id, reason)`.";
    "request-body-optional" "the request body became optional", "set the body with a method",
        "The body is no argument of the method any more: there is a setter instead, so code has to change. Deployed programs work as before. Write `change_item(id).body(change)`.";
    "request-body-removed" "the request body was removed", "remove the body from the code",
        "The argument or the setter of the body does not exist any more, so code does not compile. Deployed programs still send a body, and servers ignore a body that they do not declare. Remove it: `delete_item(id)`.";
    "request-body-required" "the request body became required", "pass the body",
        "The body is an argument of the method now, so code has to change. Requests of deployed programs without a body are refused. Pass the body: `change_item(id, change)`.";
    "request-media-type-added" "a media type of the request body was added", "nothing",
        "The body can be sent in one more form. Code compiles, and deployed programs work as before. There may be a new method, such as `add_note_multipart(..)`.";
    "request-media-type-removed" "a media type of the request body was removed", "deploy programs that were built from the new document",
        "Requests of deployed programs with this media type are refused, usually with 415. If the type of the body changes, or if the media type had a method of its own, code has to change. Build and deploy the programs again, for example if JSON became a form.";
    "response-body-added" "a response has a body now", "use the value, or ignore it",
        "The call returns a value instead of `()`, so code that names the type has to change. Deployed programs ignore the body. Use the value: `let item = client.items().delete_item(id).await?`.";
    "response-body-removed" "a response has no body any more", "do not use the value",
        "The call returns `()`, so code that uses the value does not compile. Deployed programs fail to decode an empty body. Remove what uses the value, and deploy before the server changes: `client.items().create_item(item).await?;`.";
    "response-header-added" "a response header was added", "nothing",
        "There is a new constant for the header. Code and deployed programs work as before. Read it where it is of use: `response.header(Items::X_TOTAL)`.";
    "response-header-changed" "a response header has another type", "use the new type",
        "The constant of the header has another type, so code that reads it has to change. Deployed programs may fail to read the header; their calls succeed. Use the new type: `Items::X_TOTAL` is a `ResponseHeader<String>`, for example.";
    "response-header-removed" "a response header was removed", "do not rely on it",
        "The constant of the header does not exist any more, so code that reads it does not compile. Deployed programs see the header as absent. Remove what reads it: `response.header(Items::X_TOTAL)`.";
    "response-media-type-added" "a media type of a response was added", "nothing",
        "The server can send the response in one more form. The call requests the same as before, or accepts the new form too. Code and deployed programs work as before, for example if `text/csv` was added beside JSON.";
    "response-media-type-changed" "a response has another media type", "use the new type",
        "If the type of the result changes, code has to change, and deployed programs fail to decode the response. If the result is bytes or text before and after, they work as before. Use the new type: `String` instead of `Report`, for example.";
    "response-media-type-removed" "a media type of a response was removed", "nothing",
        "The server sends the response in fewer forms, and the form that the client decodes is still there. Code and deployed programs work as before. Do not request the media type in headers of your own, for example `text/csv`.";
    "route-changed" "the path or the method changed", "deploy programs that were built from the new document",
        "The operation has the same `operationId`, or the same method in Rust. Code compiles, unless names follow from the path: without a tag, an operation belongs to the group of its path, and `client.items().get_item()` became `client.v2().get_item()`, for example. Deployed programs send requests to the old path, usually with 404 as the result. Build and deploy the programs again, for example if `GET /items` became `GET /v2/items`.";
    "rust-item-changed" "a Rust item changed", "adapt the code",
        "The item has another signature, although nothing that is sent or received changed. Code that uses it does not compile. Deployed programs work as before. Adapt the code: `Order::new(item, count)` became `Order::new(count, item)`, for example.";
    "security-changed" "the credentials changed", "set the credentials that the document requires",
        "The operation requires other credentials. Code compiles, because credentials are set on the client; if the new document does not declare the scheme, `build()` fails. Deployed programs that do not send them get 401. Set the credentials on the builder of the client: `.api_key(\"key\", key)`.";
    "security-loosened" "other credentials are enough, too", "nothing",
        "The operation accepts requests that it refused before: a credential is no longer needed, or there is one more alternative. What was sent before is still enough, so code and deployed programs work as before. Do not set a credential that nothing needs any more, for example `.api_key(\"second\", key)`.";
    "security-order-changed" "credentials are preferred in another order", "set only the credentials that are to be sent",
        "The operation accepts the same alternatives, in another order. A client sends the first one whose credentials are all set, so programs that set the credentials of several alternatives send others after they are compiled again. The server accepts both, and deployed programs work as before. Set only those that are to be sent, for example `.bearer_token(token)` without `.api_key(\"key\", key)`.";
    "security-scopes-changed" "other scopes are needed", "request the scopes for the token",
        "The operation needs a token with other OAuth 2 scopes. The client does not know the scopes of a token, so code compiles. If a scope was added, requests with a token that does not have it are refused, usually with 403. Request it where the token comes from, for example `read write` instead of `read`.";
    "server-added" "a server was added", "nothing",
        "The document declares one more server. Code and deployed programs use the same one as before. Choose another one on the builder of the client: `.server(1)`.";
    "server-changed" "the server changed", "check that the old address still works",
        "Code compiles. The document does not declare the address that deployed programs send their requests to, or it declares another default. They fail if the old address is switched off. Build and deploy the programs again, or set `.base_url(..)`, for example if `/v1` became `/v2`.";
    "server-removed" "a server was removed", "choose another server where it is used",
        "The document declares one server less, and it is not the default. Programs that choose it on the builder of the client, by its number or its URL, have to choose another one. Other code and programs work as before: `.server(1)`, for example, is another one now.";
    "status-added" "a successful status was added", "handle it",
        "Deployed programs read a status of success that the old document does not declare as the only declared success with such a body. If there is none, if there are several, or with `strict_status(true)`, they report it as unexpected. If its body has another type, the result of the call becomes an enum, and code has to change. Build and deploy the programs again, for example if 202 with another body was added beside 200.";
    "status-removed" "a successful status was removed", "remove the code that handles it",
        "The status is not sent any more. If the result of the call was an enum, it may be a plain type now, and code has to change. Deployed programs work as before. Remove the arm of the `match`: `GrantOutput::Accepted`, for example.";
    "stream-added" "a response can be a stream", "nothing",
        "The call has the method `events()` or `json_lines()` now. Code and deployed programs work as before. Use it to read the values as they arrive: `client.chat().send(text).events()`.";
    "stream-removed" "a response is no stream any more", "await the whole response",
        "The method `events()` or `json_lines()` does not exist any more, so code that calls it does not compile. Deployed programs that read the stream fail. Await the call itself: `client.chat().send(text).await`.";
    "type-changed" "a type changed", "use the new type",
        "Values have another JSON type, or another format, so the type of the field changes and code has to change. Deployed programs fail to decode the new values, or send values that are refused, unless every value of one type is a value of the other. Use the new type: `i64` became `Money`, for example.";
    "type-deprecated" "a type is deprecated", "see its documentation for the replacement",
        "The schema is deprecated. Code that uses the type compiles as before, with a note in the documentation. Deployed programs work. Plan to use what replaces it, such as `Account` instead of `User`.";
    "type-renamed" "a type has another name", "write the new name",
        "The schema was renamed, and the type means the same. The old name is a deprecated alias, so code compiles with a warning. Without the lock file of the client there is no alias, nor for a type that is an alias itself (of a text, a list or a map), and code has to change. Deployed programs work as before. Write `Thing` instead of `Item`.";
    "type-undeprecated" "a type is no longer deprecated", "nothing",
        "Code and deployed programs work as before. The note about the deprecation is gone from the documentation of the type. There is nothing to do, for example for `User`.";
    "value-added" "a value of an enum was added", "handle the new variant",
        "Enums are `#[non_exhaustive]`, so code compiles. Deployed programs decode the value as the variant `Unknown`. Add an arm to each `match` on the type: `Kind::Game => ..`.";
    "value-removed" "a value of an enum was removed", "do not send it",
        "The variant does not exist any more, so code that names it does not compile. Deployed programs that send the value are refused. Those that receive the enum work as before. Remove the variant: `Kind::Toy`.";
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
