//! The clients of the documents in the folder `OASPEN_INPUTS`, compiled with warnings denied.

include!(concat!(env!("OUT_DIR"), "/clients.rs"));
