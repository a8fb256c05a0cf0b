//! `api!`: what all operations of a client share. `include_client!`: a client from `OUT_DIR`.

/// Declares the [`Api`](crate::__private::Api) of a client: servers and security schemes.
///
/// ```
/// oaspen_client::api! {
///     API {
///         name: "demo",
///         title: "Demo API",
///         version: "v1",
///         table: 1,
///         servers: ["https://api.example.com/v1"],
///         schemes: {
///             "token": bearer,
///             "login": basic,
///             "key": api_key header "X-Key",
///             "app": oauth2,
///             "mtls": unsupported "mutualTLS",
///         },
///     }
/// }
/// let client: oaspen_client::Client =
///     oaspen_client::ClientBuilder::new(&API).bearer_token("secret").build()?;
/// assert_eq!(client.base_url(), "https://api.example.com/v1");
/// # Ok::<(), oaspen_client::Error>(())
/// ```
///
/// A server with variables is written in a block, and operations may have servers of their own:
///
/// ```
/// oaspen_client::api! {
///     API {
///         name: "demo",
///         title: "Demo API",
///         version: "v1",
///         table: 1,
///         servers: {
///             "https://{tenant}.{region}.example.com" {
///                 "tenant": "demo",
///                 "region": ["eu", "us"],
///             },
///             "https://api.example.com",
///         },
///         operation_servers: ["https://uploads.example.com"],
///         schemes: {},
///     }
/// }
/// let client: oaspen_client::Client = oaspen_client::ClientBuilder::new(&API)
///     .server_variable("tenant", "acme")
///     .build()?;
/// assert_eq!(client.base_url(), "https://acme.eu.example.com");
/// # Ok::<(), oaspen_client::Error>(())
/// ```
///
/// A credential for a scheme that no operation uses is an error:
///
/// ```
/// oaspen_client::api! {
///     API {
///         name: "demo",
///         title: "Demo API",
///         version: "v1",
///         table: 2,
///         servers: ["https://api.example.com"],
///         unused_schemes: ["app"],
///         schemes: { "app": oauth2 },
///     }
/// }
/// let client = oaspen_client::ClientBuilder::<oaspen_client::Client>::new(&API).bearer_token("secret").build();
/// assert!(client.is_err_and(|error| error.to_string().contains("no operation uses")));
/// ```
///
/// Tables of a newer version do not compile:
///
/// ```compile_fail
/// oaspen_client::api! {
///     API { name: "demo", title: "Demo", version: "1", table: 1000000, servers: [], schemes: {} }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! api {
    ($api:ident {
        name: $name:literal,
        title: $title:literal,
        version: $version:literal,
        table: $table:literal,
        servers: $servers:tt,
        $(operation_servers: $own:tt,)?
        $(unused_schemes: [$($unused:literal),* $(,)?],)?
        schemes: { $($scheme:literal: $kind:ident $($at:ident)? $($arg:literal)?),* $(,)? } $(,)?
    }) => {
        const _: () = $crate::__private::check_table($table);

        static $api: $crate::__private::Api = $crate::__private::Api {
            name: $name,
            title: $title,
            version: $version,
            servers: $crate::__servers!($servers),
            operation_servers: $crate::__servers!($($own)?),
            schemes: &[$(($scheme, $crate::__scheme!($kind $($at)? $($arg)?))),*],
            unused_schemes: &[$($($unused),*)?],
        };
    };
    // Rows that a newer generator may add come after `table`.
    ($api:ident {
        name: $name:literal,
        title: $title:literal,
        version: $version:literal,
        table: $table:literal,
        $($rest:tt)*
    }) => {
        const _: () = $crate::__private::unreadable_table($table);

        // So that this is the only error.
        static $api: $crate::__private::Api = $crate::__private::Api {
            name: $name,
            title: $title,
            version: $version,
            servers: &[],
            operation_servers: &[],
            schemes: &[],
            unused_schemes: &[],
        };
    };
}

/// The servers of [`api!`](crate::api): addresses alone, or with their variables.
#[doc(hidden)]
#[macro_export]
macro_rules! __servers {
    () => {
        &[]
    };
    ([$($url:literal),* $(,)?]) => {
        &[$($crate::__private::Server { url: $url, variables: &[] }),*]
    };
    ({ $($url:literal $({ $($name:literal: $values:tt),* $(,)? })?),* $(,)? }) => {
        &[$($crate::__private::Server {
            url: $url,
            variables: &[$($($crate::__server_variable!($name $values)),*)?],
        }),*]
    };
}

/// One variable of a server: a list contains all its values, a single string is its default.
#[doc(hidden)]
#[macro_export]
macro_rules! __server_variable {
    ($name:literal [$($value:literal),+ $(,)?]) => {
        $crate::__private::Variable { name: $name, values: &[$($value),+], closed: true }
    };
    ($name:literal $value:literal) => {
        $crate::__private::Variable { name: $name, values: &[$value], closed: false }
    };
}

/// One security scheme of [`api!`](crate::api).
#[doc(hidden)]
#[macro_export]
macro_rules! __scheme {
    (bearer) => {
        $crate::__private::Scheme::Bearer
    };
    (basic) => {
        $crate::__private::Scheme::Basic
    };
    (oauth2) => {
        $crate::__private::Scheme::OAuth2
    };
    (api_key header $name:literal) => {
        $crate::__private::Scheme::ApiKeyHeader($name)
    };
    (api_key query $name:literal) => {
        $crate::__private::Scheme::ApiKeyQuery($name)
    };
    (api_key cookie $name:literal) => {
        $crate::__private::Scheme::ApiKeyCookie($name)
    };
    (unsupported $kind:literal) => {
        $crate::__private::Scheme::Unsupported($kind)
    };
}

/// Includes a client that a build script wrote into `OUT_DIR`: its file, which includes the others.
///
/// ```ignore
/// // build.rs: oaspen::configure().generate("specs/petstore.yaml")
/// pub mod petstore {
///     oaspen_client::include_client!("petstore");
/// }
/// ```
#[macro_export]
macro_rules! include_client {
    ($name:literal) => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/", $name, ".rs"));
    };
}
