//! Guards against work that grows with the square of an array: generous limits, unoptimised build.

use std::time::{Duration, Instant};

use json_pointer_diff::{Rules, diff, shape};
use serde_json::{Value, json};

/// Far above what is needed here, far below what a quadratic alignment would take.
const LIMIT: Duration = Duration::from_secs(20);

fn timed<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < LIMIT, "took {:?}", start.elapsed());
    result
}

#[test]
fn long_arrays_are_aligned_in_near_linear_time() {
    let scalars = |from: u64, to: u64| -> Value { (from..to).map(Value::from).collect() };
    let objects = |ids: &mut dyn Iterator<Item = u64>| -> Value {
        ids.map(|id| json!({"id": id, "a": id % 7, "b": "text"}))
            .collect()
    };
    let reversed: Value = (0..20_000).rev().map(Value::from).collect();
    timed(|| {
        assert_eq!(
            diff(
                &scalars(0, 20_000),
                &scalars(20_000, 40_000),
                &Rules::default()
            )
            .len(),
            20_000
        )
    });
    timed(|| {
        assert_eq!(
            diff(&scalars(0, 20_000), &scalars(1, 20_001), &Rules::default()).len(),
            2
        )
    });
    timed(|| assert!(!diff(&scalars(0, 20_000), &reversed, &Rules::default()).is_empty()));
    timed(|| {
        let found = diff(
            &objects(&mut (0..20_000)),
            &objects(&mut (0..20_000).rev()),
            &Rules::default(),
        );
        assert_eq!(found.len(), 19_999);
    });
    timed(|| {
        assert_eq!(
            shape(
                &objects(&mut (0..20_000)),
                &json!(vec![json!({"id": 1}); 2_000])
            )
            .len(),
            4_000
        )
    });
}

#[test]
fn values_nested_as_deep_as_a_parser_allows_are_compared() {
    let deep = |leaf: &str| -> Value {
        serde_json::from_str(&format!("{}{leaf}{}", "[".repeat(126), "]".repeat(126)))
            .expect("valid")
    };
    assert_eq!(diff(&deep("1"), &deep("2"), &Rules::default()).len(), 1);
    assert_eq!(shape(&deep("1"), &deep("\"\"")).len(), 1);
}
