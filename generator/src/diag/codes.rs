//! The table of diagnostics: one row a code, with what `oaspen explain` tells.

use super::severity::Severity;

/// A kind of finding.
#[derive(Debug, PartialEq)]
pub struct Code {
    /// `E....` stops the run, `W....` is a repair or a loss, `N....` a remark.
    pub code: &'static str,
    /// The severity it has unless `--strict` raises it.
    pub severity: Severity,
    /// What stands beside the marked place.
    pub label: &'static str,
    /// What to do, in one line.
    pub help: &'static str,
    /// The long story, in Markdown.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($name:ident = $code:literal $severity:ident $label:literal, $help:literal, $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $label, ".")]
            pub static $name: Code = Code {
                code: $code,
                severity: Severity::$severity,
                label: $label,
                help: $help,
                explanation: $explanation,
            };
        )*

        /// Every code, in order.
        pub static CODES: &[&Code] = &[$(&$name),*];
    };
}

codes! {
    UNREADABLE = "E0001" Error "cannot be read",
        "check that the file exists and that you may read it",
        "A file that was named on the command line, in the configuration or in a `$ref` could not be read. The message has the reason that the operating system gave.";
    SYNTAX = "E0002" Error "not valid YAML or JSON here",
        "mend the text at this place; an editor with YAML or JSON support shows the cause",
        "The text could not be parsed. JSON documents are read as JSON, everything else as YAML 1.2. Tabs used for indentation, an unquoted text with `: ` in it and a missing comma are the usual causes.";
    DUPLICATE_KEY = "E0003" Error "this key occurs twice",
        "remove or rename one of the two",
        "A mapping has the same key twice. Parsers disagree about which one counts, so one of the two definitions would be lost without a word.";
    EMPTY = "E0004" Error "nothing here",
        "give a file that contains an OpenAPI document",
        "The document is empty, or contains only comments.";
    NOT_OPENAPI = "E0005" Error "no OpenAPI document",
        "an OpenAPI document starts with a version, such as `openapi: 3.0.3`",
        "The document has no `openapi` member, or it is not a mapping. Postman collections, AsyncAPI, RAML and plain JSON Schema are other formats: convert them first.";
    VERSION = "E0006" Error "this version is not supported",
        "Swagger 2.0 and OpenAPI 3.0.x and 3.1.x are read; convert other versions first",
        "oaspen reads OpenAPI 3.0.x and 3.1.x; 3.2 is read as 3.1 with a warning. Swagger 2.0, as OpenAPI was called before, is read too: it is turned into 3.0 on the way, and findings, overrides and `names.lock` go on speaking of the places of the 2.0 document. Swagger 1.2 and older consist of a listing and a file for each resource; convert such documents to 2.0 or 3.0 first.";
    TOO_LARGE = "E0007" Error "over the limit",
        "split the document, or check it for runaway YAML aliases",
        "Documents are untrusted input, so their size is bounded: 256 MiB of text a file, 20 million values after YAML aliases are expanded, 128 levels of nesting.";
    DANGLING_REF = "W0110" Warning "nothing stands at the target",
        "correct the `$ref`, or add what it names",
        "A `$ref` names a place that does not exist. A schema there becomes any JSON value; what cannot do without it, such as a parameter or a path, is left out with a warning of its own.";
    REF_OUTSIDE = "W0111" Warning "outside the document's folder",
        "move the file below the folder of the main document",
        "A `$ref` may only name files in the folder of the main document or below it. A document that somebody else wrote could otherwise read any file of this machine into the generated code.";
    REF_REMOTE = "W0112" Warning "not a local file",
        "download the file, put it beside the document and refer to it by its relative path",
        "oaspen never opens a network connection: a `$ref` to a URL is reported and not followed. Builds stay reproducible, work offline, and a document cannot make your machine send requests.";
    REF_CYCLE = "W0113" Warning "leads back to itself",
        "make one of the references a definition",
        "A chain of `$ref`s that consists of references alone comes back to where it started, so it describes nothing.";
    INVALID = "W0114" Warning "not what OpenAPI allows here",
        "compare with the OpenAPI specification of this object",
        "An object has a member of the wrong type, or lacks a required one, and there is no safe guess at what was meant. The operation or type that needs it is affected; the rest is generated.";
    CONFIG = "E0040" Error "wrong in the configuration",
        "correct this line of the configuration",
        "The configuration has an unknown key, a value of the wrong type, two clients that would overwrite each other's files, or an override or a filter that matches nothing. Overrides and filters that match nothing are errors, because they stop working silently when a document changes.";
    OUTPUT = "E0041" Error "cannot be written",
        "check the folder's permissions and free space; nothing was changed",
        "The output could not be written. Files are written beside their targets first and moved into place at the end, so that a failure leaves what was there before.";
    LOCK = "E0042" Error "not usable",
        "delete or correct the line; after a merge keep the lines of both sides, without the marks and with one line for each place and name",
        "The file `names.lock` holds the names that were given before: a place, a kind and a name in each line, with tabs between them. A line that cannot be read would give its name up in silence, and code that uses the name would stop compiling; so nothing is generated. After a merge, delete the lines with `<<<<<<<`, `=======` and `>>>>>>>` and keep the names of both sides. Where both sides name the same place, or give one name to two places, keep one of the lines; the other place gets a new name. A line that is wrong in another way can be deleted: its name is then chosen anew. Without the whole file, all names are.";
    FOREIGN = "E0043" Error "somebody else's file",
        "move or delete this file, or choose another folder (`--out`, or `out` in the configuration); nothing was changed",
        "A file of the client would overwrite a file that oaspen did not write. Its own files say so in their first line (`@generated by oaspen`); a file without this line is never overwritten and never removed, because somebody may have written it by hand. If it is a generated file whose first line was lost, delete it. A `Cargo.toml` or `README.md` without the line is left as it is.";
    UNKNOWN_KEY = "W0101" Warning "not part of OpenAPI",
        "correct the spelling, or start the key with `x-` if it is an extension",
        "A key that OpenAPI does not define for this object. It is ignored. Often it is a misspelt key, or it is indented one level too deep.";
    SKIPPED = "W0102" Warning "left out",
        "mend the cause, or exclude the operation in the configuration to silence this",
        "An operation could not be generated; the others were. The message names the cause.";
    AS_JSON = "W0103" Warning "generated as any JSON value",
        "mend the schema, or set the type in the configuration",
        "A schema is beyond what can be turned into a Rust type, or it is wrong. The generated field takes and gives any JSON value, so no data is lost, but nothing is checked.";
    REPAIRED = "W0104" Warning "repaired",
        "mend the document so that other tools read it the same way",
        "Something that OpenAPI does not allow has only one sensible meaning, and that is how it was read. The message says what was assumed.";
    BAD_PATTERN = "N0204" Note "a JavaScript literal, slashes included",
        "remove the slashes at both ends",
        "The pattern starts and ends with `/`. As it stands it matches texts with slashes only. oaspen shows patterns in the documentation and does not check them, so nothing breaks.";
    LITERAL_FORMAT = "N0205" Note "a literal",
        "write `enum` with this one value instead",
        "The format is a text in quotes, which is how some tools write a constant. The field becomes an enum of this one value.";
    OTHER_MEDIA = "N0201" Note "another representation exists",
        "the configuration can choose another media type",
        "A body is offered in several media types. The client uses one: JSON if there is one, else a form, else text or bytes.";
    NO_OPERATION_ID = "N0202" Note "has no operationId",
        "add an operationId to choose the name of the generated method",
        "The operation has no `operationId`, so its method is named after the HTTP method and the path.";
    DUPLICATE_ID = "W0106" Warning "this operationId is taken",
        "give every operation its own operationId",
        "Two operations have the same `operationId`. The one whose path sorts later is named after its method and path as well.";
    PATH_PARAMETER = "W0107" Warning "the template and the parameters differ",
        "declare the parameter with `in: path`, or take it out of the path",
        "A path template names a parameter that the operation does not declare, or the other way round. A missing one is taken as a required text; one without a place in the template is left out.";
    VERSION_NEWER = "W0108" Warning "read as OpenAPI 3.1",
        "",
        "OpenAPI 3.2 is read as 3.1. What is new in 3.2 is not generated.";
    HEADER_NAME = "W0120" Warning "no name of a header",
        "correct the name: letters, digits and `-`, without spaces",
        "A header parameter has a name that HTTP does not allow, such as one with a space, a colon or an accent. It could never be sent. An optional parameter is left out; an operation that requires one is left out as a whole.";
    KIND_UNRELATED = "W0121" Warning "a kind that cannot be told",
        "build the target on the parent with `allOf`, or declare the discriminator's member in it",
        "A discriminator maps a value to a schema that is not built on the parent and does not have the member that would tell it apart. Sent as that schema, a value would lack its discriminator, so the kind is left out; such a value is received as the parent, with all its members.";
    PART_AS_IT_TRAVELS = "N0221" Note "callers write this part",
        "",
        "A part of a multipart form has a media type that is not JSON, for a value that has no text in it. The client takes the finished text or file, and sends it under this media type.";
    OWN_SERVER = "N0206" Note "a server of its own",
        "check that credentials may go there; `operation_server` on the client builder replaces it",
        "The operation, or its path, names a server that is not the one of the document. Requests of this operation go there, with the credentials that the operation asks for. A base URL that is set on the client builder replaces it too, so that tests reach no other server; `operation_server` replaces it alone.";
    PAGED = "N0230" Note "a list that comes page by page",
        "if this is wrong, say how it is paged under `pages` of an override in the configuration, or `style = \"none\"`",
        "The parameters and the answer of the operation look like a list that comes page by page, so its call has `.pages()`, `.items()` and `.stream()`. `certain` means that several things fit together: a parameter that counts items or pages and one for their size, together with a total, a next token, a link or an answer that is nothing but a list. `likely` means that less was found, such as a parameter `page` alone. Only names and types were looked at. To correct it, add an override for the operation, by its operationId or its JSON pointer:\n\n```toml\n[clients.example.overrides.listUsers.pages]\nstyle = \"offset\"        # or page, cursor, next, none\nparameter = \"start\"     # the query parameter that is counted up or takes the next token\nsize = \"count\"          # the query parameter for the size of a page\nfirst = 1               # the number of the first page or item\nitems = \"/data\"         # JSON pointers into the answer; a name without slash is a header\nnext = \"/meta/next\"\ntotal = \"X-Total\"\n```\n\nWhat is left out is inferred as before. `last`, `more`, `page-count`, `default-size` and `max-size` can be set too.";
    MAYBE_PAGED = "N0231" Note "may come page by page",
        "if it does, say how under `pages` of an override in the configuration",
        "The operation has a parameter by which lists are often paged, but not enough else to be sure, so its call gives one page at a time and the caller counts. An override of the configuration can say how the pages follow each other; `oaspen explain N0230` shows one.";
    SEGMENTS = "N0222" Note "one segment, or several?",
        "where the API wants several, name it in `many-segments` in the configuration",
        "A value in a path fills one segment: a `/` in it is sent as `%2F`. This parameter's example or description shows a value of several segments. If the API expects the `/` itself, write `many-segments = [\"name\"]` for the client, with the names of all such parameters, or `segments = \"many\"` in the override of a single one; each segment is then checked, and `/` stays. Where the template says `{+name}`, or a pattern has a `/`, this is done without being told, and `segments = \"one\"` undoes it.";
    MISSING_SERVER = "N0203" Note "no usable server address",
        "call `base_url` on the client builder",
        "The document gives no absolute server address, or one with a placeholder in it. The generated client has no default address: callers give one.";
}

/// The code with this name, in any case (`w0102`).
pub fn find(code: &str) -> Option<&'static Code> {
    CODES
        .iter()
        .copied()
        .find(|known| known.code.eq_ignore_ascii_case(code))
}

#[cfg(test)]
mod tests {
    use super::CODES;

    #[test]
    fn codes_are_unique_and_explained() {
        let mut seen = std::collections::BTreeSet::new();
        for code in CODES {
            assert!(seen.insert(code.code), "{} occurs twice", code.code);
            assert!(code.explanation.len() > 40, "{} needs an explanation", code.code);
        }
    }
}
