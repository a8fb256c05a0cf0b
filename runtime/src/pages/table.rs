//! How the pages of an operation follow each other, as its table declares.

/// The `pages` row of an operation. Written by `operation!`; an empty string means that the value is unknown.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    pub(crate) style: PageStyle,
    /// A query parameter that turns this kind of paging on, and its value.
    pub(crate) switch: Option<(&'static str, &'static str)>,
    /// The query parameter for the size of a page, or the JSON pointer of a member of the request body.
    pub(crate) size: &'static str,
    /// The size that the API uses where the parameter is not set.
    pub(crate) default: Option<u64>,
    /// The largest size that the API allows.
    pub(crate) max: Option<u64>,
    /// The number of the first page, or of the first item. With a token: the token is such a number.
    pub(crate) first: Option<u64>,
    /// Where the items are: a JSON pointer.
    pub(crate) items: &'static str,
    /// Whether there may be nothing where the items would be.
    pub(crate) optional: bool,
    /// The next token, the next address, or whatever is only there when more pages follow.
    pub(crate) next: &'static str,
    /// The member of the last item that is the next token.
    pub(crate) last: &'static str,
    /// A boolean: whether more pages follow.
    pub(crate) more: &'static str,
    /// A boolean: whether this is the last page.
    pub(crate) done: &'static str,
    /// The number of all items.
    pub(crate) total: &'static str,
    /// The number of all pages.
    pub(crate) page_count: &'static str,
}

/// What is counted up, or handed on, from page to page: a query parameter or, since table version 2, the JSON pointer of a
/// member of the request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageStyle {
    /// The response contains the URL of the next page.
    Address,
    /// A parameter that counts items.
    Offset(&'static str),
    /// A parameter that counts pages.
    Page(&'static str),
    /// A parameter that takes the next token.
    Cursor(&'static str),
}

macro_rules! setters {
    ($($(#[$doc:meta])* $word:ident($($arg:ident: $ty:ty),*) { $($field:ident = $value:expr),* })*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $word(mut self, $($arg: $ty),*) -> Self {
            $(self.$field = $value;)*
            self
        }
    )*};
}

/// The keywords of the row.
impl Paging {
    /// Nothing is known yet.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "for constants only")]
    pub const fn new() -> Self {
        Self {
            style: PageStyle::Address,
            switch: None,
            size: "",
            default: None,
            max: None,
            first: None,
            items: "",
            optional: false,
            next: "",
            last: "",
            more: "",
            done: "",
            total: "",
            page_count: "",
        }
    }

    setters! {
        offset(name: &'static str) { style = PageStyle::Offset(name) }
        page(name: &'static str) { style = PageStyle::Page(name) }
        cursor(name: &'static str) { style = PageStyle::Cursor(name) }
        /// Since table version 2.
        with(name: &'static str, value: &'static str) { switch = Some((name, value)) }
        size(name: &'static str) { size = name }
        default(size: u64) { default = Some(size) }
        max(size: u64) { max = Some(size) }
        first(number: u64) { first = Some(number) }
        items(pointer: &'static str) { items = pointer }
        optional_items(pointer: &'static str) { items = pointer, optional = true }
        next(source: &'static str) { next = source }
        last(pointer: &'static str) { last = pointer }
        more(source: &'static str) { more = source }
        /// Since table version 2.
        done(source: &'static str) { done = source }
        total(source: &'static str) { total = source }
        page_count(source: &'static str) { page_count = source }
    }

    /// The number of the first page, or of the first item.
    pub(crate) fn first_number(&self) -> u64 {
        let usual = u64::from(matches!(self.style, PageStyle::Page(_)));
        self.first.unwrap_or(usual)
    }
}
