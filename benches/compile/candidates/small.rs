//! A program that uses one type.
fn main() {
    let text = std::env::args().nth(1).unwrap_or_default();
    match candidate::models::read_0(text.as_bytes()) {
        Ok(value) => println!("{}", candidate::models::write_0(&value).len()),
        Err(error) => println!("{error}"),
    }
}
