//! `multipart!`: the parts of a multipart body.

/// Declares how a struct is sent as `multipart/form-data`, and its setters.
///
/// A row is `field: "part" presence kind`, with presence `required`, `optional` or `nullable`
/// (both `Option<T>`), and kind
/// `file` ([`FilePart`](crate::FilePart) or a list of them), `text` (scalars; lists repeat the part,
/// objects become a JSON part), `text "text/csv"` (the same with a content type),
/// `json "application/json"` (JSON with this content type) or `json_items "application/json"` (a list with
/// a JSON part for each item; table version 2). With the presence `extra` the field is a
/// map, and each of its members is a part: `extra: "*" extra text`.
///
/// ```
/// use oaspen_client::FilePart;
///
/// #[derive(Clone, Debug, Default)]
/// #[non_exhaustive]
/// pub struct Upload {
///     pub file: Option<FilePart>,
///     pub tags: Option<Vec<String>>,
/// }
/// oaspen_client::multipart! {
///     Upload {
///         file: "file" optional file => with_file(into FilePart),
///         tags: "tags" optional text => with_tags(into Vec<String>),
///     }
/// }
/// let upload = Upload::default().with_file(b"GIF89a".to_vec());
/// assert!(upload.file.is_some());
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! multipart {
    ($name:ident {
        $($field:ident: $part:literal $presence:ident $kind:ident $($content_type:literal)? $(=> $setter:ident($($type:tt)+))?),* $(,)?
    }) => {
        impl $crate::__private::MultipartBody for $name {
            #[allow(unused_variables, reason = "a body may have no parts")]
            #[inline]
            fn write(self, form: &mut $crate::__private::MultipartWriter) {
                $($crate::__parts!(form, self.$field, $part, $presence $kind $($content_type)?);)*
            }
        }

        impl $name {
            $($($crate::__part_setter!($field $part $presence $setter $($type)+);)?)*
        }
    };
}

/// Writes a part, or a map of parts.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts {
    ($form:ident, $value:expr, $part:literal, extra $kind:ident $($content_type:literal)?) => {
        for (name, value) in $value {
            $crate::__part!($form, value, &name, $kind $($content_type)?);
        }
    };
    ($form:ident, $value:expr, $part:literal, $presence:ident $kind:ident $($content_type:literal)?) => {
        $crate::__part!($form, $value, $part, $kind $($content_type)?);
    };
}

/// Writes one part.
#[doc(hidden)]
#[macro_export]
macro_rules! __part {
    ($form:ident, $value:expr, $part:expr, file) => {
        $crate::__private::FileParts::write($value, $part, ::core::option::Option::None, $form)
    };
    ($form:ident, $value:expr, $part:expr, file $content_type:literal) => {
        $crate::__private::FileParts::write($value, $part, ::core::option::Option::Some($content_type), $form)
    };
    ($form:ident, $value:expr, $part:expr, text) => {
        $form.text($part, &$value, ::core::option::Option::None)
    };
    ($form:ident, $value:expr, $part:expr, text $content_type:literal) => {
        $form.text($part, &$value, ::core::option::Option::Some($content_type))
    };
    ($form:ident, $value:expr, $part:expr, json $content_type:literal) => {
        $form.json($part, &$value, $content_type)
    };
    ($form:ident, $value:expr, $part:expr, json_items $content_type:literal) => {
        $form.json_items($part, &$value, $content_type)
    };
}

/// One setter of a multipart body.
#[doc(hidden)]
#[macro_export]
macro_rules! __part_setter {
    ($field:ident $part:literal extra $setter:ident $type:ty) => {
        /// Sets the parts that have no name of their own.
        #[must_use]
        #[inline]
        pub fn $setter(mut self, $field: $type) -> Self {
            self.$field = $field;
            self
        }
    };
    ($field:ident $part:literal required $setter:ident into $type:ty) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
        #[must_use]
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$type>) -> Self {
            self.$field = $field.into();
            self
        }
    };
    ($field:ident $part:literal required $setter:ident $type:ty) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $setter(mut self, $field: $type) -> Self {
            self.$field = $field;
            self
        }
    };
    ($field:ident $part:literal $presence:ident $setter:ident into $type:ty) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
        #[must_use]
        pub fn $setter(mut self, $field: impl ::core::convert::Into<$type>) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
    ($field:ident $part:literal $presence:ident $setter:ident $type:ty) => {
        #[doc = ::core::concat!("Sets [`", ::core::stringify!($field), "`](Self::", ::core::stringify!($field), ").")]
        #[must_use]
        #[inline]
        pub fn $setter(mut self, $field: $type) -> Self {
            self.$field = ::core::option::Option::Some($field);
            self
        }
    };
}
