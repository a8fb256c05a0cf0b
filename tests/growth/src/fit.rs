//! The exponent of a cost.

/// A document of so many items, and what it costs.
pub(crate) struct Point {
    pub size: f64,
    pub cost: f64,
}

/// The slope of the logarithm of the cost over that of the size, by least squares.
pub(crate) fn exponent(points: &[Point]) -> f64 {
    let logs: Vec<(f64, f64)> = points
        .iter()
        .map(|point| (point.size.ln(), point.cost.max(1e-9).ln()))
        .collect();
    let count = logs.len() as f64;
    let (x, y) = logs
        .iter()
        .fold((0.0, 0.0), |(x, y), log| (x + log.0 / count, y + log.1 / count));
    let (above, below) = logs.iter().fold((0.0, 0.0), |(above, below), log| {
        (above + (log.0 - x) * (log.1 - y), below + (log.0 - x) * (log.0 - x))
    });
    if below == 0.0 { 0.0 } else { above / below }
}

#[cfg(test)]
mod tests {
    use super::{Point, exponent};

    #[test]
    fn the_exponent_of_a_power_is_found() {
        for wanted in [0.5, 1.0, 2.0] {
            let points: Vec<Point> = [1000.0, 2000.0, 8000.0_f64]
                .map(|size| Point {
                    size,
                    cost: 3.0 * size.powf(wanted),
                })
                .into();
            assert!((exponent(&points) - wanted).abs() < 1e-9, "{wanted}");
        }
        assert_eq!(exponent(&[]), 0.0);
    }
}
