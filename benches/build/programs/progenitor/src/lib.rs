//! The generated client.

#![allow(warnings, reason = "generated code")]

include!(concat!(env!("OUT_DIR"), "/codegen.rs"));
