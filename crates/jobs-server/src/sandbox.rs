//! Fixtures that callers set up for themselves: isolated, counted, and dropped when nobody asks them anything.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::tenant::Tenant;

/// The sandboxes of a server.
#[derive(Debug)]
pub(crate) struct Sandboxes {
    most: usize,
    idle: Duration,
    open: Mutex<HashMap<String, Sandbox>>,
}

#[derive(Debug)]
struct Sandbox {
    tenant: Arc<Tenant>,
    used: Instant,
}

impl Sandboxes {
    /// Room for so many, each dropped after so long.
    pub(crate) fn new(most: usize, idle: Duration) -> Sandboxes {
        Sandboxes {
            most,
            idle,
            open: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Sandbox>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is room for one more.
    pub(crate) fn has_room(&self) -> bool {
        self.drop_idle();
        self.lock().len() < self.most
    }

    /// Opens a sandbox; `false` where there is no room.
    pub(crate) fn open(&self, id: String, tenant: Arc<Tenant>) -> bool {
        let mut open = self.lock();
        if open.len() >= self.most {
            return false;
        }
        let used = Instant::now();
        open.insert(id, Sandbox { tenant, used });
        true
    }

    /// The fixture of a sandbox, which thereby is not idle.
    pub(crate) fn find(&self, id: &str) -> Option<Arc<Tenant>> {
        let mut open = self.lock();
        let sandbox = open.get_mut(id)?;
        sandbox.used = Instant::now();
        Some(Arc::clone(&sandbox.tenant))
    }

    /// Drops a sandbox; `false` where there is none.
    pub(crate) fn close(&self, id: &str) -> bool {
        let closed = self.lock().remove(id);
        closed.is_some()
    }

    /// Drops the sandboxes that nobody has asked anything for too long.
    pub(crate) fn drop_idle(&self) {
        let mut idle = Vec::new();
        let mut open = self.lock();
        open.retain(|_, sandbox| {
            let keep = sandbox.used.elapsed() < self.idle;
            if !keep {
                idle.push(Arc::clone(&sandbox.tenant));
            }
            keep
        });
        // databases are closed only after the others can go on
        drop(open);
    }

    /// How often to look for idle ones.
    pub(crate) fn period(&self) -> Duration {
        (self.idle / 4).clamp(Duration::from_millis(10), Duration::from_secs(30))
    }
}
