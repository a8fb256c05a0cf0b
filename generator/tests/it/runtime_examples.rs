//! The client that the examples in the documentation of the runtime use is current.

use oaspen::{Input, Layout, Settings};

use crate::cli_support::{compare, root};

#[test]
fn the_client_of_the_examples_of_the_runtime_is_current() {
    let folder = root().join("runtime/tests/shop");
    let settings = Settings {
        name: "shop".into(),
        layout: Layout::File,
        ..Settings::default()
    };
    let outcome = oaspen::generate(&Input::Path(folder.join("shop.yaml")), &settings, None);
    let file = outcome
        .files
        .iter()
        .find(|file| file.path == "shop.rs")
        .expect("a file");
    compare(&folder.join("shop.rs"), &file.text).expect("current");
}
