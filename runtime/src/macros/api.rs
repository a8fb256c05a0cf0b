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
///         servers: ["https://{region}.example.com/v1" { "region": "eu" ["eu", "us"] }],
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
/// assert_eq!(client.base_url(), "https://eu.example.com/v1");
/// # Ok::<(), oaspen_client::Error>(())
/// ```
///
/// Tables of a newer version do not compile:
///
/// ```compile_fail
/// oaspen_client::api! {
///     API { name: "demo", title: "Demo", version: "1", table: 1000000, servers: [], schemes: {} }
/// }
/// ```
#[macro_export]
macro_rules! api {
    ($api:ident {
        name: $name:literal,
        title: $title:literal,
        version: $version:literal,
        table: $table:literal,
        servers: [$(
            $server:literal $({ $($variable:literal: $default:literal [$($value:literal),* $(,)?]),* $(,)? })?
        ),* $(,)?],
        schemes: { $($scheme:literal: $kind:ident $($at:ident)? $($arg:literal)?),* $(,)? } $(,)?
    }) => {
        const _: () = $crate::__private::check_table($table);

        static $api: $crate::__private::Api = $crate::__private::Api {
            name: $name,
            title: $title,
            version: $version,
            servers: &[$($crate::__private::Server {
                url: $server,
                variables: &[$($(($variable, $default, &[$($value),*])),*)?],
            }),*],
            schemes: &[$(($scheme, $crate::__scheme!($kind $($at)? $($arg)?))),*],
        };
    };
    // What a newer generator may add stands behind `table`.
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
            schemes: &[],
        };
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

/// Includes a client that a build script wrote into `OUT_DIR`.
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
