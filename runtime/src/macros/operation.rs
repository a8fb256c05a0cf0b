//! `operation!`: the table of one operation and the methods of its call.

/// Declares an operation and completes its call struct, which holds one [`Call`](crate::Call):
/// sending, per-call settings, `IntoFuture`.
///
/// ```
/// # oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #     servers: ["http://127.0.0.1:9"], schemes: { "token": bearer } } }
/// use oaspen_client::{Call, Client, ClientBuilder};
///
/// #[derive(Clone, Debug)]
/// #[must_use = "a call does nothing until it is awaited"]
/// pub struct GetUser(Call);
///
/// oaspen_client::operation! {
///     GetUser as GET_USER {
///         id: "GetUser",
///         GET: "/users/{user_id}",
///         security: [["token"]],
///         accept: "application/json",
///         success Vec<String> {
///             "200": json,
///         }
///         error () {
///             "404": empty,
///         }
///     }
/// }
///
/// let client: Client = ClientBuilder::new(&API).build()?;
/// let call = GetUser(Call::new(&client, &GET_USER).path("user_id", "u1"));
/// let future = call.timeout(std::time::Duration::from_secs(1)).send();
/// # drop(future);
/// # Ok::<(), oaspen_client::Error>(())
/// ```
///
/// A row is `"status": kind`, for errors also `"401" | "403": kind`, with `=> Variant` where the type is an enum with one variant per status.
/// A `server` row after the path names one of the `operation_servers` of [`api!`](crate::api).
/// A `pages` row, after `accept`, declares how a list is paged and the type of its items; it makes the call a
/// [`PagedCall`](crate::PagedCall): `pages User { offset("offset") size("limit") items("/data") total("/total") },`.
/// Without an `accept` row the call requests `application/json`.
/// The kinds are `json`, `text`, `json_or_text`, `bytes` and `empty`; a status is `"200"`, a range `"4XX"` or `"default"`.
/// A row `events Chunk: json,` after the errors adds `.events()`; `text` means that the events are not decoded;
/// a row `json_lines Item: "application/x-ndjson",` after it adds `.json_lines()`, which requests that media type.
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($call:ident as $table:ident {
        id: $id:literal,
        $method:ident: $path:literal,
        $(server: $server:literal,)?
        security: [$([$($scheme:literal),* $(,)?]),* $(,)?],
        $(accept: $accept:literal,)?
        $(pages $item:ty { $($word:ident($($arg:literal),* $(,)?))* },)?
        success $output:ty { $($status:literal: $kind:ident $(=> $variant:ident)?),* $(,)? }
        error $error:ty { $($($estatus:literal)|+: $ekind:ident $(=> $evariant:ident)?),* $(,)? }
        $(events $event:ty: $evkind:ident,)?
        $(json_lines $line:ty: $lines_accept:literal,)?
    }) => {
        $crate::__operation_table! {
            $table $id, $method, $path, [$($server)?] [$([$($scheme),*])*] [$($accept)?]
            [$($status $kind $([$variant])?),*] $error, [$($($estatus $ekind),+),*]
        }
        $crate::__typed_call! {
            $call $table $output, [$($kind $(=> $variant)?),*] $error, [$($ekind $(=> $evariant)?),*]
        }
        $(
            impl $crate::PagedCall for $call {
                type Item = $item;
                const PAGES: &'static $crate::__private::Paging =
                    &$crate::__private::Paging::new()$(.$word($($arg),*))*;
            }
        )?
        $crate::__error_body!($error; $($ekind $($evariant)?),*);
        $crate::__send_methods! { $call $output, $error }
        $( $crate::__events_method! { $call $event, $error, $evkind } )?
        $( $crate::__json_lines_method! { $call $line, $error, $lines_accept } )?
        $crate::__setting_methods! { $call }
    };
}

/// The table of an operation.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_table {
    (
        $table:ident $id:literal, $method:ident, $path:literal,
        [$($server:literal)?] [$([$($scheme:literal),*])*] [$($accept:literal)?]
        [$($status:literal $kind:ident $([$variant:ident])?),*] $error:ty, [$($estatus:literal $ekind:ident),*]
    ) => {
        static $table: $crate::__private::Operation = $crate::__private::Operation {
            id: $id,
            method: ::core::stringify!($method),
            path: $path,
            server: $crate::__server!($($server)?),
            security: &[$(&[$($scheme),*]),*],
            accept: $crate::__accept!($($accept)?),
            success: &[$(($status, $crate::__private::kind::$kind)),*],
            variants: ::core::stringify!($($($variant)?)*),
            errors: &[$(($estatus, $crate::__private::kind::$ekind)),*],
            error: $crate::__private::plain_error::<$error>,
        };
    };
}

/// The types of a call.
#[doc(hidden)]
#[macro_export]
macro_rules! __typed_call {
    (
        $call:ident $table:ident
        $output:ty, [$($kind:ident $(=> $variant:ident)?),*]
        $error:ty, [$($ekind:ident $(=> $evariant:ident)?),*]
    ) => {
        impl $crate::TypedCall for $call {
            type Output = $output;
            type Error = $error;
            const DECODERS: &'static [$crate::__private::BodyDecoder<$output>] =
                $crate::__decoders!($output $(, $kind $(=> $variant)?)*);

            const OPERATION: &'static $crate::__private::Operation = &$table;

            #[inline]
            fn into_call(self) -> $crate::Call {
                self.0
            }

            #[inline]
            fn call_mut(&mut self) -> &mut $crate::Call {
                &mut self.0
            }

            $crate::__encoders!(
                $output [$($kind $(=> $variant)?),*]
                $error [$($ekind $(=> $evariant)?),*]
            );
        }
    };
}

/// The methods that send a call.
#[doc(hidden)]
#[macro_export]
macro_rules! __send_methods {
    ($call:ident $output:ty, $error:ty) => {
        impl $call {
            /// Sends the call; the same as awaiting it.
            #[inline]
            pub fn send(self) -> $crate::CallFuture<$output, $error> {
                $crate::CallFuture::new(self.0, <Self as $crate::TypedCall>::DECODERS)
            }

            /// Sends the call and keeps status and headers of the response.
            #[inline]
            pub fn send_with_response(self) -> $crate::ResponseFuture<$output, $error> {
                $crate::ResponseFuture::new(self.0, <Self as $crate::TypedCall>::DECODERS)
            }

            /// Sends the call and returns the response undecoded, whatever its status.
            #[inline]
            pub fn send_raw(self) -> $crate::RawFuture {
                self.0.send_raw()
            }

            /// Sends the call, checks the status as awaiting it does, and leaves the body to be read chunk by chunk.
            #[inline]
            pub fn send_streamed(self) -> $crate::StreamedFuture<$error> {
                $crate::StreamedFuture::new(self.0)
            }
        }

        impl ::core::future::IntoFuture for $call {
            type Output = ::core::result::Result<$output, $crate::Error<$error>>;
            type IntoFuture = $crate::CallFuture<$output, $error>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// `events()`.
#[doc(hidden)]
#[macro_export]
macro_rules! __events_method {
    ($call:ident $event:ty, $error:ty, $evkind:ident) => {
        impl $call {
            /// The events of the response, one by one; nothing is sent before the first is requested.
            #[inline]
            pub fn events(self) -> $crate::EventStream<$event, $error> {
                $crate::EventStream::new(
                    self.0,
                    $crate::__private::$evkind,
                    $crate::__private::kind::$evkind,
                )
            }
        }
    };
}

/// `json_lines()`.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_lines_method {
    ($call:ident $line:ty, $error:ty, $lines_accept:literal) => {
        impl $call {
            /// The JSON values of the response, one by one; nothing is sent before the first is requested.
            #[inline]
            pub fn json_lines(self) -> $crate::JsonLines<$line, $error> {
                $crate::JsonLines::new(self.0, $crate::__private::json, $lines_accept)
            }
        }
    };
}

/// The settings of a call.
#[doc(hidden)]
#[macro_export]
macro_rules! __setting_methods {
    ($call:ident) => {
        impl $call {
            /// Sets the time this call may take, including all attempts, redirects and the body; `Duration::MAX` for no limit.
            #[inline]
            pub fn timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// Sets a header of this call.
            #[inline]
            pub fn header(self, name: &str, value: &str) -> Self {
                Self(self.0.header(name, value))
            }

            /// Sets a query parameter of this call, also one that the API does not declare.
            #[inline]
            pub fn query_param(self, name: &str, value: impl $crate::ToParam) -> Self {
                Self(self.0.query_param(name, value))
            }

            /// Sets the largest body of a response, in decoded bytes.
            #[inline]
            pub fn max_response_bytes(self, max: usize) -> Self {
                Self(self.0.max_response_bytes(max))
            }

            /// Sets how often this call is sent, whatever its method: see [`RetryPolicy`]($crate::RetryPolicy).
            #[inline]
            pub fn retry(self, policy: $crate::RetryPolicy) -> Self {
                Self(self.0.retry(policy))
            }

            /// Sets the header `Idempotency-Key`, the same in all attempts: it makes this call safe to repeat where
            /// the API supports the header.
            #[inline]
            pub fn idempotency_key(self, key: &str) -> Self {
                Self(self.0.idempotency_key(key))
            }
        }
    };
}

/// The server an operation has of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! __server {
    () => {
        ::core::option::Option::None
    };
    ($server:literal) => {
        ::core::option::Option::Some($server)
    };
}

/// The media type an operation requests: JSON, unless its table declares another.
#[doc(hidden)]
#[macro_export]
macro_rules! __accept {
    () => {
        "application/json"
    };
    ($accept:literal) => {
        $accept
    };
}

/// The decoders of the success rows; an operation that declares none takes any body.
#[doc(hidden)]
#[macro_export]
macro_rules! __decoders {
    ($output:ty) => {
        &[$crate::__private::empty]
    };
    ($output:ty $(, $kind:ident $(=> $variant:ident)?)+) => {
        &[$($crate::__decoder!($kind $output $(, $variant)?)),+]
    };
}

/// The decoder of a success row.
#[doc(hidden)]
#[macro_export]
macro_rules! __decoder {
    ($kind:ident $output:ty) => {
        $crate::__private::$kind
    };
    (empty $output:ty, $variant:ident) => {
        |_, value| {
            *value = ::core::option::Option::Some(<$output>::$variant);
            ::core::result::Result::Ok(())
        }
    };
    ($kind:ident $output:ty, $variant:ident) => {
        |reply, value| $crate::__private::variant(reply, value, $crate::__private::$kind, <$output>::$variant)
    };
}

/// Makes an enum of errors by status an error body.
#[doc(hidden)]
#[macro_export]
macro_rules! __error_body {
    ($error:ty; $($kind:ident),*) => {};
    ($error:ty; $($kind:ident $variant:ident),+) => {
        impl $crate::ErrorBody for $error {
            #[inline]
            fn decode_error(
                reply: &$crate::__private::Reply,
            ) -> ::core::result::Result<
                ::std::boxed::Box<dyn ::core::any::Any + ::core::marker::Send + ::core::marker::Sync>,
                $crate::DecodeError,
            > {
                const DECODERS: &[$crate::__private::BodyDecoder<$error>] =
                    &[$($crate::__decoder!($kind $error, $variant)),+];
                $crate::__private::enum_error(reply, DECODERS)
            }
        }
    };
}

/// How a fake server writes the values of an operation. Feature `test-util`; nothing without it.
#[cfg(not(feature = "test-util"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __encoders {
    ($($any:tt)*) => {};
}

/// How a fake server writes the values of an operation.
#[cfg(feature = "test-util")]
#[doc(hidden)]
#[macro_export]
macro_rules! __encoders {
    (
        $output:ty [$($kind:ident $(=> $variant:ident)?),*]
        $error:ty [$($ekind:ident $(=> $evariant:ident)?),*]
    ) => {
        #[inline]
        fn encode_output(output: &$output) -> $crate::__private::Encoded {
            $crate::__encoder!(output $output; $($kind $(=> $variant)?),*)
        }

        #[inline]
        fn encode_error(error: &$error) -> $crate::__private::Encoded {
            $crate::__encoder!(error $error; $($ekind $(=> $evariant)?),*)
        }
    };
}

/// A value of one type for all rows, or of an enum with a variant for each.
#[cfg(feature = "test-util")]
#[doc(hidden)]
#[macro_export]
macro_rules! __encoder {
    ($value:ident $ty:ty; $($kind:ident),*) => {
        $crate::__encoded!($value)
    };
    ($value:ident $ty:ty; $($kind:ident => $variant:ident),+) => {{
        type ByStatus = $ty;
        const VARIANTS: &[&str] = &[$(::core::stringify!($variant)),+];
        $($crate::__encode_variant!($value ByStatus VARIANTS $kind $variant);)+
        // A variant that no row has.
        $crate::__private::Encoded::new(&(), ::core::option::Option::None).variant("", VARIANTS)
    }};
}

/// Returns the value if it is this variant.
#[cfg(feature = "test-util")]
#[doc(hidden)]
#[macro_export]
macro_rules! __encode_variant {
    ($value:ident $ty:ident $all:ident empty $variant:ident) => {
        #[allow(irrefutable_let_patterns)]
        if let $ty::$variant = $value {
            return $crate::__private::Encoded::new(&(), ::core::option::Option::None)
                .variant(::core::stringify!($variant), $all);
        }
    };
    ($value:ident $ty:ident $all:ident $kind:ident $variant:ident) => {
        #[allow(irrefutable_let_patterns)]
        if let $ty::$variant(inner) = $value {
            return $crate::__encoded!(inner).variant(::core::stringify!($variant), $all);
        }
    };
}

/// A value in every way it can be written.
#[cfg(feature = "test-util")]
#[doc(hidden)]
#[macro_export]
macro_rules! __encoded {
    ($value:ident) => {{
        #[allow(unused_imports)]
        use $crate::__private::{AsJsonBody as _, NotJson as _};
        $crate::__private::Encoded::new($value, (&&$crate::__private::Probe($value)).json())
    }};
}
