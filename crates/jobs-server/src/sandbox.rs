//! Fixtures that callers set up: isolated, limited in number, and dropped when they are idle.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::tenant::Tenant;

/// The sandboxes of a server.
#[derive(Debug)]
pub(crate) struct Sandboxes {
    max_sandboxes: usize,
    max_idle: Duration,
    sandboxes: Mutex<HashMap<String, Sandbox>>,
}

#[derive(Debug)]
struct Sandbox {
    tenant: Arc<Tenant>,
    last_used: Instant,
}

impl Sandboxes {
    /// Sets the maximum number of sandboxes and the idle time after which one is dropped.
    pub(crate) fn new(most: usize, idle: Duration) -> Sandboxes {
        Sandboxes {
            max_sandboxes: most,
            max_idle: idle,
            sandboxes: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Sandbox>> {
        self.sandboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is room for one more.
    pub(crate) fn has_capacity(&self) -> bool {
        self.drop_idle();
        self.lock().len() < self.max_sandboxes
    }

    /// Opens a sandbox; `false` if there is no room.
    pub(crate) fn open(&self, id: String, tenant: Arc<Tenant>) -> bool {
        let mut open = self.lock();
        if open.len() >= self.max_sandboxes {
            return false;
        }
        let used = Instant::now();
        open.insert(
            id,
            Sandbox {
                tenant,
                last_used: used,
            },
        );
        true
    }

    /// The fixture of a sandbox; resets its idle time.
    pub(crate) fn find(&self, id: &str) -> Option<Arc<Tenant>> {
        let mut open = self.lock();
        let sandbox = open.get_mut(id)?;
        sandbox.last_used = Instant::now();
        Some(Arc::clone(&sandbox.tenant))
    }

    /// Drops a sandbox; `false` if it does not exist.
    pub(crate) fn close(&self, id: &str) -> bool {
        let closed = self.lock().remove(id);
        closed.is_some()
    }

    /// Drops the sandboxes that have been idle for too long.
    pub(crate) fn drop_idle(&self) {
        let mut idle = Vec::new();
        let mut open = self.lock();
        open.retain(|_, sandbox| {
            let keep = sandbox.last_used.elapsed() < self.max_idle;
            if !keep {
                idle.push(Arc::clone(&sandbox.tenant));
            }
            keep
        });
        // the lock is released before the databases are closed
        drop(open);
    }

    /// Interval of the search for idle sandboxes.
    pub(crate) fn sweep_interval(&self) -> Duration {
        (self.max_idle / 4).clamp(Duration::from_millis(10), Duration::from_secs(30))
    }
}
