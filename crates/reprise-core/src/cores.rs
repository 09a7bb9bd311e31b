//! Runs work on several cores in parallel.

use std::panic::resume_unwind;
use std::thread;

/// Up to this number of items, starting a thread takes longer than the work.
const FEW: usize = 16;

/// Stack size of a thread: compiling schemas recurses along references, and a document may have a long chain of them.
/// The system only allocates the part that is used.
const STACK: usize = 64 << 20;

/// Maps items in parallel, on one thread per core with a large stack, and keeps their order.
pub(crate) fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = things.len().div_ceil(cores).max(FEW);
    let all = |part: &[T]| -> Vec<R> { part.iter().map(&work).collect() };
    let all = &all;
    thread::scope(|scope| {
        let running: Vec<_> = things
            .chunks(share)
            .map(|part| {
                let builder = thread::Builder::new().stack_size(STACK);
                (part, builder.spawn_scoped(scope, move || all(part)))
            })
            .collect();
        let done = running.into_iter().map(|(part, running)| match running {
            Ok(running) => running.join().unwrap_or_else(|panic| resume_unwind(panic)),
            // no thread could start
            Err(_) => all(part),
        });
        done.flatten().collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_done_once_and_in_order() {
        for count in [0, 1, FEW, FEW + 1, 1_000] {
            let things: Vec<usize> = (0..count).collect();
            let expected: Vec<usize> = things.iter().map(|thing| thing * 2).collect();
            assert_eq!(each(&things, |thing| thing * 2), expected);
        }
    }
}
