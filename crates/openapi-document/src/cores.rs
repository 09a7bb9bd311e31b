//! Runs work on several cores if there is enough of it.

use std::panic::resume_unwind;
use std::thread::{self, ScopedJoinHandle};

/// Minimum size in bytes for several threads: a smaller text is parsed before the threads have started.
const LARGE: usize = 512 << 10;

/// How many threads are worth it for a text.
pub(crate) fn threads_for(text: &str) -> usize {
    if text.len() < LARGE {
        return 1;
    }
    thread::available_parallelism().map_or(1, usize::from)
}

/// Runs two functions, in parallel if `threads` allows it.
pub(crate) fn both<A: Send, B>(
    threads: usize,
    aside: impl Fn() -> A + Sync,
    here: impl FnOnce() -> B,
) -> (A, B) {
    if threads < 2 {
        return (aside(), here());
    }
    let aside = &aside;
    thread::scope(|scope| {
        let running = thread::Builder::new().spawn_scoped(scope, aside);
        let here = here();
        (joined(running.ok(), aside), here)
    })
}

/// Maps items in parallel, and keeps their order.
pub(crate) fn each<T: Sync, R: Send>(things: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let Some((first, rest)) = things.split_first() else {
        return Vec::new();
    };
    thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = rest
            .iter()
            .map(|thing| thread::Builder::new().spawn_scoped(scope, move || work(thing)))
            .collect();
        let mut done = vec![work(first)];
        for (thing, running) in rest.iter().zip(running) {
            done.push(joined(running.ok(), || work(thing)));
        }
        done
    })
}

/// The result of a thread, computed on this thread if no other thread could start.
fn joined<R>(running: Option<ScopedJoinHandle<'_, R>>, here: impl FnOnce() -> R) -> R {
    match running {
        Some(running) => running.join().unwrap_or_else(|panic| resume_unwind(panic)),
        None => here(),
    }
}
