//! Calls of paged operations.

use crate::call::typed::TypedCall;
use crate::codec::traits::Decode;
use crate::pages::items::Items;
use crate::pages::list::Pages;
use crate::pages::table::Paging;

/// Adds `pages()`, `items()` and, with feature `stream`, `stream()` to the calls of paged operations.
///
/// The operation's table declares how its pages follow each other. Settings of the call are used: a page size is sent
/// for every page, and an offset, a page number or a cursor is where iteration begins. Timeouts and retries are
/// those of each page.
///
/// ```
/// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #     servers: ["http://127.0.0.1:9"], schemes: {} } }
/// use oaspen_client::{Call, Client, ClientBuilder, PagedCall};
///
/// #[derive(Clone, Debug)]
/// pub struct ListNames(Call);
///
/// oaspen_client::operation! {
///     ListNames as LIST_NAMES {
///         id: "ListNames",
///         GET: "/names",
///         security: [],
///         pages String { offset("offset") size("limit") default(10) max(500) },
///         success Vec<String> { "200": json }
///         error () {}
///     }
/// }
///
/// async fn all(client: &Client) -> Result<Vec<String>, oaspen_client::Error> {
///     let mut names = Vec::new();
///     let mut pages = ListNames(Call::new(client, &LIST_NAMES)).pages();
///     while let Some(page) = pages.next().await {
///         names.extend(page?);
///     }
///     Ok(names)
/// }
///
/// let client: Client = ClientBuilder::new(&API).build()?;
/// drop(all(&client));
/// # Ok::<(), oaspen_client::Error>(())
/// ```
pub trait PagedCall: TypedCall {
    /// One item of the list.
    type Item: Decode + Send + 'static;
    #[doc(hidden)]
    const PAGES: &'static Paging;

    /// The list, page by page.
    fn pages(self) -> Pages<Self::Item, Self::Error> {
        Pages::new(self.into_call(), Self::PAGES)
    }

    /// The list, item by item; a page is requested when the one before is used up.
    fn items(self) -> Items<Self::Item, Self::Error> {
        Items::new(self.pages())
    }

    /// The list as a `futures_core::Stream` of items. Feature `stream`.
    #[cfg(feature = "stream")]
    fn stream(self) -> Items<Self::Item, Self::Error> {
        self.items()
    }
}
