//! Bodies with another encoding for the transfer and the same content.

use std::io::Write;

use axum::body::{Body, Bytes};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::HeaderMap;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, HeaderValue, VARY};

/// The same body in chunks, without a length in advance.
pub(super) fn to_chunked(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    // a response that must not have a body stays as it is
    if parts.headers.remove(CONTENT_LENGTH).is_none() && is_empty(&body) {
        return Response::from_parts(parts, body);
    }
    Response::from_parts(parts, Body::from_stream(body.into_data_stream()))
}

fn is_empty(body: &Body) -> bool {
    use axum::body::HttpBody as _;
    body.is_end_stream()
}

/// Whether `Accept-Encoding` accepts gzip, with a weight other than 0.
pub(super) fn accepts_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get_all(ACCEPT_ENCODING).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(','))
        .any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
            let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
            name.trim().eq_ignore_ascii_case("gzip") && !matches!(weight, Some(Ok(0.0)))
        })
}

/// The same body, compressed.
pub(super) async fn compress(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, usize::MAX).await else {
        // if the body cannot be read, it cannot be sent; without its length, the client notices that it is incomplete
        return Response::from_parts(parts, Body::empty());
    };
    if bytes.is_empty() {
        return Response::from_parts(parts, Body::empty());
    }
    match gzip(&bytes) {
        Ok(packed) => {
            parts.headers.remove(CONTENT_LENGTH);
            let gzip = HeaderValue::from_static("gzip");
            parts.headers.insert(CONTENT_ENCODING, gzip);
            let vary = HeaderValue::from_static("Accept-Encoding");
            parts.headers.insert(VARY, vary);
            Response::from_parts(parts, Body::from(packed))
        }
        Err(_) => Response::from_parts(parts, Body::from(bytes)),
    }
}

fn gzip(bytes: &Bytes) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_for_those_who_accept_it() {
        for (text, accepts) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=0", false),
            ("identity", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(text));
            assert_eq!(accepts_gzip(&headers), accepts, "{text}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
