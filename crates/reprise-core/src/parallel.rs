//! Runs work on several cores in parallel.

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Up to this number of items, passing them to other threads takes longer than the work.
const MIN_ITEMS_PER_THREAD: usize = 16;

/// Stack size of a thread: compiling schemas recurses along references, and a document may have a long chain of them.
/// The system only allocates the part that is used.
const THREAD_STACK_SIZE: usize = 64 << 20;

/// Maps items in parallel on threads with a large stack, one per core, and keeps their order.
///
/// The threads end with the work: idle ones would keep the memory that the work needed for a while.
pub(crate) fn map_parallel<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    match ThreadPoolBuilder::new()
        .stack_size(THREAD_STACK_SIZE)
        .build()
    {
        Ok(pool) => {
            let items = things.par_iter().with_min_len(MIN_ITEMS_PER_THREAD);
            pool.install(|| items.map(&work).collect())
        }
        // the system starts no threads
        Err(_) => things.iter().map(work).collect(),
    }
}
