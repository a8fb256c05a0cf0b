// A table of offsets per struct: one loop for all structs, which writes the fields in place through pointers.

macro_rules! object {
    ($name:ident {
        $( $field:ident : $wire:tt $($kind:ident)? $(=> $setter:ident $argument:tt)? ),* $(,)?
    }) => {
        const _: () = {
            static ROWS: &[crate::offset::Row] = {
                #[allow(unused_imports)]
                use crate::offset::names::extra;
                const PLACE: ::core::mem::MaybeUninit<$name> = ::core::mem::MaybeUninit::uninit();
                &[$(
                    crate::offset $(::$kind)? ::row(
                        $wire,
                        ::core::mem::offset_of!($name, $field),
                        // SAFETY: only the type of the pointer is used.
                        unsafe { &raw const (*PLACE.as_ptr()).$field },
                    )
                ),*]
            };
            // Every field has one row.
            const _: fn($name) = |$name { $( $field: _ ),* }| ();

            impl oaspen_client::Decode for $name {
                fn decode(
                    d: &mut oaspen_client::Decoder<'_>,
                ) -> ::core::result::Result<Self, oaspen_client::DecodeError> {
                    let mut place = ::core::mem::MaybeUninit::<Self>::uninit();
                    // SAFETY: see `offset::decode`.
                    unsafe {
                        crate::offset::decode(d, place.as_mut_ptr().cast(), ROWS)?;
                        Ok(place.assume_init())
                    }
                }
            }

            impl oaspen_client::Encode for $name {
                fn encode(&self, e: &mut oaspen_client::Encoder) {
                    // SAFETY: see `offset::encode`.
                    unsafe { crate::offset::encode(e, ::core::ptr::from_ref(self).cast(), ROWS) }
                }
            }
        };

        oaspen_client::__bridge! { $name }

        impl $name {
            $( $( oaspen_client::__setter! { $field $setter $argument } )? )*
        }
    };
}

mod offset {
    use oaspen_client::{Decode, DecodeError, Decoder, Encode, Encoder, Patch};
    use std::collections::BTreeMap;

    #[derive(Clone, Copy, PartialEq, Eq)]
    enum Presence {
        Required,
        Optional,
        Nullable,
        Patch,
        Extra,
    }

    pub struct Row {
        name: &'static str,
        presence: Presence,
        offset: usize,
        member: &'static Member,
    }

    pub struct Member {
        decode: unsafe fn(*mut u8, &mut Decoder<'_>) -> Result<(), DecodeError>,
        encode: unsafe fn(*const u8, &mut Encoder),
        absent: unsafe fn(*mut u8),
        is_absent: unsafe fn(*const u8) -> bool,
        drop: unsafe fn(*mut u8),
    }

    unsafe fn decode_one<T: Decode>(at: *mut u8, d: &mut Decoder<'_>) -> Result<(), DecodeError> {
        let value = T::decode(d)?;
        unsafe { at.cast::<T>().write(value) };
        Ok(())
    }

    unsafe fn encode_one<T: Encode>(at: *const u8, e: &mut Encoder) {
        unsafe { &*at.cast::<T>() }.encode(e);
    }

    unsafe fn drop_one<T>(at: *mut u8) {
        unsafe { at.cast::<T>().drop_in_place() };
    }

    unsafe fn is_absent_one<T: Encode>(at: *const u8) -> bool {
        unsafe { &*at.cast::<T>() }.is_absent()
    }

    unsafe fn default_one<T: Default>(at: *mut u8) {
        unsafe { at.cast::<T>().write(T::default()) };
    }

    unsafe fn nothing(_: *mut u8) {}
    unsafe fn never(_: *const u8) -> bool {
        false
    }

    unsafe fn insert<T: Decode>(at: *mut u8, key: String, d: &mut Decoder<'_>) -> Result<(), DecodeError> {
        let value = T::decode(d)?;
        unsafe { &mut *at.cast::<BTreeMap<String, T>>() }.insert(key, value);
        Ok(())
    }

    pub const fn row<T: Decode + Encode>(_: (), offset: usize, _: *const BTreeMap<String, T>) -> Row {
        let _ = insert::<T>;
        Row {
            name: "",
            presence: Presence::Extra,
            offset,
            member: &const {
                Member {
                    decode: decode_one::<BTreeMap<String, T>>,
                    encode: encode_one::<BTreeMap<String, T>>,
                    absent: default_one::<BTreeMap<String, T>>,
                    is_absent: never,
                    drop: drop_one::<BTreeMap<String, T>>,
                }
            },
        }
    }

    pub mod names {
        #[allow(non_upper_case_globals)]
        pub const extra: () = ();
    }

    pub mod required {
        use super::*;

        pub const fn row<T: Decode + Encode>(name: &'static str, offset: usize, _: *const T) -> Row {
            Row {
                name,
                presence: Presence::Required,
                offset,
                member: &const {
                    Member {
                        decode: decode_one::<T>,
                        encode: encode_one::<T>,
                        absent: nothing,
                        is_absent: never,
                        drop: drop_one::<T>,
                    }
                },
            }
        }
    }

    const fn member<T: Decode + Encode + Default>() -> &'static Member {
        &const {
            Member {
                decode: decode_one::<T>,
                encode: encode_one::<T>,
                absent: default_one::<T>,
                is_absent: is_absent_one::<T>,
                drop: drop_one::<T>,
            }
        }
    }

    pub mod optional {
        use super::*;

        pub const fn row<T: Decode + Encode>(name: &'static str, offset: usize, _: *const Option<T>) -> Row {
            Row {
                name,
                presence: Presence::Optional,
                offset,
                member: member::<Option<T>>(),
            }
        }
    }

    pub mod nullable {
        use super::*;

        pub const fn row<T: Decode + Encode>(name: &'static str, offset: usize, _: *const Option<T>) -> Row {
            Row {
                name,
                presence: Presence::Nullable,
                offset,
                member: member::<Option<T>>(),
            }
        }
    }

    pub mod patch {
        use super::*;

        pub const fn row<T: Decode + Encode>(name: &'static str, offset: usize, _: *const Patch<T>) -> Row {
            Row {
                name,
                presence: Presence::Patch,
                offset,
                member: member::<Patch<T>>(),
            }
        }
    }

    struct Guard {
        place: *mut u8,
        rows: &'static [Row],
        seen: [u64; 4],
    }

    impl Drop for Guard {
        fn drop(&mut self) {
            for (i, row) in self.rows.iter().enumerate() {
                if self.seen[i / 64] >> (i % 64) & 1 == 1 {
                    unsafe { (row.member.drop)(self.place.add(row.offset)) };
                }
            }
        }
    }

    /// # Safety
    /// `place` must point to a value whose fields are exactly those of the rows.
    pub unsafe fn decode(d: &mut Decoder<'_>, place: *mut u8, rows: &'static [Row]) -> Result<(), DecodeError> {
        let start = d.offset();
        let mut guard = Guard {
            place,
            rows,
            seen: [0; 4],
        };
        let mut guess = 0;
        let mut found = find(rows, &mut guess, d.first_key()?);
        while let Some(i) = found {
            if let Some(row) = rows.get(i) {
                let at = unsafe { place.add(row.offset) };
                let (word, bit) = (i / 64, 1 << (i % 64));
                if guard.seen[word] & bit != 0 {
                    guard.seen[word] &= !bit;
                    unsafe { (row.member.drop)(at) };
                }
                unsafe { (row.member.decode)(at, d)? };
                guard.seen[word] |= bit;
            } else {
                d.skip()?;
            }
            found = find(rows, &mut guess, d.later_key()?);
        }
        for (i, row) in rows.iter().enumerate() {
            let (word, bit) = (i / 64, 1 << (i % 64));
            if guard.seen[word] & bit == 0 {
                if row.presence == Presence::Required {
                    return Err(d.error_at(start, format!("missing member {:?}", row.name)));
                }
                unsafe { (row.member.absent)(place.add(row.offset)) };
                guard.seen[word] |= bit;
            }
        }
        std::mem::forget(guard);
        Ok(())
    }

    fn find(rows: &[Row], guess: &mut usize, key: Option<&str>) -> Option<usize> {
        let key = key?;
        let (before, after) = rows.split_at_checked(*guess).unwrap_or((rows, &[]));
        let hit = |r: &Row| r.name == key && r.presence != Presence::Extra;
        let index = after
            .iter()
            .position(hit)
            .map(|i| i + before.len())
            .or_else(|| before.iter().position(hit));
        Some(match index {
            Some(index) => {
                *guess = index + 1;
                index
            }
            None => usize::MAX,
        })
    }

    /// # Safety
    /// As [`decode`].
    pub unsafe fn encode(e: &mut Encoder, place: *const u8, rows: &'static [Row]) {
        e.begin_object();
        for row in rows {
            let at = unsafe { place.add(row.offset) };
            match row.presence {
                Presence::Optional | Presence::Patch if unsafe { (row.member.is_absent)(at) } => {}
                Presence::Extra => {}
                _ => {
                    e.key(row.name);
                    unsafe { (row.member.encode)(at, e) };
                }
            }
        }
        e.end_object();
    }
}
