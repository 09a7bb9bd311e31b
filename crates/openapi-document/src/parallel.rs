//! Runs work on several cores if there is enough of it.
//!
//! The threads end with the work: idle ones would keep the memory that the work needed for a while.

use std::thread;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Minimum size in bytes for several threads: a smaller text is parsed before the threads have started.
const MIN_PARALLEL_BYTES: usize = 512 << 10;

/// The number of threads to use for a text.
pub(crate) fn thread_count(text: &str) -> usize {
    if text.len() < MIN_PARALLEL_BYTES {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs two functions, in parallel if `threads` allows it.
pub(crate) fn run_both<A: Send, B: Send>(
    threads: usize,
    aside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    let pool = (threads > 1).then(|| ThreadPoolBuilder::new().num_threads(1).build());
    let Some(Ok(pool)) = pool else {
        return (aside(), here());
    };
    let mut result = None;
    let here = pool.in_place_scope(|scope| {
        scope.spawn(|_| result = Some(aside()));
        here()
    });
    (result.expect("the scope waits for it"), here)
}

/// Maps items in parallel, and keeps their order.
pub(crate) fn map_parallel<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    match ThreadPoolBuilder::new().num_threads(things.len()).build() {
        Ok(pool) => pool.install(|| things.par_iter().map(&work).collect()),
        Err(_) => things.iter().map(work).collect(),
    }
}
