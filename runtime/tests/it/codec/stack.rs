//! The deepest document that is read fits the stack of a thread, also in a debug build.
#![allow(missing_docs, clippy::unwrap_used)]

use oaspen_client::json;

macro_rules! wide {
    ($($field:ident $name:literal)*) => {
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Wide {
            $( pub $field: Option<String>, )*
            pub next: Option<Box<Wide>>,
            pub list: Option<Vec<Wide>>,
        }
        oaspen_client::object! {
            Wide {
                $( $field: $name optional, )*
                next: "next" optional,
                list: "list" optional,
            }
        }
    };
}

wide! {
    f0 "f0"
    f1 "f1"
    f2 "f2"
    f3 "f3"
    f4 "f4"
    f5 "f5"
    f6 "f6"
    f7 "f7"
    f8 "f8"
    f9 "f9"
    f10 "f10"
    f11 "f11"
    f12 "f12"
    f13 "f13"
    f14 "f14"
    f15 "f15"
    f16 "f16"
    f17 "f17"
    f18 "f18"
    f19 "f19"
    f20 "f20"
    f21 "f21"
    f22 "f22"
    f23 "f23"
    f24 "f24"
    f25 "f25"
    f26 "f26"
    f27 "f27"
    f28 "f28"
    f29 "f29"
    f30 "f30"
    f31 "f31"
    f32 "f32"
    f33 "f33"
    f34 "f34"
    f35 "f35"
    f36 "f36"
    f37 "f37"
    f38 "f38"
    f39 "f39"
    f40 "f40"
    f41 "f41"
    f42 "f42"
    f43 "f43"
    f44 "f44"
    f45 "f45"
    f46 "f46"
    f47 "f47"
    f48 "f48"
    f49 "f49"
    f50 "f50"
    f51 "f51"
    f52 "f52"
    f53 "f53"
    f54 "f54"
    f55 "f55"
    f56 "f56"
    f57 "f57"
    f58 "f58"
    f59 "f59"
}

/// Tokio's workers have 2 MiB.
#[test]
fn deep_and_wide() {
    let check = || {
        let text = r#"{"f1":"a","next":"#.repeat(127) + "{}" + &"}".repeat(127);
        assert_eq!(json::to_string(&json::from_str::<Wide>(&text).unwrap()), text);
        let text = r#"{"list":["#.repeat(64) + &"]}".repeat(64);
        assert_eq!(json::to_string(&json::from_str::<Wide>(&text).unwrap()), text);
        let text = r#"{"list":["#.repeat(65) + &"]}".repeat(65);
        assert!(json::from_str::<Wide>(&text).is_err());
    };
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(check)
        .unwrap()
        .join()
        .unwrap();
}
