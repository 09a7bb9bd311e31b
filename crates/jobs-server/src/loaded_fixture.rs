//! Fixtures of recently opened sandboxes. A suite sends the same few fixtures many times; from the second time on,
//! the server does not parse and write a fixture again, but copies its database.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Clock;
use crate::fixture::LoadedTokens;
use crate::instance::{Credentials, Instance, InstanceError, Overrides};
use crate::store::DatabaseSnapshot;

/// Maximum number of stored fixtures.
const MAX_FIXTURES: usize = 32;

/// Maximum size of all of them in bytes.
const MAX_TOTAL_BYTES: usize = 16 << 20;

/// Maximum size of one of them in bytes; copying a larger one saves little time and leaves little room for others.
const MAX_FIXTURE_BYTES: usize = 1 << 20;

/// A fixture in the state right after it was loaded.
#[derive(Debug)]
pub(crate) struct LoadedFixture {
    /// The exact text of the fixture.
    text: Box<str>,
    /// The base of its links, unless the fixture sets one.
    server: Box<str>,
    image: DatabaseSnapshot,
    tokens: LoadedTokens,
}

impl LoadedFixture {
    /// The database of `instance` before any request; `None` if a copy would differ or would need too
    /// much memory.
    pub(crate) fn of(
        text: &str,
        server: &str,
        instance: &Instance,
        loaded: LoadedTokens,
    ) -> rusqlite::Result<Option<LoadedFixture>> {
        // if the clock runs, a later fixture has other timestamps
        let same_every_time = matches!(instance.clock, Clock::Frozen(_));
        if !same_every_time || text.len() > MAX_FIXTURE_BYTES {
            return Ok(None);
        }
        let image = DatabaseSnapshot::of(&instance.store, MAX_FIXTURE_BYTES - text.len())?;
        Ok(image.map(|image| LoadedFixture {
            text: text.into(),
            server: server.into(),
            image,
            tokens: loaded,
        }))
    }

    /// Serves a copy of the fixture with new secrets.
    pub(crate) fn open(
        &self,
        overrides: Overrides,
    ) -> Result<(Instance, Credentials), InstanceError> {
        Instance::reopen(self.image.restore()?, &self.tokens, &self.server, overrides)
    }

    fn size(&self) -> usize {
        self.text.len() + self.image.size()
    }
}

/// The stored fixtures, the last used one first.
#[derive(Debug, Default)]
pub(crate) struct LoadedFixtures {
    fixtures: Mutex<VecDeque<Arc<LoadedFixture>>>,
}

impl LoadedFixtures {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Arc<LoadedFixture>>> {
        self.fixtures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The fixture with this text and this base address, if it is stored.
    pub(crate) fn find(&self, text: &str, server: &str) -> Option<Arc<LoadedFixture>> {
        let mut kept = self.lock();
        let is_it =
            |fixture: &Arc<LoadedFixture>| *fixture.text == *text && *fixture.server == *server;
        let found = kept.iter().position(is_it)?;
        let fixture = kept.remove(found)?;
        kept.push_front(Arc::clone(&fixture));
        Some(fixture)
    }

    /// Stores a fixture, and drops the least recently used ones if there is no room.
    pub(crate) fn store(&self, fixture: LoadedFixture) {
        let mut kept = self.lock();
        // two callers may have sent it at the same time
        kept.retain(|other| other.text != fixture.text || other.server != fixture.server);
        kept.push_front(Arc::new(fixture));
        let mut bytes = 0;
        let fitting = kept.iter().take(MAX_FIXTURES).take_while(|fixture| {
            bytes += fixture.size();
            bytes <= MAX_TOTAL_BYTES
        });
        let fitting = fitting.count();
        let dropped = kept.split_off(fitting);
        drop(kept);
        // the lock is released before the databases are closed
        drop(dropped);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Fixture;
    use crate::store::{MemoryUse, Store};

    const SERVER: &str = "http://127.0.0.1";

    fn load_fixture(text: &str) -> Option<LoadedFixture> {
        let fixture = Fixture::parse_json(text).unwrap();
        let store = Store::in_memory(MemoryUse::Small).unwrap();
        let (instance, loaded) =
            Instance::open(store, &fixture, SERVER, Overrides::default()).unwrap();
        LoadedFixture::of(text, SERVER, &instance, loaded).unwrap()
    }

    fn fixture_text(title: &str, log: &str) -> String {
        format!(
            r#"{{"clock": "2016-01-11T10:14:17.526Z", "title": "{title}",
                "projects": [{{"namespace": "foo", "path": "bar"}}], "groups": [{{"path": "foo"}}],
                "pipelines": [{{"id": 1}}], "jobs": [{{"log": {log}}}]}}"#
        )
    }

    #[test]
    fn a_fixture_is_kept_where_a_copy_is_the_same_and_small() {
        let long = r#"{"text": "01234567", "times": 131072}"#;
        let sent = format!(r#""{}""#, "0".repeat(MAX_FIXTURE_BYTES));
        for (text, kept) in [
            (fixture_text("small", r#""0""#), true),
            (fixture_text("large once loaded", long), false),
            (fixture_text("large as it is sent", &sent), false),
            (r#"{"title": "now"}"#.to_owned(), false),
        ] {
            assert_eq!(load_fixture(&text).is_some(), kept, "{:.100}", text);
        }
    }

    #[test]
    fn those_used_last_are_kept() {
        let fixtures = LoadedFixtures::default();
        let keep = |text: &str| fixtures.store(load_fixture(text).unwrap());
        let text = |number: usize| fixture_text(&number.to_string(), r#""0""#);
        let is_kept = |number: usize| fixtures.find(&text(number), SERVER).is_some();
        (0..MAX_FIXTURES).for_each(|number| keep(&text(number)));
        assert!(is_kept(0));
        // sent twice at once, it is still one
        keep(&text(MAX_FIXTURES));
        keep(&text(MAX_FIXTURES));
        assert!(is_kept(0) && is_kept(2) && is_kept(MAX_FIXTURES));
        assert!(!is_kept(1));
        assert!(fixtures.find(&text(0), "http://localhost").is_none());

        // about 700 kB each
        let large =
            |number: usize| fixture_text(&number.to_string(), r#"{"text": "0", "times": 700000}"#);
        (0..MAX_FIXTURES).for_each(|number| keep(&large(number)));
        let kept = fixtures.lock();
        let bytes: usize = kept.iter().map(|fixture| fixture.size()).sum();
        assert!(
            bytes <= MAX_TOTAL_BYTES && bytes > MAX_TOTAL_BYTES - MAX_FIXTURE_BYTES,
            "{bytes}"
        );
    }
}
