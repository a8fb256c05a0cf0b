//! The exponent of a cost.

/// A document of so many items, and what it costs.
pub(crate) struct Point {
    pub size: f64,
    pub cost: f64,
}

/// With fewer points, there is no exponent: one fits anything, and the fixed cost of a document or a slow run decides two.
pub(crate) const LEAST_POINTS: usize = 3;

/// The slope of the logarithm of the cost over that of the size, by least squares. NaN, which is within no limit, if the
/// points are too few or have one size.
pub(crate) fn exponent(points: &[Point]) -> f64 {
    if points.len() < LEAST_POINTS {
        return f64::NAN;
    }
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
    if below == 0.0 { f64::NAN } else { above / below }
}

/// Points at sizes that grow by a factor, up to a size or to the first one that costs too much. If that leaves fewer than
/// [`LEAST_POINTS`], smaller sizes are measured too, down to one item. The points are in the order of their sizes.
pub(crate) fn points(
    sizes: std::ops::RangeInclusive<usize>,
    factor: usize,
    too_much: f64,
    mut cost: impl FnMut(usize) -> f64,
) -> Vec<Point> {
    let mut point = |size: usize| Point {
        size: size as f64,
        cost: cost(size),
    };
    let mut points = Vec::new();
    let mut size = *sizes.start();
    while size <= *sizes.end() {
        points.push(point(size));
        if points.last().is_some_and(|last| last.cost > too_much) {
            break;
        }
        size *= factor;
    }
    let mut size = *sizes.start() / factor;
    while points.len() < LEAST_POINTS && size > 0 {
        points.insert(0, point(size));
        size /= factor;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::{Point, exponent, points};

    fn powers(sizes: &[f64], wanted: f64) -> Vec<Point> {
        let point = |size: &f64| Point {
            size: *size,
            cost: 3.0 * size.powf(wanted),
        };
        sizes.iter().map(point).collect()
    }

    #[test]
    fn the_exponent_of_a_power_is_found() {
        for wanted in [0.5, 1.0, 2.0] {
            let points = powers(&[1000.0, 2000.0, 8000.0], wanted);
            assert!((exponent(&points) - wanted).abs() < 1e-9, "{wanted}");
        }
    }

    #[test]
    fn few_points_and_points_of_one_size_have_no_exponent() {
        for sizes in [&[][..], &[1000.0], &[1000.0, 2000.0], &[1000.0; 3]] {
            assert!(exponent(&powers(sizes, 1.0)).is_nan(), "{sizes:?}");
        }
    }

    /// The sizes that are measured when so many items cost too much.
    fn measured(too_many: usize, sizes: std::ops::RangeInclusive<usize>) -> Vec<f64> {
        let cost = |size: usize| if size >= too_many { 9.0 } else { 0.1 };
        points(sizes, 2, 2.0, cost).iter().map(|point| point.size).collect()
    }

    #[test]
    fn smaller_sizes_are_measured_where_the_first_ones_cost_too_much() {
        assert_eq!(measured(10_000, 1000..=4000), [1000.0, 2000.0, 4000.0]);
        assert_eq!(measured(4000, 1000..=100_000), [1000.0, 2000.0, 4000.0]);
        assert_eq!(measured(2000, 1000..=100_000), [500.0, 1000.0, 2000.0]);
        assert_eq!(measured(1000, 1000..=100_000), [250.0, 500.0, 1000.0]);
        assert_eq!(measured(1, 1000..=100_000), [250.0, 500.0, 1000.0]);
        // The smallest size is one item, so there may still be too few.
        assert_eq!(measured(1, 2..=100_000), [1.0, 2.0]);
    }
}
