//! Counts comparisons in tests, so that they can check how work grows without measuring time.

#[cfg(test)]
thread_local! {
    static COMPARISONS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Counts one comparison of two values; does nothing outside of tests.
pub(crate) fn count_comparison() {
    #[cfg(test)]
    COMPARISONS.with(|steps| steps.set(steps.get() + 1));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::COMPARISONS;
    use crate::compare::{Rules, diff};
    use crate::shape::diff_shape;

    fn measure_comparisons(work: impl FnOnce()) -> usize {
        let before = COMPARISONS.get();
        work();
        COMPARISONS.get() - before
    }

    fn numbers(numbers: impl Iterator<Item = u64>) -> Value {
        numbers.map(Value::from).collect()
    }

    fn objects(ids: impl Iterator<Item = u64>) -> Value {
        ids.map(|id| json!({"id": id, "a": id % 7, "b": "text"}))
            .collect()
    }

    /// Twice the elements are at most three times the work; with the square of the elements it would be four times.
    #[test]
    fn work_grows_with_the_elements_and_not_with_their_square() {
        let aligned = |expected: Value, actual: Value| {
            measure_comparisons(|| assert!(!diff(&expected, &actual, &Rules::default()).is_empty()))
        };
        type Case<'c> = (&'c str, &'c dyn Fn(u64) -> usize);
        let cases: [Case<'_>; 5] = [
            ("other numbers", &|n| {
                aligned(numbers(0..n), numbers(n..2 * n))
            }),
            ("shifted numbers", &|n| {
                aligned(numbers(0..n), numbers(1..=n))
            }),
            ("reversed numbers", &|n| {
                aligned(numbers(0..n), numbers((0..n).rev()))
            }),
            ("reversed objects", &|n| {
                aligned(objects(0..n), objects((0..n).rev()))
            }),
            ("shapes", &|n| {
                let actual: Value = vec![json!({"id": 1}); n as usize].into();
                measure_comparisons(|| assert!(!diff_shape(&objects(0..n), &actual).is_empty()))
            }),
        ];
        for (name, work) in cases {
            let (once, twice) = (work(2_000), work(4_000));
            assert!(once >= 1_000, "{name}: {once}, so that nothing was counted");
            assert!(twice <= 3 * once, "{name}: {once}, then {twice}");
        }
    }
}
