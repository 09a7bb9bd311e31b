//! Standard output, which the reader may close early: `reprise list | head -1`.

use std::io::{self, ErrorKind, Write};

/// Writes until the reader closes the pipe. A closed pipe is not an error and does not change the exit code.
#[derive(Debug)]
pub(crate) struct PipeWriter<W> {
    inner: W,
    closed: bool,
}

impl<W: Write> PipeWriter<W> {
    /// Writes to `inner`.
    pub(crate) fn new(inner: W) -> PipeWriter<W> {
        PipeWriter {
            inner,
            closed: false,
        }
    }

    fn unless_closed<T>(
        &mut self,
        instead: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.closed {
            return Ok(instead);
        }
        match write(&mut self.inner) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(instead)
            }
            other => other,
        }
    }
}

impl<W: Write> Write for PipeWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_closed(bytes.len(), |inner| inner.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed((), Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct FailingWriter(ErrorKind);

    impl Write for FailingWriter {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn only_a_closed_pipe_is_not_an_error() {
        for (kind, forgiven) in [
            (ErrorKind::BrokenPipe, true),
            (ErrorKind::StorageFull, false),
        ] {
            let mut out = PipeWriter::new(FailingWriter(kind));
            assert_eq!(out.write_all(b"text").is_ok(), forgiven, "{kind}");
            assert_eq!(out.flush().is_ok(), forgiven, "{kind}");
        }
        let mut out = PipeWriter::new(Vec::new());
        out.write_all(b"text").unwrap();
        assert_eq!(out.inner, b"text");
    }
}
