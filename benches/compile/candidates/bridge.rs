//! Prints decode and encode throughput of the same models through serde_json in MB/s.
use std::hint::black_box;
use std::time::Instant;

type List = Vec<candidate::models::Model0>;

fn best(bytes: usize, mut job: impl FnMut()) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..300 {
        let start = Instant::now();
        job();
        best = best.min(start.elapsed().as_secs_f64());
    }
    bytes as f64 / best / 1e6
}

fn main() {
    let path = std::env::args().nth(1).expect("a file");
    let text = std::fs::read(path).expect("the file");
    let value: List = serde_json::from_slice(&text).expect("models");
    let out = serde_json::to_vec(&value).expect("JSON");
    assert!(
        value == serde_json::from_slice::<List>(&out).expect("models"),
        "round trip"
    );
    let decode = best(text.len(), || {
        drop(black_box(serde_json::from_slice::<List>(black_box(&text))))
    });
    let encode = best(out.len(), || drop(black_box(serde_json::to_vec(black_box(&value)))));
    println!("{decode:.0} {encode:.0} {}", out.len());
}
