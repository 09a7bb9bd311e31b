//! How much work is worth several cores.

/// Minimum size in bytes for several threads: a smaller text is parsed before the threads have started.
const LARGE: usize = 512 << 10;

/// How many threads are worth it for a text.
pub(crate) fn threads_for(text: &str) -> usize {
    if text.len() < LARGE {
        return 1;
    }
    rayon::current_num_threads()
}

/// Runs two functions, in parallel if `threads` allows it.
pub(crate) fn both<A: Send, B: Send>(
    threads: usize,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if threads < 2 {
        return (one(), other());
    }
    rayon::join(one, other)
}
