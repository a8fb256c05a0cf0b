//! The names that APIs use for pagination. They are compared without case, punctuation and spaces.

use crate::text::{ascii_letters, contains};

/// What a parameter is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParamRole {
    Offset,
    Page,
    Size,
    Cursor,
}

/// The role of a query parameter with this name, and whether the name is unambiguous.
pub(super) fn parameter_role(word: &str) -> Option<(ParamRole, bool)> {
    let sure = |role| Some((role, true));
    let weak = |role| Some((role, false));
    // As bytes: without optimization, texts are compared one by one.
    match word.as_bytes() {
        b"offset" | b"skip" | b"pageoffset" | b"recordoffset" | b"resultoffset" | b"startindex" | b"startrow"
        | b"firstresult" | b"startrecord" | b"startposition" | b"skipcount" => sure(ParamRole::Offset),
        b"start" | b"from" | b"startat" | b"begin" => weak(ParamRole::Offset),
        b"page" | b"pagenumber" | b"pageno" | b"pagenum" | b"pageindex" | b"currentpage" | b"pagenr" | b"skippages" => {
            sure(ParamRole::Page)
        }
        b"limit" | b"pagesize" | b"perpage" | b"pagelimit" | b"maxresults" | b"top" | b"take" | b"maxitems"
        | b"itemsperpage" | b"resultsperpage" | b"recordsperpage" | b"maxpagesize" | b"pagelength" | b"pagelen"
        | b"hitsperpage" | b"maxresultcount" | b"numresults" => sure(ParamRole::Size),
        b"count" | b"size" | b"rows" | b"max" | b"results" | b"length" | b"batchsize" | b"num" | b"first" | b"n" => {
            weak(ParamRole::Size)
        }
        b"cursor" | b"pagetoken" | b"nexttoken" | b"nextpagetoken" | b"continuationtoken" | b"continuation"
        | b"pagecursor" | b"nextcursor" | b"startingafter" | b"startafter" | b"aftercursor" | b"paginationtoken"
        | b"pageafter" | b"skiptoken" | b"iterator" | b"nextmarker" | b"cursortoken" | b"startcursor"
        | b"pagestate" | b"pagingstate" | b"streamposition" | b"nextpagepointer" | b"nextpage" => {
            sure(ParamRole::Cursor)
        }
        b"after" | b"afterid" | b"marker" | b"bookmark" | b"token" | b"next" | b"position" | b"continue" => {
            weak(ParamRole::Cursor)
        }
        _ => None,
    }
}

/// The word of a parameter. `searchCriteria[pageSize]` is a page size, but `created[after]` is a time.
pub(super) fn parameter_word(name: &str) -> String {
    let word = normalized(name);
    if !contains(name, b'[') && !contains(name, b'.') {
        return word;
    }
    let last = name.trim_end_matches(']').rsplit(['[', '.']).next().map(normalized);
    let last = last.filter(|last| {
        parameter_role(&word).is_none()
            && parameter_role(last).is_some_and(|(_, is_sure)| is_sure)
            && !last.contains("after")
    });
    last.unwrap_or(word)
}

/// The end of a range: beside one of these, `start` and `from` are not offsets.
pub(super) const RANGE_ENDS: [&str; 10] = [
    "end", "to", "until", "stop", "before", "endtime", "enddate", "finish", "endat", "todate",
];

/// Members of a response that describe its pages.
pub(super) const META: [&str; 21] = [
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pageinfo",
    "links",
    "link",
    "cursor",
    "cursors",
    "next",
    "nextpage",
    "responsemetadata",
    "paginationmetadata",
    "pagemeta",
    "pagingmetadata",
    "pager",
    "searchmetadata",
    "paginginfo",
    "resultinfo",
    "tokenpagination",
];

/// Members that wrap a whole response.
pub(super) const WRAPPERS: [&str; 8] = [
    "data", "result", "response", "results", "embedded", "list", "body", "payload",
];

/// Objects beside the content of a response.
pub(super) const ASIDE: [&str; 6] = ["warning", "error", "errors", "status", "summary", "permissions"];

/// Members that usually contain the items.
pub(super) const ITEMS: [&str; 19] = [
    "collection",
    "data",
    "items",
    "results",
    "result",
    "value",
    "values",
    "records",
    "entries",
    "content",
    "contents",
    "hits",
    "rows",
    "objects",
    "list",
    "elements",
    "resources",
    "docs",
    "documents",
];

/// Lists that a response has beside its items.
pub(super) const NO_ITEMS: [&str; 28] = [
    "meta",
    "metadata",
    "link",
    "relatedsearches",
    "errors",
    "warnings",
    "links",
    "included",
    "facets",
    "messages",
    "filters",
    "sort",
    "unreachable",
    "tags",
    "fields",
    "columns",
    "headers",
    "notices",
    "aggregations",
    "suggestions",
    "sorts",
    "orders",
    "labels",
    "scopes",
    "breadcrumbs",
    "failures",
    "debug",
    "subjects",
];

/// Lists that never are the items, even if there is no other list.
pub(super) const NEVER_ITEMS: [&str; 21] = [
    "relatedsearches",
    "facets",
    "filters",
    "sort",
    "sorts",
    "aggregations",
    "suggestions",
    "columns",
    "headers",
    "meta",
    "metadata",
    "link",
    "errors",
    "warnings",
    "links",
    "included",
    "unreachable",
    "notices",
    "breadcrumbs",
    "failures",
    "debug",
];

/// Parameters that take a token, and may have the same name in the response.
pub(super) const REPEATED: [&str; 7] = [
    "cursor",
    "iterator",
    "pagetoken",
    "continuationtoken",
    "paginationtoken",
    "pagecursor",
    "marker",
];

/// Names of the next token.
pub(super) const TOKENS: [&str; 15] = [
    "nextstreamposition",
    "nextpagetoken",
    "nexttoken",
    "nextcursor",
    "nextpagecursor",
    "nextcontinuationtoken",
    "nextmarker",
    "endcursor",
    "continuationtoken",
    "nextstartingafter",
    "nextkey",
    "nextskiptoken",
    "nextpageoffset",
    "nextoffset",
    "nextafter",
];

/// Names of the next token where a parameter takes a token.
pub(super) const TOKENS_FOR_CURSOR: [&str; 4] = ["next", "nextpage", "nextid", "lastid"];

/// Names of the next token inside an object: the name of the object, and its own.
pub(super) const TOKENS_IN: [(&str, &str); 13] = [
    ("metadata", "continue"),
    ("meta", "continue"),
    ("listmeta", "continue"),
    ("cursors", "after"),
    ("cursors", "next"),
    ("cursor", "next"),
    ("cursor", "after"),
    ("next", "after"),
    ("next", "cursor"),
    ("nextpage", "offset"),
    ("pagination", "next"),
    ("paging", "next"),
    ("meta", "next"),
];

/// Names of the next token or of the current one: the description decides.
pub(super) const TOKENS_IF_DESCRIBED: [&str; 9] = [
    "cursor",
    "after",
    "continuation",
    "marker",
    "pagetoken",
    "token",
    "offset",
    "iterator",
    "bookmark",
];

/// The address of the next page.
pub(super) const ADDRESSES: [&str; 10] = [
    "nextlink",
    "odatanextlink",
    "nextpagelink",
    "nextpageurl",
    "nextpageuri",
    "nexturl",
    "nexturi",
    "nexthref",
    "nextpagehref",
    "nextresultsurl",
];

/// Whether more pages follow.
pub(super) const MORE: [&str; 9] = [
    "hasmore",
    "hasnext",
    "hasnextpage",
    "hasmoreitems",
    "hasmoreresults",
    "moreresults",
    "morepages",
    "hasmorepages",
    "istruncated",
];

/// Whether a page is the last one.
pub(super) const DONE: [&str; 9] = [
    "done",
    "isdone",
    "last",
    "islast",
    "lastpage",
    "islastpage",
    "nomore",
    "endofresults",
    "endoflist",
];

/// The number of all items.
pub(super) const TOTALS: [&str; 22] = [
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalrecords",
    "totalelements",
    "totalhits",
    "totalsize",
    "totalnumber",
    "totalentries",
    "recordstotal",
    "numfound",
    "totalrecordcount",
    "itemstotal",
    "totalitemcount",
    "totalitemscount",
    "odatacount",
    "totalmatches",
    "totalobjects",
    "totalresultcount",
    "totalrows",
    "totalentities",
];

/// Headers with the number of all items.
pub(super) const TOTAL_HEADERS: [&str; 9] = [
    "totalnumber",
    "totalcount",
    "xtotal",
    "xtotalcount",
    "xtotalnumber",
    "xtotalitems",
    "paginationcount",
    "xpaginationtotalcount",
    "xwptotal",
];

/// The number of all pages.
pub(super) const PAGE_COUNTS: [&str; 9] = [
    "totalpages",
    "pagecount",
    "numpages",
    "pagestotal",
    "totalpagecount",
    "lastpage",
    "numberofpages",
    "pages",
    "totalnumberofpages",
];

/// Headers with the number of all pages.
pub(super) const PAGE_COUNT_HEADERS: [&str; 7] = [
    "xpages",
    "xtotalpages",
    "xpagecount",
    "xpagetotal",
    "totalpages",
    "xpaginationpagecount",
    "xwptotalpages",
];

/// What a parameter turns on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SwitchKind {
    /// Pages at all.
    Paging,
    /// Pages by token, instead of pages by number: the parameter is a boolean.
    Token,
    /// The way of paging: the parameter has a value for each.
    Mode,
}

/// Whether a parameter with this name pages a list, turns paging on, or is the end of a range.
pub(super) fn is_about_pages(word: &str, is_flag: bool) -> bool {
    parameter_role(word).is_some() || RANGE_ENDS.contains(&word) || switch_kind(word, is_flag).is_some()
}

/// Whether a member of a response has one of the names of tokens, addresses, flags and numbers of pages.
pub(super) fn is_of_response(parent: &str, name: &str) -> bool {
    let lists: [&[&str]; 9] = [
        &TOKENS,
        &TOKENS_FOR_CURSOR,
        &TOKENS_IF_DESCRIBED,
        &REPEATED,
        &ADDRESSES,
        &MORE,
        &DONE,
        &TOTALS,
        &PAGE_COUNTS,
    ];
    lists.iter().any(|list| list.contains(&name)) || TOKENS_IN.contains(&(parent, name))
}

/// Tokens, in the names and values of parameters that turn paging by token on.
const TOKEN_WORDS: [&str; 6] = ["marker", "cursor", "keyset", "token", "pagetoken", "continuation"];
const PAGING_WORDS: [&str; 5] = ["pagination", "paging", "paginate", "paginated", "paged"];

/// What the parameter with this name turns on; `is_flag`: it is a boolean.
pub(super) fn switch_kind(word: &str, is_flag: bool) -> Option<SwitchKind> {
    let ends = ["type", "mode", "method", "style", "strategy", "kind"];
    let bare = ["use", "enable", "with", "is"]
        .iter()
        .find_map(|start| word.strip_prefix(start));
    if !is_flag {
        let stem = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        let is_text_flag = bare.is_some_and(is_token_word);
        return if is_text_flag {
            Some(SwitchKind::Token)
        } else {
            ["pagination", "paging"].contains(&stem).then_some(SwitchKind::Mode)
        };
    }
    let is_paging = |word: &str| PAGING_WORDS.contains(&word);
    if is_paging(word) || bare.is_some_and(is_paging) {
        return Some(SwitchKind::Paging);
    }
    // `cursor` alone takes the token.
    let has_end = is_token_word(word) && !TOKEN_WORDS.contains(&word);
    (bare.is_some_and(is_token_word) || has_end).then_some(SwitchKind::Token)
}

/// `cursor`, `cursorpaging`, `cursorbased`.
pub(super) fn is_token_word(word: &str) -> bool {
    let ends = PAGING_WORDS
        .iter()
        .chain(&["basedpagination", "based", "mode", "enabled"]);
    let stem = ends.into_iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    TOKEN_WORDS.contains(&stem)
}

/// A name in the form in which names are compared.
pub(super) fn normalized(name: &str) -> String {
    ascii_letters(name)
}

#[cfg(test)]
mod tests {
    use super::{ParamRole, normalized, parameter_role};

    #[test]
    fn switches_are_not_tokens() {
        use super::{SwitchKind, switch_kind};
        for name in [
            "usemarker",
            "use_cursor",
            "enableCursorPagination",
            "keyset_pagination",
            "marker-mode",
            "useTokenPaging",
        ] {
            assert_eq!(switch_kind(&normalized(name), true), Some(SwitchKind::Token), "{name}");
        }
        for name in ["paginate", "use_pagination", "with_paging", "paged"] {
            assert_eq!(switch_kind(&normalized(name), true), Some(SwitchKind::Paging), "{name}");
        }
        for name in ["pagination", "paging_mode", "paginationType"] {
            assert_eq!(switch_kind(&normalized(name), false), Some(SwitchKind::Mode), "{name}");
        }
        for (name, is_flag) in [
            ("cursor", true),
            ("marker", false),
            ("mode", false),
            ("page", true),
            ("user", true),
        ] {
            assert_eq!(switch_kind(&normalized(name), is_flag), None, "{name}");
        }
    }

    #[test]
    fn members_that_say_nothing_about_pages_are_left_out() {
        use super::{is_about_pages, is_of_response};
        for (word, is_flag) in [
            ("limit", false),
            ("cursor", true),
            ("until", false),
            ("usemarker", true),
        ] {
            assert!(is_about_pages(word, is_flag), "{word}");
        }
        for (parent, name) in [("", "hasmore"), ("cursors", "after"), ("", "lastid"), ("", "numfound")] {
            assert!(is_of_response(parent, name), "{name}");
        }
        assert!(!is_about_pages("name", false) && !is_about_pages("name", true));
        assert!(!is_of_response("", "name") && !is_of_response("data", "continue"));
    }

    #[test]
    fn spellings_are_one_name() {
        for name in ["per_page", "perPage", "per-page", "PerPage", "$perPage"] {
            assert_eq!(
                parameter_role(&normalized(name)),
                Some((ParamRole::Size, true)),
                "{name}"
            );
        }
        assert_eq!(
            parameter_role(&normalized("page[number]")),
            Some((ParamRole::Page, true))
        );
        assert_eq!(parameter_role(&normalized("homepage")), None);
        assert_eq!(parameter_role(&normalized("since")), None);
    }
}
