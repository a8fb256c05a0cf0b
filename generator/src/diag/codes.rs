//! The table of diagnostics: one row for each code, with the text of `oaspen explain`.

use super::severity::Severity;

/// A kind of finding.
#[derive(Debug, PartialEq)]
pub struct Code {
    /// `E....` stops the run, `W....` is a repair or a loss, `N....` is a note.
    pub code: &'static str,
    /// The severity, unless `--strict` raises it.
    pub severity: Severity,
    /// The label of the marked part of the document.
    pub label: &'static str,
    /// What to do, in one line.
    pub help: &'static str,
    /// The full explanation, in Markdown.
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
        "check that the file exists and that you have permission to read it",
        "A file named on the command line, in the configuration or in a `$ref` could not be read. The message contains the reason that the operating system reported.";
    SYNTAX = "E0002" Error "not valid YAML or JSON",
        "fix the syntax here; an editor with YAML or JSON support shows the cause",
        "The document could not be parsed. Files that look like JSON are read as JSON, all others as YAML 1.2. Common causes are tabs used for indentation, an unquoted string that contains `: `, and a missing comma.";
    DUPLICATE_KEY = "E0003" Error "duplicate key",
        "remove or rename one of the two",
        "A mapping contains the same key twice, and the two values cannot be read as one, as two methods of a path or two media types of a status can. Parsers disagree about which of the two counts, so one definition would be lost without notice.";
    EMPTY = "E0004" Error "empty document",
        "pass a file that contains an OpenAPI document",
        "The document is empty, or contains only comments.";
    NOT_OPENAPI = "E0005" Error "not an OpenAPI document",
        "an OpenAPI document starts with a version, such as `openapi: 3.0.3`",
        "The document has no `openapi` member, or it is not a mapping. Postman collections, AsyncAPI, RAML and plain JSON Schema are other formats: convert them first.";
    VERSION = "E0006" Error "unsupported version",
        "Swagger 2.0 and OpenAPI 3.0.x and 3.1.x are supported; convert other versions first",
        "oaspen reads OpenAPI 3.0.x and 3.1.x; 3.2 is read as 3.1 with a warning. Swagger 2.0, the predecessor of OpenAPI, is converted to 3.0 first; findings, overrides and `names.lock` still use the pointers of the 2.0 document. Swagger 1.2 and older consist of a listing and one file for each resource; convert such documents to 2.0 or 3.0 first.";
    TOO_LARGE = "E0007" Error "over the limit",
        "split the document, or check it for YAML aliases and references that expand too far",
        "Documents are untrusted input, so their size is limited: 256 MiB for each file, 128 levels of nesting, and after YAML aliases are expanded 20 million values of a file, and 256 MiB of memory for all files plus 64 bytes for each of their bytes. What references are replaced with is limited to 500,000 values. Most of the limits have a setting: `--limit max-values=N` on the command line, `max-values = N` in the configuration, `.max_values(N)` in a build script. `docs/limits.md` lists all of them.";
    DANGLING_REF = "W0110" Warning "target not found",
        "correct the `$ref`, or add its target",
        "A `$ref` points to something that does not exist. A schema there is generated as any JSON value. What cannot be generated without its target, such as a parameter or a path, is left out with a warning of its own.";
    REF_OUTSIDE = "W0111" Warning "outside the document's folder",
        "pass `--root DIR` (`root` in the configuration) with a folder that contains both, or move the file",
        "A `$ref` may only name files in the folder of the main document or below it. Otherwise a document from an untrusted source could copy any file of this machine into the generated code. If the files that belong to a document are in sibling folders, name the folder that contains all of them: `--root DIR` on the command line, `root = \"DIR\"` in the configuration, or `.root(\"DIR\")` in a build script. No file above it is read, whatever a symbolic link names.";
    REF_REMOTE = "W0112" Warning "not a local file",
        "download the file, save it next to the document and refer to it by its relative path",
        "oaspen never opens a network connection: a `$ref` to a URL is reported and not followed. Builds stay reproducible and work offline, and a document cannot make your machine send requests.";
    REF_CYCLE = "W0113" Warning "leads back to itself",
        "replace one of the references with a definition",
        "A chain of `$ref`s leads back to its start without reaching a definition, so it describes nothing.";
    UNUSABLE_FILE = "W0115" Warning "this file is left out",
        "correct the file, or remove the references to it",
        "A file that a `$ref` names was found, but it is not valid YAML or JSON. A schema there is generated as any JSON value. What cannot be generated without it, such as a parameter or a path, is left out with a warning of its own.";
    TWO_KINDS = "W0116" Warning "used as two kinds of object",
        "write one definition for each kind, and refer to it",
        "What a `$ref` names is read as the kind of object that is expected where the `$ref` is written: a schema, a response, a parameter and so on. Two `$ref`s of different kinds name the same object. Each is read as its own kind; a schema instead of a body is the schema of a JSON body.";
    NO_OPERATIONS = "E0008" Error "no operation can be generated",
        "correct what the warnings name; `oaspen lint` lists them",
        "The document has paths, but none of them leads to an operation that can be generated: each is left out with a warning, is empty, or names a file that cannot be read. A client without operations would be written without notice, so this is an error. A document without paths is generated as models only.";
    NOTHING = "W0122" Warning "nothing to generate",
        "check that this is the right document",
        "The document declares no operations and no schemas, or the filters of the configuration allow none, so the client is empty.";
    INVALID = "W0114" Warning "not allowed by OpenAPI here",
        "compare with the OpenAPI specification of this object",
        "An object has a member of the wrong type, or lacks a required member, and there is no safe way to guess what was meant. The operation or type that needs it is affected; everything else is generated.";
    CONFIG = "E0040" Error "wrong in the configuration",
        "correct this line of the configuration",
        "The configuration contains an unknown key, a value of the wrong type, two clients that would overwrite each other's files, or an override or a filter that matches nothing. Overrides and filters that match nothing are errors, because otherwise they would stop working without notice when a document changes.";
    OUTPUT = "E0041" Error "cannot be written",
        "check the folder's permissions and free space; nothing was changed",
        "The output could not be written. New content is first written to temporary files and moved to its final path at the end. If a file cannot be moved, those that were moved before it get their old content back, so that a failure leaves the existing files unchanged.";
    LOCK = "E0042" Error "not usable",
        "correct or delete this line, or the file if it cannot be read; after a merge keep one line for each key and name",
        "The file `names.lock` records the generated names, and what else must not change: a key, a kind and a name (or another value) in each line, separated by tabs. If a line that cannot be read were ignored, its name could change, and code that uses the name would no longer compile; therefore nothing is generated. The lines between conflict markers (`<<<<<<<`, `=======`, `>>>>>>>`) are read from both sides, and the next run writes the file without them. If the conflict shows the common ancestor (`merge.conflictStyle = zdiff3`), a line that one side did not change gives way to that of the other side. If both sides gave one key different names, keep the line with the name that your code uses; if they used one name for two keys, the key of the deleted line gets a new name. Lines of keys that the document does not have are no error. A line that is wrong in another way can be deleted: its name is then chosen again. If you delete the whole file, all names are.";
    FOREIGN = "E0043" Error "not written by oaspen",
        "move or delete this file, or choose another folder (`--out`, or `out` in the configuration); nothing was changed",
        "A file of the client would overwrite a file that oaspen did not write, or such a file has the name of a folder of the client. Generated files are marked in their first line (`@generated by oaspen`); a file without this mark is never overwritten and never removed, because it may be handwritten. If it is a generated file that lost its first line, delete it. A `Cargo.toml` or `README.md` without the mark is left unchanged.";
    OWNED = "E0044" Error "the client of another document",
        "choose another folder (`--out`, or `out` in the configuration) or another name (`--name`); if this document replaces the other one, delete the client's first file and its `names.lock`; nothing was changed",
        "The files of the client would replace those of another document. A folder belongs to the document that its client was generated from: the first file of the client has its name and the title of the API, and `names.lock` has its operations. A document with the same name or the same title is a new version, as long as half of the operations of the smaller one are common to both; one with another name and another title is, as long as half of the earlier ones are left. If one of both has no operation, types count instead. In a configuration, both are declared as one client, and one common operation is enough. An operation whose path only changes its version (`/v1`, `/v2`) or a slash at its end, or that keeps its `operationId`, is left. The first file of a client is `src/lib.rs`, `mod.rs`, or its single file: without it and `names.lock`, the other files are replaced. The folders `src`, `api` and `models` of a client cannot have another client.";
    UNKNOWN_KEY = "W0101" Warning "not part of OpenAPI",
        "correct the spelling, or start the key with `x-` if it is an extension",
        "OpenAPI does not define this key for this object, so it is ignored. Often the key is misspelled, or it is indented one level too deep.";
    SKIPPED = "W0102" Warning "left out",
        "fix the cause, or exclude the operation in the configuration to silence this",
        "An operation could not be generated, so the client has no method for it; all others were generated. The message contains the cause, which is marked.";
    AS_JSON = "W0103" Warning "generated as any JSON value",
        "fix the schema, or set the type in the configuration",
        "A schema cannot be expressed as a Rust type, or it is invalid. The generated field accepts any JSON value, so no data is lost, but nothing is checked.";
    REPAIRED = "W0104" Warning "repaired",
        "fix the document so that other tools read it in the same way",
        "The document contains something that OpenAPI does not allow, but its intent is unambiguous, so it was read that way. The message describes what was assumed.";
    BAD_PATTERN = "N0204" Note "the pattern of a JavaScript literal",
        "remove the slashes at both ends",
        "The pattern starts and ends with `/`. Taken literally, it matches only strings that contain these slashes. oaspen shows patterns in the documentation and does not check them, so nothing breaks.";
    LITERAL_FORMAT = "N0205" Note "a constant as a format",
        "write `enum` with this one value instead",
        "The format is a quoted string, which is how some tools write a constant. The field becomes an enum with this one value.";
    UNKNOWN_FORMAT = "N0209" Note "possibly misspelled",
        "correct the spelling of the format",
        "Any text is allowed as `format`, and one that oaspen does not know changes nothing: a string stays a `String`. This one differs in one or two characters from a format that is known, and is probably a misspelling of it.";
    OTHER_MEDIA = "N0201" Note "other media types are declared",
        "",
        "A body is declared in several media types. A response is requested in one of them: JSON if there is one, else text or bytes. A request can be sent in each of them: the method of the operation sends the preferred one (JSON, else a form, text or bytes), a method beside it sends a body of another type, or a setter if the body is optional. Media types of the same value differ in the header `Content-Type` only.";
    NO_SCHEMA = "N0250" Note "a media type without a schema",
        "add a `schema` to describe the body",
        "A media type object has no `schema`. The body is then any JSON value, a text or bytes, by its media type, as with `schema: {}`.";
    NO_DESCRIPTION = "N0253" Note "no description",
        "add a `description`, or use a tool that does: OpenAPI 3.2 does not require it",
        "A response has no `description`, which OpenAPI requires up to version 3.1. Only the documentation of the client lacks it. Some frameworks write a response without one.";
    UNUSUAL_BODY = "N0251" Note "a body of a method that has none",
        "remove the body, or set `body = true` in an override of the operation to send it",
        "HTTP gives a body of GET, HEAD and TRACE no meaning, and many servers and proxies refuse or drop it. An optional one is not generated, and a required one is. An override decides otherwise: `\"getReport\" = { body = true }` under `[clients.name.overrides]`.";
    AUTHORIZATION_HEADER = "N0252" Note "the header `Authorization` is set by credentials",
        "describe it as a security scheme",
        "OpenAPI describes `Authorization` with security schemes, and ignores a header parameter of this name. Credentials are set on the client builder. Where the document declares no scheme, `.header(\"authorization\", ..)` of a call sets the header.";
    NO_OPERATION_ID = "N0202" Note "has no operationId",
        "add an operationId to choose the name of the generated method",
        "The operation has no `operationId`, so its method is named after the HTTP method and the path.";
    DUPLICATE_ID = "W0106" Warning "duplicate operationId",
        "choose a unique operationId for every operation",
        "Two operations have the same `operationId`. The one whose path sorts later is named after its HTTP method and path instead.";
    PATH_PARAMETER = "W0107" Warning "the template and the parameters differ",
        "declare the parameter with `in: path`, or remove it from the path",
        "A path template contains a parameter that the operation does not declare, or the operation declares a path parameter that the template does not contain. If one placeholder and one parameter are left over, they belong together. An undeclared parameter is generated as a required string. A parameter that is not in the template is sent in the query: some tools write `in: path` for every parameter.";
    VERSION_NEWER = "W0108" Warning "read as OpenAPI 3.1",
        "",
        "OpenAPI 3.2 is read as 3.1. What is new in 3.2 is not generated.";
    HEADER_NAME = "W0120" Warning "not a valid header name",
        "correct the name: letters, digits and `-`, without spaces",
        "A header parameter has a name that HTTP does not allow, for example because it contains a space, a colon or an accented letter. Such a header cannot be sent. An optional parameter is left out; an operation that requires the parameter is left out as a whole.";
    KIND_UNRELATED = "W0121" Warning "not a subtype of this schema",
        "build the target on the parent with `allOf`, or declare the discriminator's property in it",
        "A discriminator maps a value to a schema that is not built on the parent and does not declare the discriminator's property. A value sent as that schema would lack its discriminator, so the schema is not a variant of the generated type; such values are received as the parent type, with all their members.";
    UNUSED_SCHEME = "W0130" Warning "no operation uses this scheme",
        "name the scheme in `security` of the document or of an operation, or remove it",
        "The document declares a security scheme, but the requirements (`security`) of no operation name it, so its credential is never sent. Setting the credential on the client builder is an error: otherwise the calls would be sent without it. If the API requires the credential, correct the name in `security`, or add the requirement; a header field that the API expects can also be set with `default_header`.";
    MOVED_ARGUMENT = "W0140" Warning "arguments moved",
        "check every call, or rename the argument in the lock if it is the same one",
        "The required arguments of a constructor or a method changed, but their number did not. If the types are equal, code that was written for the old arguments compiles and passes a value to another argument. `names.lock` keeps the order of arguments and new ones come last, so this happens only where one was removed and another one added. If the document renamed an argument, replace the old name in the line `arguments` of `names.lock`, and the order stays.";
    MISNAMED = "W0141" Warning "the method has the name of another operation",
        "check the calls of this method; to give it its own name, delete the lines of both operations from names.lock",
        "The document gave the operationId of an operation to another path, for example `show` of `/b` to `/c`. `names.lock` keeps the names of paths, so that a call sends the same request as before: `show()` still calls `/b`. If the operation itself moved, code that was written for the old document calls another operation now. Then delete the lines `method` and `call` of both paths from `names.lock`, generate again, and check the calls.";
    LOST_NAMES = "W0142" Warning "missing: all names are chosen again",
        "restore the lock, generate again, and commit it together with the client; if new names are intended, there is nothing to do",
        "The folder has a client, but no `names.lock` that belongs to it, or the client has another folder, or another name in a single file, as its document has another title. The lock keeps the names of types, methods and fields, and the order of arguments. Without it, they are chosen from the document again, and code that uses the client may not compile any more. Often, a rule of `.gitignore` such as `*.lock` excludes the file. The run writes a new lock, so that this is reported once. With `--strict`, nothing is written; if new names are intended, delete the client's first file as well (`src/lib.rs`, `mod.rs`, or its single file).";
    MISSING_FEATURE = "W0143" Warning "lacks features",
        "add a line for each of them to `[features]`, such as `orders = []`, and its name to `default`",
        "The package has a feature for each tag, and its `Cargo.toml` was edited, so that it is left alone. A new tag needs a new feature: without it, its methods and models are not compiled. Add the line to `[features]` and the name to `default`. To have the file written again, delete it or restore its first line.";
    KEPT_MODULE = "N0260" Note "stays in its module",
        "delete the line `module` of this operation from the lock to move it",
        "The tag of the operation changed in the document. Its method would move to another module, and every call of it would stop compiling, although nothing that is sent changed. `names.lock` keeps the module of each operation, so the method stays. Without the line `module` of the operation in `names.lock`, the next run moves it to the module of its tag.";
    RENAMED = "N0261" Note "renamed",
        "run `oaspen generate --keep-renamed` to keep the Rust name, or delete the line `alias` from the lock when it is not used any more",
        "A type of the last run is not in the document any more, and a new one has exactly its members: the schema was renamed, an inline schema became a component, or the reverse. The type gets the name of the new schema, and the old name becomes a deprecated alias, so that code compiles with a warning that names the new one. With `--keep-renamed`, the type keeps its old name, and no code changes. The alias stays until its line is deleted from `names.lock`.";
    INCOMING = "N0240" Note "requests that the API sends",
        "",
        "Webhooks and callbacks are requests that the API sends to a server of yours. A client does not send them, so no operations are generated for them. The schemas in `components` are generated as models, also those that only webhooks use.";
    PART_AS_IT_TRAVELS = "N0221" Note "callers encode this part",
        "",
        "A part of a multipart form is declared with a media type that is not JSON, for a value that has no text form. The generated field takes the encoded text or file, and sends it with this media type.";
    OWN_SERVER = "N0206" Note "a server of its own",
        "check that credentials may be sent there; `operation_server` on the client builder replaces it",
        "The operation, or its path, declares a server that is not a server of the document. Requests of this operation go to that server, with the credentials that the operation requires. A base URL that is set on the client builder replaces it too, so that tests reach no other server; `operation_server` replaces only this one.";
    OWN_TOKEN = "N0207" Note "no token is sent",
        "to send one, set `security` in an override of the operation",
        "The operation is a POST to the token URL of a security scheme. The document asks for a token of that scheme, usually because its requirements are those of all operations, but a client calls it to get the token: alternatives with that scheme are left out. It is the token URL if its path is that of the operation, with or without the path of a server of the document, on the host of a server. An override of `security` for the operation is kept as it is.";
    NULL_IN_WORDS = "N0208" Note "null by its description",
        "if it is never null, set `nullable = false` in an override of this property",
        "The property is required and is not declared as nullable, but its description has a sentence by which it may be null, such as `null if there is none`. A required value that is null cannot be decoded, so the field is an `Option`. Only sentences that are clearly about the property itself count, only where the document has no `nullable` for it, and only in types that are received. `nullable: false` in the document, or `nullable = false` in an override of the property, makes it a plain value again; `nullable: true` makes it an `Option` without this note.";
    NO_EFFECT = "W0150" Warning "changes nothing",
        "remove the decision from the configuration, or correct it",
        "An override decides what the document declares anyway: a member is made optional that is not required, or a response gets the status that it has. Either the document was corrected since, and the override can go, or it names another part of the document than you meant.";
    PAGED = "N0230" Note "a paginated list",
        "if this is wrong, configure `pages` in an override, or set `style = \"none\"`",
        "The parameters and the response of the operation look like a paginated list, so its call has `.pages()`, `.items()` and `.stream()`. `certain` means that several signs agree: a parameter that counts items or pages and one for the page size, together with a total, a next token, a link or a response that is a list. `likely` means that fewer signs were found, such as a parameter `page` alone. Only names, types and descriptions were considered. To correct the result, add an override for the operation, by its operationId or its JSON pointer:\n\n```toml\n[clients.example.overrides.listUsers.pages]\nstyle = \"offset\"        # or page, cursor, next, none\nparameter = \"start\"     # the query parameter that is counted up or takes the next token\nsize = \"count\"          # the query parameter for the page size; `/options/count` is a member of the request body\nfirst = 1               # the number of the first page or item\nitems = \"/data\"         # JSON pointers into the response; a name without slash is a header\nnext = \"/meta/next\"\ntotal = \"X-Total\"\n```\n\nWhat you leave out is still inferred. `last`, `more`, `done`, `page-count`, `default-size` and `max-size` can be set too. `link = true` means that the server sends the header field `Link`, although the document does not declare it; it can be set for a pattern of operations.";
    MAYBE_PAGED = "N0231" Note "possibly paginated",
        "if it is, configure `pages` in an override",
        "The operation has a parameter that is often used for pagination, or its response a token, but there are too few other signs, so its call returns one page at a time and the caller has to request the next. The message has the reason. An override in the configuration can describe the pagination; `oaspen explain N0230` shows an example.";
    SEGMENTS = "N0222" Note "possibly more than one path segment",
        "if the API expects several segments, add the parameter to `many-segments` in the configuration",
        "A value in a path fills one segment: a `/` in it is sent as `%2F`. The example or the description of this parameter shows a value with several segments. If the API expects the `/` itself, set `many-segments = [\"name\"]` for the client, with the names of all such parameters, or `segments = \"many\"` in the override of a single one; each segment is then checked, and `/` is kept. This is the default if the template contains `{+name}`, `{name*}`, `{name=**}` or `{name:.*}`, or the pattern contains a `/`; `segments = \"one\"` turns it off.";
    MISSING_SERVER = "N0203" Note "no usable server address",
        "call `base_url` or `origin` on the client builder",
        "The document declares no absolute server address, only one with a placeholder, or a relative one first: it is relative to the address of the document, which a client does not know. The generated client has no default address, so callers have to set one: `origin(\"https://host\")` keeps the path of the declared server, `base_url(..)` replaces all of it, and `server(index)` selects another declared server. A server that follows a relative one is not used without being selected, because credentials would go to it.";
}

/// Finds a code by its name, in any case (`w0102`).
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
