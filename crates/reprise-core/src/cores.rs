//! Runs work on several cores in parallel.

use std::sync::LazyLock;

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Up to this number of items, passing them to other threads takes longer than the work.
const FEW: usize = 16;

/// Stack size of a thread: compiling schemas recurses along references, and a document may have a long chain of them.
/// The system only allocates the part that is used.
const STACK: usize = 64 << 20;

/// One thread per core, with a large stack; `None` if the system starts no threads.
static POOL: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().stack_size(STACK).build().ok());

/// Maps items in parallel on threads with a large stack, and keeps their order.
pub(crate) fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    match &*POOL {
        Some(pool) => {
            let items = things.par_iter().with_min_len(FEW);
            pool.install(|| items.map(&work).collect())
        }
        None => things.iter().map(work).collect(),
    }
}
