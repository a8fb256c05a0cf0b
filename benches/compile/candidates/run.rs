//! Prints decode and encode throughput in MB/s: the best of many short rounds.
use std::hint::black_box;
use std::time::Instant;

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
    let value = candidate::models::read_0(&text).expect("models");
    let out = candidate::models::write_0(&value);
    let again = candidate::models::read_0(&out).expect("models");
    assert!(value == again, "round trip");
    let decode = best(text.len(), || {
        drop(black_box(candidate::models::read_0(black_box(&text))))
    });
    let encode = best(out.len(), || {
        drop(black_box(candidate::models::write_0(black_box(&value))))
    });
    println!("{decode:.0} {encode:.0} {}", out.len());
}
